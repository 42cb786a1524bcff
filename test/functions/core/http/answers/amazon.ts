/** What stands in front of an application at Amazon says by itself, as its pages and documents have it. */
import { type AnswerRow, answer, page } from './row.ts';

const json = { 'content-type': 'application/json' };
const text = { 'content-type': 'text/plain' };
const onlyOwnWords = 'not terminal: only the application itself can refuse an event for good';
const sizeOfOne = 'terminal though a gateway says it: each request is measured by itself';

export const amazon: readonly AnswerRow[] = [
  // https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/http-403-permission-denied.html
  [
    'CloudFront 400',
    page(400, 'ERROR: The request could not be satisfied'),
    'refused',
    'operation',
    'firewall',
    onlyOwnWords,
  ],
  [
    'CloudFront 403',
    page(403, 'ERROR: The request could not be satisfied'),
    'refused',
    'destination',
    'firewall',
  ],
  [
    'CloudFront 405',
    page(405, 'ERROR: The request could not be satisfied'),
    'refused',
    'operation',
    'request',
  ],
  ['CloudFront 502', page(502, 'ERROR: The request could not be satisfied'), 'ambiguous', 'destination', '-'],
  ['CloudFront 503', page(503, 'ERROR: The request could not be satisfied'), 'ambiguous', 'destination', '-'],
  ['CloudFront 504', page(504, 'ERROR: The request could not be satisfied'), 'ambiguous', 'destination', '-'],
  [
    'CloudFront before S3, AccessDenied',
    answer(403, '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code></Error>'),
    'refused',
    'destination',
    'firewall',
  ],
  [
    'S3, NoSuchBucket',
    answer(404, '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchBucket</Code></Error>'),
    'refused',
    'destination',
    'address',
  ],
  // https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
  ['ALB 301', page(301, '301 Moved Permanently'), 'refused', 'destination', 'address'],
  ['ALB 400', page(400, '400 Bad Request'), 'refused', 'operation', 'firewall', onlyOwnWords],
  ['ALB 403, a firewall behind it', page(403, '403 Forbidden'), 'refused', 'destination', 'firewall'],
  ['ALB 404, its fixed response without a word', answer(404, '', text), 'refused', 'destination', 'address'],
  ['ALB 413', page(413, '413 Request Entity Too Large'), 'terminal', 'event', '-', sizeOfOne],
  ['ALB 414', page(414, '414 Request-URI Too Large'), 'terminal', 'event', '-', sizeOfOne],
  ['ALB 460', page(460, '460'), 'ambiguous', 'event', '-'],
  ['ALB 463', page(463, '463'), 'refused', 'destination', 'firewall'],
  ['ALB 464', page(464, '464'), 'refused', 'destination', 'address'],
  ['ALB 502', page(502, '502 Bad Gateway'), 'ambiguous', 'destination', '-'],
  ['ALB 503, no target', page(503, '503 Service Temporarily Unavailable'), 'ambiguous', 'destination', '-'],
  ['ALB 504', page(504, '504 Gateway Time-out'), 'ambiguous', 'destination', '-'],
  ['ALB 561', page(561, '561 Authentication Error'), 'credentials', 'destination', 'credentials'],
  // https://docs.aws.amazon.com/waf/latest/developerguide/waf-captcha-and-challenge-how-it-works.html
  [
    'AWS WAF 202, a challenge',
    answer(202, '', { 'x-amzn-waf-action': 'challenge' }),
    'refused',
    'destination',
    'login page',
  ],
  [
    'AWS WAF 405, a puzzle',
    page(405, 'Human Verification', { 'x-amzn-waf-action': 'captcha' }),
    'refused',
    'operation',
    'request',
  ],
  // https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
  [
    'API Gateway 403 Forbidden',
    answer(403, '{"message":"Forbidden"}', json),
    'refused',
    'destination',
    'firewall',
  ],
  [
    'API Gateway 403, no such path',
    answer(403, '{"message":"Missing Authentication Token"}', json),
    'refused',
    'destination',
    'firewall',
  ],
  ['API Gateway 404', answer(404, '{"message":"Not Found"}', json), 'refused', 'destination', 'address'],
  [
    'API Gateway 401',
    answer(401, '{"message":"Unauthorized"}', json),
    'credentials',
    'destination',
    'credentials',
  ],
  [
    'API Gateway 429, its quota',
    answer(429, '{"message":"Limit Exceeded"}', json),
    'throttled',
    'destination',
    '-',
  ],
  ['API Gateway 429', answer(429, '{"message":"Too Many Requests"}', json), 'throttled', 'destination', '-'],
  ['API Gateway 500', answer(500, '{"message":null}', json), 'ambiguous', 'destination', '-'],
  [
    'API Gateway 502',
    answer(502, '{"message":"Internal server error"}', json),
    'ambiguous',
    'destination',
    '-',
  ],
  [
    'API Gateway 503',
    answer(503, '{"message":"Service Unavailable"}', json),
    'ambiguous',
    'destination',
    '-',
  ],
  [
    'API Gateway 504',
    answer(504, '{"message":"Endpoint request timed out"}', json),
    'ambiguous',
    'destination',
    '-',
  ],
];
