/** Mailchimp's errors. https://mailchimp.com/developer/marketing/docs/errors/ */
import { type AnswerRow, answer, page } from '../../../functions/core/http/answers/row.ts';

const problem = (status: number, title: string, more: object = {}) =>
  answer(
    status,
    {
      type: 'https://mailchimp.com/developer/marketing/docs/errors/',
      title,
      status,
      detail: 'words',
      ...more,
    },
    { 'content-type': 'application/problem+json; charset=utf-8' },
  );

/** Of one address, and for good. */
const ofOneEvent = [
  'Invalid Resource',
  'Member In Compliance State',
  'Forgotten Email Not Subscribed',
  'JSON Parse Error',
  'Bad Request',
];

export const mailchimpAnswers: readonly AnswerRow[] = [
  ...ofOneEvent.map((title): AnswerRow => [`400 ${title}`, problem(400, title), 'terminal', 'event', '-']),
  ['200 with a member', answer(200, { id: 'md5', contact_id: 'c1' }), 'success', 'event', '-'],
  [
    '200 with the digest alone',
    answer(200, { id: 'md5' }),
    'ambiguous',
    'event',
    '-',
    'the digest of an address is no id to keep',
  ],
  [
    '400 Member Exists',
    problem(400, 'Member Exists'),
    'retryable',
    'event',
    '-',
    'two PUTs of one new address crossed',
  ],
  ['401 API Key Invalid', problem(401, 'API Key Invalid'), 'credentials', 'destination', 'credentials'],
  ['403 API Key Missing', problem(403, 'API Key Missing'), 'credentials', 'destination', 'credentials'],
  ['403 User Disabled', problem(403, 'User Disabled'), 'refused', 'destination', 'account'],
  ['403 Compliance Related', problem(403, 'Compliance Related'), 'refused', 'destination', 'account'],
  ['403 Wrong Datacenter', problem(403, 'Wrong Datacenter'), 'refused', 'destination', 'address'],
  ['403 Forbidden', problem(403, 'Forbidden'), 'refused', 'operation', 'permission'],
  [
    '403 without a word',
    answer(403),
    'throttled',
    'destination',
    '-',
    'no firewall, which has a page: it is under heavy load',
  ],
  ['403 with blanks', answer(403, '\n'), 'throttled', 'destination', '-', 'as without a word'],
  ['403 on a page', page(403, 'Access Denied'), 'refused', 'destination', 'firewall'],
  [
    '404 Resource Not Found',
    problem(404, 'Resource Not Found'),
    'refused',
    'operation',
    'address',
    'a member is made where there is none: the audience is not there',
  ],
  ['405 Method Not Allowed', problem(405, 'Method Not Allowed'), 'refused', 'operation', 'request'],
  ['429 Too Many Requests', problem(429, 'Too Many Requests'), 'throttled', 'destination', '-'],
  ['500 Internal Server Error', problem(500, 'Internal Server Error'), 'ambiguous', 'destination', '-'],
  ['502 on a page', page(502, 'Bad Gateway'), 'ambiguous', 'destination', '-'],
  ['404 without a word', answer(404), 'refused', 'destination', 'address'],
];
