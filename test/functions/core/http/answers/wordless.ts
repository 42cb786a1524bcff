/** Where nobody says whose word it is: only 403 and 404 are taken for a gateway's. */
import { type AnswerRow, answer, page } from './row.ts';

const text = { 'content-type': 'text/plain' };

export const wordless: readonly AnswerRow[] = [
  ['400 without a word', answer(400), 'terminal', 'event', '-'],
  ['403 without a word', answer(403), 'refused', 'destination', 'firewall'],
  ['404 without a word', answer(404), 'refused', 'destination', 'address'],
  ['404 in a plain word', answer(404, 'Not Found', text), 'refused', 'destination', 'address'],
  ['409 without a word', answer(409), 'terminal', 'event', '-'],
  ['422 in a plain word', answer(422, 'email is invalid', text), 'terminal', 'event', '-'],
  ['404 in a JSON of no known shape', answer(404, '{"detail":"no such thing"}'), 'terminal', 'event', '-'],
  [
    '404 in JSON that calls itself HTML',
    answer(404, '{"detail":"no such thing"}', { 'content-type': 'text/html' }),
    'terminal',
    'event',
    '-',
  ],
  [
    '404 that was cut',
    { ...answer(404, '{"detail":"no su'), bodyTruncated: true },
    'retryable',
    'event',
    '-',
    'not refused: it is asked once more whose word it is',
  ],
  [
    '403 that was cut',
    { ...answer(403, '{"detail":"no su'), bodyTruncated: true },
    'retryable',
    'event',
    '-',
    'not refused: it is asked once more whose word it is',
  ],
  ['400 that was cut', { ...answer(400, '{"detail":"no su'), bodyTruncated: true }, 'terminal', 'event', '-'],
  [
    '403 page that was cut',
    { ...page(403, 'Access Denied'), bodyTruncated: true },
    'refused',
    'destination',
    'firewall',
  ],
];
