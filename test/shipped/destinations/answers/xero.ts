/** Xero's errors. https://developer.xero.com/documentation/api/accounting/responsecodes */
import { type AnswerRow, answer, page } from '../../../functions/core/http/answers/row.ts';

const problem = (Status: number, Title: string, Detail: string) =>
  answer(Status, { Type: null, Title, Status, Detail, Instance: 'f0f0', Extensions: {} });
const invalid = (Message: string) => ({ ValidationErrors: [{ Message }] });
const throttled = (which: string, headers: Readonly<Record<string, string>> = {}) =>
  answer(429, '', { 'x-rate-limit-problem': which, ...headers });

export const xeroAnswers: readonly AnswerRow[] = [
  [
    '200 with an invoice',
    answer(200, { Invoices: [{ InvoiceID: 'i1', HasErrors: false, StatusAttributeString: 'OK' }] }),
    'success',
    'event',
    '-',
  ],
  [
    '200 with an invoice that has errors',
    answer(200, {
      Invoices: [{ InvoiceID: '0000', HasErrors: true, ...invalid('Email address must be valid.') }],
    }),
    'terminal',
    'event',
    '-',
    'a no in a 200, with an id of nobody',
  ],
  [
    '200 with the status ERROR alone',
    answer(200, { Invoices: [{ InvoiceID: '0000', StatusAttributeString: 'ERROR' }] }),
    'terminal',
    'event',
    '-',
  ],
  ['200 without an invoice', answer(200, { Invoices: [] }), 'ambiguous', 'event', '-'],
  [
    '400 ValidationException',
    answer(400, {
      ErrorNumber: 10,
      Type: 'ValidationException',
      Message: 'words',
      Elements: [invalid('words')],
    }),
    'terminal',
    'event',
    '-',
  ],
  [
    '400 PostDataInvalidException',
    answer(400, { ErrorNumber: 17, Type: 'PostDataInvalidException', Message: 'words' }),
    'terminal',
    'event',
    '-',
  ],
  [
    '400 IdempotencyKeyReused',
    problem(400, 'Bad Request', 'IdempotencyKeyReused'),
    'unknown',
    'event',
    '-',
    'something was carried out under this key, but not what this request says',
  ],
  [
    '401 TokenExpired',
    problem(401, 'Unauthorized', 'TokenExpired: token expired at 11/27/2026 09:30:00'),
    'credentials',
    'destination',
    'credentials',
  ],
  [
    '401 TokenInvalid',
    problem(401, 'Unauthorized', 'TokenInvalid: the token is not valid'),
    'credentials',
    'destination',
    'credentials',
  ],
  [
    '401 in other words',
    problem(401, 'Unauthorized', 'something is wrong'),
    'credentials',
    'destination',
    'credentials',
  ],
  [
    '403 AuthenticationUnsuccessful',
    problem(403, 'Forbidden', 'AuthenticationUnsuccessful'),
    'credentials',
    'destination',
    'credentials',
    'no permission is missing: the person took the consent for this organisation back',
  ],
  [
    '401 InsufficientScope',
    problem(401, 'Unauthorized', 'InsufficientScope'),
    'refused',
    'operation',
    'permission',
    'another token would have the same scopes',
  ],
  ['403 in other words', problem(403, 'Forbidden', 'you may not'), 'refused', 'operation', 'permission'],
  ['404', problem(404, 'Not Found', 'ResourceNotFound'), 'terminal', 'event', '-'],
  ['406', problem(406, 'Not Acceptable', 'words'), 'refused', 'operation', 'request'],
  ['412', problem(412, 'Precondition Failed', 'words'), 'terminal', 'event', '-'],
  ['429 minute', throttled('minute', { 'retry-after': '23' }), 'throttled', 'destination', '-'],
  ['429 day', throttled('day', { 'retry-after': '40000' }), 'throttled', 'destination', '-'],
  ['429 concurrent', throttled('concurrent'), 'throttled', 'destination', '-'],
  ['429 of another limit', throttled('planet'), 'throttled', 'destination', '-'],
  ['500', problem(500, 'Internal Server Error', 'words'), 'ambiguous', 'destination', '-'],
  ['503 on a page', page(503, 'Offline'), 'ambiguous', 'destination', '-'],
  ['403 on a page', page(403, 'Forbidden'), 'refused', 'destination', 'firewall'],
  ['404 in the shape of another', answer(404, { message: 'no' }), 'refused', 'destination', 'address'],
];
