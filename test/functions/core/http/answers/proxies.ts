/** What web servers, proxies, ingresses and logins in front of an application say by themselves. */
import { type AnswerRow, answer, page } from './row.ts';

const json = { 'content-type': 'application/json' };
const text = { 'content-type': 'text/plain' };
const onlyOwnWords = 'not terminal: only the application itself can refuse an event for good';
const sizeOfOne = 'terminal though a gateway says it: each request is measured by itself';

export const proxies: readonly AnswerRow[] = [
  // https://nginx.org/en/docs/http/ngx_http_core_module.html
  ['nginx 301', page(301, '301 Moved Permanently'), 'refused', 'destination', 'address'],
  [
    'nginx 400, http to an https port',
    page(400, '400 The plain HTTP request was sent to HTTPS port'),
    'refused',
    'operation',
    'firewall',
    onlyOwnWords,
  ],
  ['nginx 403', page(403, '403 Forbidden'), 'refused', 'destination', 'firewall'],
  ['nginx 404', page(404, '404 Not Found'), 'refused', 'destination', 'address'],
  ['nginx 405', page(405, '405 Not Allowed'), 'refused', 'operation', 'request'],
  ['nginx 410', page(410, '410 Gone'), 'refused', 'operation', 'version', onlyOwnWords],
  ['nginx 413', page(413, '413 Request Entity Too Large'), 'terminal', 'event', '-', sizeOfOne],
  ['nginx 414', page(414, '414 Request-URI Too Large'), 'terminal', 'event', '-', sizeOfOne],
  ['nginx 415', page(415, '415 Unsupported Media Type'), 'refused', 'operation', 'request'],
  ['nginx 502', page(502, '502 Bad Gateway'), 'ambiguous', 'destination', '-'],
  ['nginx 504', page(504, '504 Gateway Time-out'), 'ambiguous', 'destination', '-'],
  // Others that stand in front of APIs; the sources stand beside their marks in gateway-marks.ts.
  [
    'Kong 404',
    answer(404, '{"message":"no Route matched with those values"}', json),
    'refused',
    'destination',
    'address',
  ],
  ['Envoy 403', answer(403, 'RBAC: access denied', text), 'refused', 'destination', 'firewall'],
  ['Envoy 503', answer(503, 'no healthy upstream', text), 'ambiguous', 'destination', '-'],
  ['Kubernetes ingress 404', answer(404, 'default backend - 404', text), 'refused', 'destination', 'address'],
  ['Traefik 404', answer(404, '404 page not found\n', text), 'refused', 'destination', 'address'],
  [
    'Google API gateway 404',
    answer(404, '{"code":404,"message":"The current request is not defined by this API."}', json),
    'refused',
    'destination',
    'address',
  ],
  [
    'Vercel 404',
    answer(404, 'The deployment could not be found on Vercel.', text),
    'refused',
    'destination',
    'address',
  ],
  [
    'a family filter 451',
    page(451, 'Blocked in your region'),
    'refused',
    'destination',
    'firewall',
    onlyOwnWords,
  ],
  [
    'a platform whose bill is not paid 402',
    page(402, 'Payment required'),
    'refused',
    'destination',
    'plan',
    onlyOwnWords,
  ],
  // A login in front of everything, and a network that wants one.
  ['a login page 200', page(200, 'Sign in'), 'refused', 'destination', 'login page'],
  [
    'a login page 200 without a type',
    answer(200, '\n<!DOCTYPE html><title>Sign in'),
    'refused',
    'destination',
    'login page',
  ],
  [
    'a login 302',
    page(302, 'Found', { location: 'https://login.example.com' }),
    'refused',
    'destination',
    'address',
    'not ambiguous for one event: every event is answered so; mayBeDone says the rest',
  ],
  ['a captive portal 200', page(200, 'Welcome to our network'), 'refused', 'destination', 'login page'],
  ['a captive portal 511', page(511, 'Network Authentication Required'), 'refused', 'destination', 'network'],
  ['a proxy 407', page(407, 'ERROR: Cache Access Denied'), 'refused', 'destination', 'network'],
];
