/**
 * What every status means where the destination says nothing else. Sources: RFC 9110 §15 where nothing else stands
 * beside a row, with the registry (https://www.iana.org/assignments/http-status-codes) and the gateways' own pages.
 */
import type { LookAt, Meaning, Scope, Verdict } from '../declare/destination.ts';

export type Meant = Required<Pick<Meaning, 'verdict' | 'scope'>> & Pick<Meaning, 'lookAt'>;

export interface StatusMeaning {
  /** In the application's own words, or where nothing tells whose they are. */
  readonly own: Meant;
  /** On a gateway's page. */
  readonly gateway: Meant;
  /** Without a word (no body, or none that can be read) it counts as a gateway's. */
  readonly mutedIsGateway?: true;
  /** To a write it may mean "done, the result is there": whoever sends it again has to know that. */
  readonly mayBeDone?: true;
}

const meant = (verdict: Verdict, scope: Scope, lookAt?: LookAt): Meant =>
  lookAt === undefined ? { verdict, scope } : { verdict, scope, lookAt };
const always = (verdict: Verdict, scope: Scope, lookAt?: LookAt): StatusMeaning => {
  const both = meant(verdict, scope, lookAt);
  return { own: both, gateway: both };
};

const success: StatusMeaning = {
  own: meant('success', 'event'),
  gateway: meant('refused', 'destination', 'login page'),
};
/** A redirect would carry the key to another address, so none is followed: an address to correct. */
const redirect = always('refused', 'destination', 'address');
/** A refusal of this request; a gateway that refuses it may have something against all of its kind. */
const rejected: StatusMeaning = {
  own: meant('terminal', 'event'),
  gateway: meant('refused', 'operation', 'firewall'),
};
const failed = always('ambiguous', 'destination');
const lost = always('ambiguous', 'event');
const unreached = always('retryable', 'destination');
const notNow = always('retryable', 'event');
const throttled = always('throttled', 'destination');
const badKey = always('credentials', 'destination', 'credentials');
const wrongRequest = always('refused', 'operation', 'request');
const wrongVersion = always('refused', 'operation', 'version');
const tooLarge = always('terminal', 'event');

const rows: readonly (readonly [statuses: readonly number[], meaning: StatusMeaning])[] = [
  // Found, See Other: after a POST both may lead to its result, and both lead to a login.
  [[302, 303], { ...redirect, mayBeDone: true }],
  [[401], badKey],
  // 440: login expired, IIS. 498: token invalid, 495 and 496: client certificate; nginx and Esri. 561: of an ALB that
  // authenticates. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html
  [[440, 498, 561], badKey],
  // https://nginx.org/en/docs/http/ngx_http_ssl_module.html#errors
  [[495, 496], badKey],
  // Payment required, reserved: a refused card, or an account that owes. The destination says which.
  [[402], { own: meant('terminal', 'event'), gateway: meant('refused', 'destination', 'plan') }],
  // The application knows the key, and does not let it do this; a firewall lets nobody in.
  [
    [403],
    {
      own: meant('refused', 'operation', 'permission'),
      gateway: meant('refused', 'destination', 'firewall'),
      mutedIsGateway: true,
    },
  ],
  // The thing is not there, says the application; the address is wrong, says a default backend.
  [
    [404],
    {
      own: meant('terminal', 'event'),
      gateway: meant('refused', 'destination', 'address'),
      mutedIsGateway: true,
    },
  ],
  // Method, Accept, length, Content-Type, Expect, precondition, not implemented, extensions: the operation declares them.
  [[405, 406, 411, 415, 417, 428, 501, 510], wrongRequest],
  // Headers too large (494: nginx). Ours differ hardly from event to event.
  [[431, 494], wrongRequest],
  // Upgrade required, HTTP version, variant negotiates.
  [[426, 505, 506], wrongVersion],
  // Proxy authentication, network authentication (a captive portal, RFC 6585).
  [[407, 511], always('refused', 'destination', 'network')],
  // 419: session expired, Laravel. 464: protocol, ALB. 497: http to an https port, nginx.
  [[419, 464, 497], always('refused', 'destination', 'address')],
  // 430: blocked as unsafe, Shopify https://shopify.dev/docs/api/usage/response-codes. 463: too many proxies, ALB.
  // 999: LinkedIn's refusal of programs.
  [[430, 463, 999], always('refused', 'destination', 'firewall')],
  // The server gave up waiting, or saw us go (444 and 499 nginx, 460 ALB): how far it came nobody knows.
  [[408, 444, 460, 499], lost],
  // Gone: the thing, or this version of the API.
  [[410], { own: meant('terminal', 'event'), gateway: meant('refused', 'operation', 'version') }],
  // Content or address too large: each request is measured by itself, by a gateway too.
  [[413, 414], tooLarge],
  // 420: Twitter's first 429. 509: bandwidth, Apache and cPanel.
  [[420, 429, 509], throttled],
  // Misdirected: right on another connection.
  [[421], notNow],
  // Locked (RFC 4918), too early (RFC 8470): refused without acting, for the sake of this thing.
  [[423, 425], notNow],
  // Legal reasons, a family filter (450 Windows): a gateway's is about where we call from.
  [[450, 451], { own: meant('terminal', 'event'), gateway: meant('refused', 'destination', 'firewall') }],
  // Cloudflare and its like did not get through to the application, so nothing was done: down, unreachable, TLS, frozen;
  // 529 overloaded. https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/
  [[521, 523, 529], unreached],
  [[525, 526], always('retryable', 'destination', 'certificate')],
  [[530], always('retryable', 'destination', 'address')],
];

const meanings = new Map(
  rows.flatMap(([statuses, meaning]) => statuses.map((status) => [status, meaning] as const)),
);

/** An unregistered status means what the first of its class does (RFC 9110 §15); beyond the classes nobody knows. */
export function statusMeaning(status: number): StatusMeaning {
  const known = meanings.get(status);
  if (known !== undefined) return known;
  switch (Math.floor(status / 100)) {
    case 2:
      return success;
    case 3:
      return redirect;
    case 4:
      return rejected;
    case 5:
      return failed;
    default:
      return lost;
  }
}
