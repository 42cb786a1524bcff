/** A limit is told by any status, by fields or by a code. Sources: functions/core/http/throttle-marks.ts */
import { type AnswerRow, answer, own, page } from './row.ts';

const coded = (status: number, code: string) => answer(status, { error: { code, message: 'slower' } });
const asIs = 'as without the field: beside a 5xx it is said of any outage';

export const throttling: readonly AnswerRow[] = [
  ['429 with a pause', own(429, { 'retry-after': '30' }), 'throttled', 'destination', '-'],
  ['429 with a pause of 0', own(429, { 'retry-after': '0' }), 'throttled', 'destination', '-'],
  ['429 without a word', answer(429), 'throttled', 'destination', '-'],
  ['429 on a page', page(429, 'Too Many Requests'), 'throttled', 'destination', '-'],
  ['400 with a pause', own(400, { 'retry-after': '30' }), 'throttled', 'destination', '-'],
  ['400 with nothing remaining', own(400, { 'x-ratelimit-remaining': '0' }), 'throttled', 'destination', '-'],
  ['400 with something remaining', own(400, { 'x-ratelimit-remaining': '1' }), 'terminal', 'event', '-'],
  ['400 ThrottlingException', coded(400, 'ThrottlingException'), 'throttled', 'destination', '-'],
  ['403 with a pause', own(403, { 'retry-after': '30' }), 'throttled', 'destination', '-'],
  ['403 with a pause of 0', own(403, { 'retry-after': '0' }), 'refused', 'operation', 'permission'],
  ['403 with nothing remaining', own(403, { 'x-ratelimit-remaining': '0' }), 'throttled', 'destination', '-'],
  [
    '403 with nothing remaining, by the draft',
    own(403, { 'ratelimit-remaining': '0' }),
    'throttled',
    'destination',
    '-',
  ],
  [
    '403 with nothing remaining, by a third name',
    own(403, { 'x-rate-limit-remaining': ' 0 ' }),
    'throttled',
    'destination',
    '-',
  ],
  ['403 rateLimitExceeded', coded(403, 'rateLimitExceeded'), 'throttled', 'destination', '-'],
  ['403 quotaExceeded', coded(403, 'quotaExceeded'), 'throttled', 'destination', '-'],
  ['403 REQUEST_LIMIT_EXCEEDED', coded(403, 'REQUEST_LIMIT_EXCEEDED'), 'throttled', 'destination', '-'],
  ['403 page with a pause', page(403, 'Slow down', { 'retry-after': '30' }), 'throttled', 'destination', '-'],
  ['420 with a pause', own(420, { 'retry-after': '30' }), 'throttled', 'destination', '-'],
  ['503 with a pause', own(503, { 'retry-after': '30' }), 'ambiguous', 'destination', '-', asIs],
  ['503 with nothing remaining', own(503, { 'ratelimit-remaining': '0' }), 'throttled', 'destination', '-'],
  ['503 SlowDown', coded(503, 'SlowDown'), 'throttled', 'destination', '-'],
  ['500 with a pause', own(500, { 'retry-after': '30' }), 'ambiguous', 'destination', '-', asIs],
  ['509 with a pause', own(509, { 'retry-after': '30' }), 'throttled', 'destination', '-'],
  ['200 ratelimited', coded(200, 'ratelimited'), 'throttled', 'destination', '-'],
  [
    '200 of another error',
    coded(200, 'invalid_auth'),
    'ambiguous',
    'event',
    '-',
    'only the destination can say what it means',
  ],
  [
    '409 with a pause',
    own(409, { 'retry-after': '30' }),
    'terminal',
    'event',
    '-',
    'the pause is for all, the answer is about one',
  ],
  ['423 with a pause', own(423, { 'retry-after': '86400' }), 'retryable', 'event', '-'],
  [
    '401 with nothing remaining',
    own(401, { 'x-ratelimit-remaining': '0' }),
    'credentials',
    'destination',
    'credentials',
  ],
  ['422 with nothing remaining', own(422, { 'x-ratelimit-remaining': '0' }), 'terminal', 'event', '-'],
];

const made = (status: number, headers: Readonly<Record<string, string>> = {}) =>
  answer(status, { id: 'thing_1' }, headers);

/** A receipt that can be read is a success, whatever stands beside it. */
export const successes: readonly AnswerRow[] = [
  ['200 with a receipt', made(200), 'success', 'event', '-'],
  ['201 with a receipt', made(201), 'success', 'event', '-'],
  ['202 with a receipt', made(202), 'success', 'event', '-'],
  ['203 with a receipt', made(203), 'success', 'event', '-'],
  ['207 with a receipt', made(207), 'success', 'event', '-'],
  ['208 with a receipt', made(208), 'success', 'event', '-'],
  ['226 with a receipt', made(226), 'success', 'event', '-'],
  ['299 with a receipt', made(299), 'success', 'event', '-'],
  [
    '200 with a receipt and nothing remaining',
    made(200, { 'ratelimit-remaining': '0' }),
    'success',
    'event',
    '-',
  ],
  ['200 with a receipt and a pause', made(200, { 'retry-after': '30' }), 'success', 'event', '-'],
  [
    '200 with a receipt that calls itself HTML',
    made(200, { 'content-type': 'text/html' }),
    'success',
    'event',
    '-',
  ],
  [
    '200 with a receipt and the mark of a firewall',
    made(200, { 'x-amzn-waf-action': 'allow' }),
    'success',
    'event',
    '-',
  ],
];
