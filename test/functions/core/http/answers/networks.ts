/** What content networks and platforms in front of an application say by themselves. */
import { type AnswerRow, answer, page } from './row.ts';

const json = { 'content-type': 'application/json' };
const text = { 'content-type': 'text/plain' };
const onlyOwnWords = 'not terminal: only the application itself can refuse an event for good';

export const networks: readonly AnswerRow[] = [
  // https://developers.cloudflare.com/support/troubleshooting/http-status-codes/
  [
    'Cloudflare 400',
    page(400, '400 Bad Request - cloudflare'),
    'refused',
    'operation',
    'firewall',
    onlyOwnWords,
  ],
  [
    'Cloudflare 403, a challenge',
    page(403, 'Just a moment...', { 'cf-mitigated': 'challenge' }),
    'refused',
    'destination',
    'firewall',
  ],
  [
    'Cloudflare 403, 1020 in words',
    answer(403, 'error code: 1020', text),
    'refused',
    'destination',
    'firewall',
  ],
  [
    'Cloudflare 403, 1006 by address',
    page(403, 'Access denied | 1006'),
    'refused',
    'destination',
    'firewall',
  ],
  ['Cloudflare 404', page(404, 'Not Found'), 'refused', 'destination', 'address'],
  [
    'Cloudflare 409, 1001 in words',
    answer(409, 'error code: 1001', text),
    'refused',
    'operation',
    'firewall',
    onlyOwnWords,
  ],
  ['Cloudflare 429, 1015', page(429, 'Access denied | 1015 rate limited'), 'throttled', 'destination', '-'],
  ['Cloudflare 503, under attack', page(503, 'Just a moment...'), 'ambiguous', 'destination', '-'],
  [
    'Cloudflare 520',
    page(520, '520: Web server is returning an unknown error'),
    'ambiguous',
    'destination',
    '-',
  ],
  ['Cloudflare 521', page(521, '521: Web server is down'), 'retryable', 'destination', '-'],
  ['Cloudflare 522', page(522, '522: Connection timed out'), 'ambiguous', 'destination', '-'],
  ['Cloudflare 523', page(523, '523: Origin is unreachable'), 'retryable', 'destination', '-'],
  ['Cloudflare 524', page(524, '524: A timeout occurred'), 'ambiguous', 'destination', '-'],
  ['Cloudflare 525', page(525, '525: SSL handshake failed'), 'retryable', 'destination', 'certificate'],
  ['Cloudflare 526', page(526, '526: Invalid SSL certificate'), 'retryable', 'destination', 'certificate'],
  [
    'Cloudflare 530, 1033 in words',
    answer(530, 'error code: 1033', text),
    'retryable',
    'destination',
    'address',
  ],
  // https://techdocs.akamai.com/property-mgr/docs
  ['Akamai 400', page(400, 'Invalid URL'), 'refused', 'operation', 'firewall', onlyOwnWords],
  ['Akamai 403', page(403, 'Access Denied'), 'refused', 'destination', 'firewall'],
  ['Akamai 503', page(503, 'Service Unavailable - Zero size object'), 'ambiguous', 'destination', '-'],
  // https://learn.microsoft.com/azure/frontdoor/troubleshoot-issues
  ['Azure Front Door 400', page(400, 'Bad Request'), 'refused', 'operation', 'firewall', onlyOwnWords],
  ['Azure Front Door 403', page(403, 'The request is blocked.'), 'refused', 'destination', 'firewall'],
  [
    'Azure Front Door 404',
    page(404, "Our services aren't available right now"),
    'refused',
    'destination',
    'address',
  ],
  [
    'Azure Front Door 503',
    page(503, "Our services aren't available right now"),
    'ambiguous',
    'destination',
    '-',
  ],
  [
    'Azure API Management 404',
    answer(404, '{ "statusCode": 404, "message": "Resource not found" }', json),
    'refused',
    'destination',
    'address',
  ],
  // https://www.fastly.com/documentation/guides/concepts/errors/
  ['Fastly 403', page(403, '403 Forbidden'), 'refused', 'destination', 'firewall'],
  [
    'Fastly 500, unknown domain',
    answer(500, 'Fastly error: unknown domain: api.example.com.', text),
    'ambiguous',
    'destination',
    '-',
  ],
  ['Fastly 503', page(503, '503 first byte timeout'), 'ambiguous', 'destination', '-'],
  // https://devcenter.heroku.com/articles/error-codes
  ['Heroku 404, no such app', page(404, 'No such app'), 'refused', 'destination', 'address'],
  ['Heroku 503, an error of the app', page(503, 'Application error'), 'ambiguous', 'destination', '-'],
];
