/**
 * HubSpot's errors, as its pages list them and as its answers have them. https://developers.hubspot.com/docs/api-reference/error-handling
 * https://developers.hubspot.com/changelog/upcoming-property-validations-rules-will-be-enforced-for-apis-and-integrations
 */
import { type AnswerRow, answer, page } from '../../../functions/core/http/answers/row.ts';

const refusal = (category: string, message = 'words', more: object = {}) => ({
  status: 'error',
  message,
  correlationId: 'a43683b0-5717-4ceb-80b4-104d02915d8c',
  category,
  ...more,
});

/** A value that is none, in one property of one event. */
const invalidValues =
  'INVALID_EMAIL INVALID_DATE INVALID_INTEGER INVALID_LONG INVALID_OPTION INVALID_OWNER INVALID_PHONE_NUMBER INVALID_NUMBER INVALID_BOOLEAN VALUE_TOO_LONG DUPLICATE_VALUE REQUIRED_PROPERTY';
const invalid = (code: string) =>
  answer(
    400,
    refusal('VALIDATION_ERROR', 'Property values were not valid', { errors: [{ code, message: 'words' }] }),
  );

/** Told by the category alone. */
const told = (status: number, category: string) => answer(status, refusal(category));

export const hubspotAnswers: readonly AnswerRow[] = [
  ...invalidValues
    .split(' ')
    .map((code): AnswerRow => [`400 ${code}`, invalid(code), 'terminal', 'event', '-']),
  ['400 VALIDATION_ERROR', told(400, 'VALIDATION_ERROR'), 'terminal', 'event', '-'],
  ['400 OBJECT_ALREADY_EXISTS', told(400, 'OBJECT_ALREADY_EXISTS'), 'terminal', 'event', '-'],
  ['400 INVALID_PARAMS', told(400, 'INVALID_PARAMS'), 'terminal', 'event', '-'],
  ['400 BAD_REQUEST', told(400, 'BAD_REQUEST'), 'terminal', 'event', '-'],
  [
    '401 INVALID_AUTHENTICATION',
    told(401, 'INVALID_AUTHENTICATION'),
    'credentials',
    'destination',
    'credentials',
  ],
  [
    '401 EXPIRED_AUTHENTICATION',
    told(401, 'EXPIRED_AUTHENTICATION'),
    'credentials',
    'destination',
    'credentials',
  ],
  ['403 MISSING_SCOPES', told(403, 'MISSING_SCOPES'), 'refused', 'operation', 'permission'],
  ['403 FORBIDDEN', told(403, 'FORBIDDEN'), 'refused', 'operation', 'permission'],
  ['403 BANNED', told(403, 'BANNED'), 'refused', 'operation', 'permission'],
  [
    '403 USER_DOES_NOT_HAVE_PERMISSIONS',
    told(403, 'USER_DOES_NOT_HAVE_PERMISSIONS'),
    'refused',
    'operation',
    'permission',
  ],
  ['403 PAYMENT_REQUIRED', told(403, 'PAYMENT_REQUIRED'), 'refused', 'operation', 'permission'],
  ['404 OBJECT_NOT_FOUND', told(404, 'OBJECT_NOT_FOUND'), 'terminal', 'event', '-'],
  ['404 resource not found', told(404, 'RESOURCE_NOT_FOUND'), 'terminal', 'event', '-'],
  [
    '404 resource not found, by its message alone',
    answer(404, { status: 'error', message: 'resource not found' }),
    'terminal',
    'event',
    '-',
  ],
  [
    '404 in its words that names no record',
    answer(404, { status: 'error', message: 'Unable to find POST /crm/objects/2020-01/contacts' }),
    'refused',
    'operation',
    'address',
    'the path is the same for every event',
  ],
  [
    '400 Unable to infer object type from: kontacts',
    answer(400, refusal('VALIDATION_ERROR', 'Unable to infer object type from: kontacts')),
    'refused',
    'operation',
    'address',
    'the path is the same for every event',
  ],
  ['405 in its words', told(405, 'METHOD_NOT_ALLOWED'), 'refused', 'operation', 'request'],
  ['409 CONFLICT', told(409, 'CONFLICT'), 'retryable', 'event', '-'],
  ['410 GONE', told(410, 'GONE'), 'terminal', 'event', '-'],
  ['414 too long', told(414, 'URI_TOO_LONG'), 'terminal', 'event', '-'],
  ['415 in its words', told(415, 'UNSUPPORTED_MEDIA_TYPE'), 'refused', 'operation', 'request'],
  ['422 in its words', told(422, 'VALIDATION_ERROR'), 'terminal', 'event', '-'],
  ['423 locked', told(423, 'LOCKED'), 'retryable', 'event', '-'],
  ['429 RATE_LIMITS', told(429, 'RATE_LIMITS'), 'throttled', 'destination', '-'],
  ['477 the account moves', told(477, 'MIGRATION_IN_PROGRESS'), 'throttled', 'destination', '-'],
  ['500 INTERNAL_ERROR', told(500, 'INTERNAL_ERROR'), 'ambiguous', 'destination', '-'],
  [
    '400 PROPERTY_DOESNT_EXIST',
    answer(
      400,
      refusal('VALIDATION_ERROR', 'Property values were not valid', {
        errors: [{ code: 'PROPERTY_DOESNT_EXIST', message: 'words' }],
      }),
    ),
    'refused',
    'operation',
    'mapping',
  ],
  [
    '400 READ_ONLY_VALUE',
    answer(
      400,
      refusal('VALIDATION_ERROR', 'Property values were not valid', {
        errors: [{ code: 'READ_ONLY_VALUE', message: 'words' }],
      }),
    ),
    'refused',
    'operation',
    'mapping',
  ],
  [
    '400 PROPERTY_DOESNT_EXIST, in words only',
    answer(
      400,
      refusal(
        'VALIDATION_ERROR',
        'Property values were not valid: [{"isValid":false,"error":"PROPERTY_DOESNT_EXIST"}]',
      ),
    ),
    'refused',
    'operation',
    'mapping',
  ],
  [
    '400 INVALID_EMAIL, in words only',
    answer(
      400,
      refusal(
        'VALIDATION_ERROR',
        'Property values were not valid: [{"isValid":false,"error":"INVALID_EMAIL"}]',
      ),
    ),
    'terminal',
    'event',
    '-',
  ],
  [
    '400 idProperty is not unique',
    answer(400, refusal('VALIDATION_ERROR', 'idProperty phone must be a unique property')),
    'refused',
    'operation',
    'mapping',
  ],
  [
    '400 a property is not unique',
    answer(400, refusal('VALIDATION_ERROR', 'phone is not a unique property')),
    'refused',
    'operation',
    'mapping',
  ],
  [
    '400 the account is full',
    answer(400, refusal('VALIDATION_ERROR', 'The portal has reached its limit')),
    'refused',
    'operation',
    'plan',
  ],
  [
    '400 contacts at their limit',
    answer(400, refusal('VALIDATION_ERROR', 'Over the limit of 1000 contacts')),
    'refused',
    'operation',
    'plan',
  ],
  [
    '400 without a category',
    answer(400, { status: 'error', message: 'Invalid input JSON' }),
    'terminal',
    'event',
    '-',
  ],
  [
    '401 in words',
    answer(401, { status: 'error', message: 'words' }),
    'credentials',
    'destination',
    'credentials',
  ],
  ['403 a challenge', page(403, 'words'), 'refused', 'destination', 'firewall'],
  [
    '429 SECONDLY',
    answer(429, { status: 'error', errorType: 'RATE_LIMIT', policyName: 'SECONDLY', message: 'words' }),
    'throttled',
    'destination',
    '-',
  ],
  [
    '429 TEN_SECONDLY_ROLLING',
    answer(429, {
      status: 'error',
      errorType: 'RATE_LIMIT',
      policyName: 'TEN_SECONDLY_ROLLING',
      message: 'words',
    }),
    'throttled',
    'destination',
    '-',
  ],
  [
    '429 DAILY',
    answer(429, { status: 'error', errorType: 'RATE_LIMIT', policyName: 'DAILY', message: 'words' }),
    'throttled',
    'destination',
    '-',
  ],
  ['502 a time-out', page(502, 'words'), 'ambiguous', 'destination', '-'],
  ['503 not available', page(503, 'words'), 'ambiguous', 'destination', '-'],
  ['504 a time-out', page(504, 'words'), 'ambiguous', 'destination', '-'],
  ['521 down', page(521, 'words'), 'retryable', 'destination', '-'],
  ['522 a time-out', page(522, 'words'), 'ambiguous', 'destination', '-'],
  ['523 unreachable', page(523, 'words'), 'retryable', 'destination', '-'],
  ['524 a time-out', page(524, 'words'), 'ambiguous', 'destination', '-'],
  ['525 TLS', page(525, 'words'), 'retryable', 'destination', 'certificate'],
  ['526 TLS', page(526, 'words'), 'retryable', 'destination', 'certificate'],
  ['200 with a contact', answer(200, { results: [{ id: '501' }] }), 'success', 'event', '-'],
  ['207 with a contact', answer(207, { results: [{ id: '501' }], errors: [] }), 'success', 'event', '-'],
  [
    '207 INVALID_EMAIL',
    answer(207, {
      results: [],
      numErrors: 1,
      errors: [{ category: 'VALIDATION_ERROR', message: 'words', errors: [{ code: 'INVALID_EMAIL' }] }],
    }),
    'terminal',
    'event',
    '-',
  ],
  [
    '207 PROPERTY_DOESNT_EXIST',
    answer(207, {
      results: [],
      numErrors: 1,
      errors: [
        { category: 'VALIDATION_ERROR', message: 'words', errors: [{ code: 'PROPERTY_DOESNT_EXIST' }] },
      ],
    }),
    'refused',
    'operation',
    'mapping',
  ],
  ['207 with a count alone', answer(207, { results: [], numErrors: 1 }), 'terminal', 'event', '-'],
  ['200 without a contact', answer(200, { results: [] }), 'ambiguous', 'event', '-'],
  ['400 of an API gateway', answer(400, { message: 'Bad Request' }), 'refused', 'operation', 'firewall'],
  ['403 of an API gateway', answer(403, { message: 'Forbidden' }), 'refused', 'destination', 'firewall'],
];
