/**
 * What an endpoint's answers mean: any 2xx is a yes, and anything else is tried again, but where nobody is there.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
import { type AnswerRow, answer, page } from '../../../functions/core/http/answers/row.ts';

const own = (statusCode: number) => answer(statusCode, { error: 'words' });

export const webhookAnswers: readonly AnswerRow[] = [
  ...[200, 201, 202, 203, 204, 205, 206, 207, 208, 226].map(
    (status): AnswerRow => [`${status} without a body`, answer(status), 'success', 'event', '-'],
  ),
  ['200 with whatever it likes to say', answer(200, 'OK'), 'success', 'event', '-'],
  [
    '200 with a refusal in it',
    answer(200, { error: 'words' }),
    'success',
    'event',
    '-',
    'the status is all of it',
  ],
  ['302', answer(302, '', { location: 'https://elsewhere.example' }), 'refused', 'destination', 'address'],
  ...[400, 402, 409, 422].map((status): AnswerRow => [`${status}`, own(status), 'retryable', 'event', '-']),
  ['400 without a body', answer(400), 'retryable', 'event', '-'],
  ['401', own(401), 'credentials', 'destination', 'credentials'],
  ['403', own(403), 'refused', 'operation', 'permission'],
  ['403 on a page', page(403, 'Forbidden'), 'refused', 'destination', 'firewall'],
  ...[404, 405, 410].flatMap((status): AnswerRow[] => [
    [`${status}`, own(status), 'refused', 'destination', 'address'],
    [`${status} without a body`, answer(status), 'refused', 'destination', 'address'],
    [`${status} on a page`, page(status, 'Nobody there'), 'refused', 'destination', 'address'],
  ]),
  ['408', own(408), 'ambiguous', 'event', '-'],
  ['413', own(413), 'terminal', 'event', '-'],
  ['415', own(415), 'refused', 'operation', 'request'],
  ['429', own(429), 'throttled', 'destination', '-'],
  ['500', own(500), 'ambiguous', 'destination', '-'],
  ['502 on a page', page(502, 'Bad Gateway'), 'ambiguous', 'destination', '-'],
  ['503', own(503), 'ambiguous', 'destination', '-'],
  ['504 on a page', page(504, 'Gateway Timeout'), 'ambiguous', 'destination', '-'],
];
