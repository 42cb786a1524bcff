/** Salesforce's errors. https://developer.salesforce.com/docs/platform/api-rest/guide/errorcodes.html */
import { type AnswerRow, answer, page } from '../../../functions/core/http/answers/row.ts';

const error = (status: number, errorCode: string, message = 'words') =>
  answer(status, [{ message, errorCode }]);

/** A refusal of one event: a value that is none, one that is missing, a rule of the org. */
const ofOneEvent =
  'REQUIRED_FIELD_MISSING INVALID_EMAIL_ADDRESS STRING_TOO_LONG JSON_PARSER_ERROR MALFORMED_ID FIELD_CUSTOM_VALIDATION_EXCEPTION DUPLICATES_DETECTED DUPLICATE_VALUE INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST INVALID_CROSS_REFERENCE_KEY CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY FIELD_INTEGRITY_EXCEPTION NUMBER_OUTSIDE_VALID_RANGE DELETE_FAILED';

export const salesforceAnswers: readonly AnswerRow[] = [
  ...ofOneEvent
    .split(' ')
    .map((code): AnswerRow => [`400 ${code}`, error(400, code), 'terminal', 'event', '-']),
  [
    '201 created',
    answer(201, { id: '003A', success: true, errors: [], created: true }),
    'success',
    'event',
    '-',
  ],
  [
    '200 updated',
    answer(200, { id: '003A', success: true, errors: [], created: false }),
    'success',
    'event',
    '-',
  ],
  ['204 updated, up to v45', answer(204), 'success', 'event', '-'],
  ['200 without an id', answer(200, { success: true }), 'ambiguous', 'event', '-'],
  [
    '200 without success',
    answer(200, { success: false, errors: [{ statusCode: 'FIELD_INTEGRITY_EXCEPTION', message: 'words' }] }),
    'terminal',
    'event',
    '-',
  ],
  [
    '300 with the records',
    answer(300, ['/services/data/v68.0/sobjects/Contact/003A', '/services/data/v68.0/sobjects/Contact/003B']),
    'terminal',
    'event',
    '-',
    'no redirect: several records have this external id',
  ],
  ['300 without a list', answer(300, {}), 'refused', 'destination', 'address'],
  ['301', answer(301, '', { location: 'https://elsewhere' }), 'refused', 'destination', 'address'],
  ['401 INVALID_SESSION_ID', error(401, 'INVALID_SESSION_ID'), 'credentials', 'destination', 'credentials'],
  [
    '403 REQUEST_LIMIT_EXCEEDED',
    error(403, 'REQUEST_LIMIT_EXCEEDED'),
    'throttled',
    'destination',
    '-',
    'no permission is missing: the calls of 24 hours are used up',
  ],
  ['503 SERVER_UNAVAILABLE', error(503, 'SERVER_UNAVAILABLE'), 'throttled', 'destination', '-'],
  [
    '400 UNABLE_TO_LOCK_ROW',
    error(400, 'UNABLE_TO_LOCK_ROW'),
    'retryable',
    'event',
    '-',
    'somebody else holds the row, for seconds',
  ],
  ['400 INVALID_FIELD', error(400, 'INVALID_FIELD'), 'refused', 'operation', 'mapping'],
  [
    '400 INVALID_FIELD_FOR_INSERT_UPDATE',
    error(400, 'INVALID_FIELD_FOR_INSERT_UPDATE'),
    'refused',
    'operation',
    'mapping',
  ],
  ['400 INVALID_TYPE', error(400, 'INVALID_TYPE'), 'refused', 'operation', 'address'],
  [
    '404 NOT_FOUND',
    error(404, 'NOT_FOUND'),
    'refused',
    'operation',
    'address',
    'an upsert finds or makes its record: object, field or version are not there',
  ],
  ['403 INSUFFICIENT_ACCESS', error(403, 'INSUFFICIENT_ACCESS'), 'refused', 'operation', 'permission'],
  [
    '400 INSUFFICIENT_ACCESS_OR_READONLY',
    error(400, 'INSUFFICIENT_ACCESS_OR_READONLY'),
    'refused',
    'operation',
    'permission',
  ],
  ['403 API_DISABLED_FOR_ORG', error(403, 'API_DISABLED_FOR_ORG'), 'refused', 'destination', 'plan'],
  ['403 API_CURRENTLY_DISABLED', error(403, 'API_CURRENTLY_DISABLED'), 'refused', 'destination', 'account'],
  ['400 STORAGE_LIMIT_EXCEEDED', error(400, 'STORAGE_LIMIT_EXCEEDED'), 'refused', 'destination', 'plan'],
  ['404 UNSUPPORTED_API_VERSION', error(404, 'UNSUPPORTED_API_VERSION'), 'refused', 'destination', 'version'],
  ['410 of a retired version', error(410, 'GONE'), 'refused', 'destination', 'version'],
  ['403 without a known code', error(403, 'FORBIDDEN'), 'refused', 'operation', 'permission'],
  ['405 METHOD_NOT_ALLOWED', error(405, 'METHOD_NOT_ALLOWED'), 'refused', 'operation', 'request'],
  ['415 UNSUPPORTED_MEDIA_TYPE', error(415, 'UNSUPPORTED_MEDIA_TYPE'), 'refused', 'operation', 'request'],
  ['500 UNKNOWN_EXCEPTION', error(500, 'UNKNOWN_EXCEPTION'), 'ambiguous', 'destination', '-'],
  ['502 on a page', page(502, 'Bad Gateway'), 'ambiguous', 'destination', '-'],
  ['503 on a page', page(503, 'Down For Maintenance'), 'ambiguous', 'destination', '-'],
  ['403 on a page', page(403, 'Forbidden'), 'refused', 'destination', 'firewall'],
];
