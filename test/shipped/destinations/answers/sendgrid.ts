/**
 * SendGrid's errors, as its pages list them: a message in words, and the field that it is about.
 * https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/errors
 */
import { type AnswerRow, answer, page } from '../../../functions/core/http/answers/row.ts';

const no = (statusCode: number, message: string, field: string | null = null) =>
  answer(statusCode, { errors: [{ message, field, help: null }] });

export const sendgridAnswers: readonly AnswerRow[] = [
  ['202 with an id', answer(202, '', { 'x-message-id': 'm1' }), 'success', 'event', '-'],
  ['202 without an id', answer(202), 'success', 'event', '-', 'the status is the whole yes'],
  [
    '200 without an id',
    answer(200),
    'ambiguous',
    'event',
    '-',
    'its sandbox mode, which nobody asked for: nothing says that a mail was taken',
  ],
  ['400 with a field', no(400, 'Does not contain a valid address.', 'from.email'), 'terminal', 'event', '-'],
  ['400 without a field', no(400, 'Bad Request'), 'terminal', 'event', '-'],
  [
    '401 of the key',
    no(401, 'The provided authorization grant is invalid, expired, or revoked'),
    'credentials',
    'destination',
    'credentials',
  ],
  [
    '401 Maximum credits exceeded',
    no(401, 'Maximum credits exceeded'),
    'refused',
    'destination',
    'plan',
    'not credentials: the key is good, and the plan used up',
  ],
  [
    "401 You've exceeded your messaging limits",
    no(401, "You've exceeded your messaging limits"),
    'refused',
    'destination',
    'plan',
  ],
  [
    '403 of the sender',
    no(
      403,
      'The from address does not match a verified Sender Identity. Mail cannot be sent until this error is resolved.',
      'from',
    ),
    'refused',
    'operation',
    'account',
  ],
  [
    '403 of the block',
    no(403, 'Too many bad requests. Temporary block'),
    'throttled',
    'destination',
    '-',
    'it passes: nothing was sent',
  ],
  ['403 access forbidden', no(403, 'access forbidden'), 'refused', 'operation', 'permission'],
  ['404 of the path', no(404, 'Not Found'), 'refused', 'operation', 'address'],
  ['406', no(406, 'Not Acceptable'), 'refused', 'operation', 'request'],
  [
    '413',
    no(413, 'The JSON payload you have included in your request is too large.'),
    'terminal',
    'event',
    '-',
  ],
  ['415', no(415, 'Content-Type should be application/json.'), 'refused', 'operation', 'request'],
  ['429', no(429, 'too many requests'), 'throttled', 'destination', '-'],
  ['451', no(451, 'Unavailable For Legal Reasons'), 'terminal', 'event', '-'],
  ['500', no(500, 'Internal Server Error'), 'ambiguous', 'destination', '-'],
  ['503', no(503, 'Service Unavailable'), 'ambiguous', 'destination', '-'],
  ['403 on a page', page(403, 'Forbidden'), 'refused', 'destination', 'firewall'],
  ['404 on a page', page(404, 'Not Found'), 'refused', 'destination', 'address'],
];
