/**
 * What Interlock knows of a third party, as plain values. Nothing here does I/O:
 * an operation *returns* its request, and the engine sends it.
 */
import type { $ZodType } from 'zod/v4/core';
import type { Authorize } from './authorize.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';
import { refuseName } from './names.ts';
import { refuseLimits } from './refuse-limits.ts';
import type { TokenDeclaration } from './token.ts';

/**
 * What any destination's secret may hold beside what the destination itself declares. Everything in it is a secret value,
 * but `baseUrl` and what is declared public.
 */
export interface Credentials {
  /** Replaces the destination's own address. Must be one of `allowedHosts` everywhere but in `local`. */
  readonly baseUrl?: string;
  readonly [field: string]: unknown;
}

/**
 * What a status means for the delivery:
 * - `success`: it happened, or had happened already
 * - `terminal`: the third party said no; the same request will never pass
 * - `retryable`: it did not happen; the same request may pass later
 * - `throttled`: as retryable, but the third party asked for a pause: costs no attempt
 * - `ambiguous`: nobody knows; the operation's `repeat` settles it
 * - `unknown`: nobody knows, and asking again will bring the same answer: a person must look
 * - `credentials`: the key was refused; no request of this destination will pass
 * - `refused`: the same request is refused for everybody until somebody changes something: nothing is to be buried for it
 */
export type Verdict =
  | 'success'
  | 'terminal'
  | 'retryable'
  | 'throttled'
  | 'ambiguous'
  | 'unknown'
  | 'credentials'
  | 'refused';

/** Whom an answer is about: the one event, this operation of every event, or everything that the destination is asked. */
export type Scope = 'event' | 'operation' | 'destination';

/** Where a person looks when everybody is refused. What each stands for is written in http/look-at.ts. */
export type LookAt =
  | 'account'
  | 'address'
  | 'certificate'
  | 'credentials'
  | 'firewall'
  | 'login page'
  | 'mapping'
  | 'network'
  | 'permission'
  | 'plan'
  | 'request'
  | 'version';

/** What an answer means, for whom, and where to look for the reason. */
export interface Meaning {
  readonly verdict: Verdict;
  /**
   * @default - `throttled`, `credentials`: the destination; `refused`: the operation; else the event, but for a 5xx, whose
   * trouble is the destination's
   */
  readonly scope?: Scope;
  readonly lookAt?: LookAt;
}

/** What the destination says of a response beyond its status. */
export interface Judgement extends Meaning {
  /** The third party's own error code, for the log and the fingerprint. Never a value of the request. */
  readonly code?: string;
  readonly message?: string;
}

/**
 * A limit of the account: at most `requests` in any closed window of `windowMs`. A tenth of it, ten at most, may come
 * within 150 ms: who takes less at a time has a limit of a shorter window besides, which is to be declared, too.
 */
export interface RateLimit {
  readonly requests: number;
  readonly windowMs: number;
}

/**
 * Points that calls cost: a bucket that holds so many, full at first and refilled evenly, as Shopify's. How fast calls go out
 * is told by the points that are restored; the depth has to hold what goes out at once.
 * https://shopify.dev/docs/api/usage/limits
 */
export interface CostLimit {
  readonly points: number;
  readonly restoredPerSecond: number;
  /**
   * The points that a response says are left. Less than a call needs is waited for by everybody; more changes nothing, for
   * others may be under way.
   * @default - it says nothing of them
   */
  readonly left?: (response: HttpResponse) => number | undefined;
}

/** A response told that the limit is used up. */
export interface LimitReading {
  /** No request before this moment, epoch milliseconds. */
  readonly notBeforeMs: number;
}

/** A client certificate and its key, in PEM. https://nodejs.org/api/tls.html#tlscreatesecurecontextoptions */
export interface ClientCertificate {
  readonly cert: string;
  readonly key: string;
  readonly passphrase?: string;
  /** The authorities to trust, for who has their own. @default - the public ones */
  readonly ca?: string;
}

/**
 * A third party with what is needed to call it.
 * `Secret`: what its secret holds, in any shape. Left out where the one who has a destination does not care which it is.
 */
// biome-ignore lint/suspicious/noExplicitAny: functions of the secret only read it; only the declaration relates the two
export interface Destination<Secret extends Credentials = any> {
  readonly name: string;
  /**
   * Of another account at the same third party (account-of.ts): the destination whose contract, lock and stand-in it has.
   * @default - itself
   */
  readonly contract?: string;
  /** Where requests go; made of what of the secret is public, a tenant's own host for one. */
  readonly baseUrl: string | ((credentials: Secret) => string);
  /**
   * Host names (no port) that `baseUrl`, or the secret's instead of it, may name outside `local`. `*` in front stands for one
   * label: `*.my.salesforce.com` allows `acme.my.salesforce.com`.
   */
  readonly allowedHosts: readonly string[];
  readonly apiVersion: { readonly value: string; readonly documentation: string };
  /**
   * Shape of the secret: of whatever the third party wants, with an optional `baseUrl` (functions/destinations/credentials.ts).
   */
  readonly credentials: $ZodType<Secret>;
  /**
   * What of the credentials is no secret, by its path: `subdomain`, `oauth.tenant`; the items of a list have the list's.
   * It stands in logs as it is. All else is masked wherever it turns up, at whatever depth of the secret it stands.
   * @default - nothing
   */
  readonly publicCredentials?: readonly string[];
  /** How credentials and API version become headers. */
  readonly headers: (credentials: Secret) => Readonly<Record<string, string>>;
  /**
   * How credentials become query parameters, beside those of the request: for a third party that takes its key nowhere else,
   * because addresses stand in the logs of everything on the way.
   */
  readonly query?: (credentials: Secret) => Readonly<Record<string, string>>;
  /**
   * Signs a request once its bytes exist, or puts something into its body: `authorizeBy`, `authorizeInBody`.
   * @default - nothing but `headers` and `query`, and a `token` as Bearer
   */
  readonly authorize?: Authorize<Secret>;
  /** Whether it wants the event's trace: `traceparent` goes with each request where the publisher sent one. @default false */
  readonly takesTrace?: boolean;
  /** How a token is got in exchange for the secret: `clientCredentials`, `jwtBearer`, `refreshToken`. @default - none */
  readonly token?: TokenDeclaration<Secret>;
  /** The client certificate to connect with (mTLS). @default - none */
  readonly tls?: (credentials: Secret) => ClientCertificate;
  /** All of them hold at once, for the account, whoever calls. */
  readonly rateLimits: readonly [RateLimit, ...RateLimit[]];
  /**
   * So many requests under way at most, of all sandboxes, from the first byte until they are answered or given up. Costs two
   * writes a batch.
   * @default - any number
   */
  readonly concurrentRequests?: number;
  /**
   * Limits of each single resource (a channel, a base, a shop), which the operation names. Beside `rateLimits`, which are of
   * the account. An event whose resource has no room comes back later, and holds up no other. Costs a read and a write an
   * event.
   * @default - none
   */
  readonly resourceLimits?: readonly RateLimit[];
  /** A limit that counts what calls cost, as their operations say, beside `rateLimits`, which count calls. @default - none */
  readonly costLimit?: CostLimit;
  /** They are made of an environment's settings, and are not those that its contract was recorded with. @default false */
  readonly hasOwnLimits?: boolean;
  /** From connect to the last byte of the response. */
  readonly requestTimeoutMs: number;
  /**
   * Where this third party means something else by a status than http/status-meanings.ts says. It is about the words of
   * the application: what a gateway in front of it says by a page of its own is judged without it.
   */
  readonly statuses?: Readonly<Record<number, Verdict | Meaning>>;
  /** What its own error codes mean, as `readError` reads them. A code goes before the status that it came with. */
  readonly codes?: Readonly<Record<string, Verdict | Meaning>>;
  /** The last word on a response: a 200 that carries an error, a 4xx whose body says "try again". */
  readonly judge?: (response: HttpResponse) => Judgement | undefined;
  /**
   * The third party's error code and message in a failed response, for the log. Whatever it finds one of them in counts as
   * the application's own words.
   */
  readonly readError: (response: HttpResponse) => { readonly code?: string; readonly message?: string };
  /**
   * Whether a failed response has the shape of the application's own errors, so that it is no gateway's. Only in the
   * application's words can one event be refused for good, or a lookup say that there is nothing.
   * @default - where `readError` finds something, or in any JSON that no known gateway writes
   */
  readonly isOwnError?: (response: HttpResponse) => boolean;
  /** Response header with the id to quote to the third party's support. */
  readonly requestIdHeader: string;
  /** Until when its own headers leave no room (the standard ones are read for every destination). `undefined`: they do. */
  readonly readLimit?: (response: HttpResponse, nowMs: number) => LimitReading | undefined;
  /** Response headers worth a place in the log; of all others at most the name is logged. */
  readonly loggedHeaders: readonly string[];
  /**
   * Fields of answers and requests that hold nothing of anybody: `error.code`, `results[].id`. They stand in clear in the
   * log where their value is an id, a code or a number that gives nobody away; of all others the log tells the length.
   * @default - none
   */
  readonly loggedFields?: readonly string[];
  /** A cheap authenticated request without effect. */
  readonly probe: HttpRequest;
}

/**
 * A destination of which something differs by environment and is no secret: the list that people are put on, a plan's limits.
 * with-settings.ts declares it. The engine sees it as a `Destination` only, made with an environment's settings.
 */
export interface DestinationWith<Settings> {
  readonly name: string;
  readonly contract?: string;
  /** Its shape, plain JSON; checked at synth. */
  readonly settings: $ZodType<Settings>;
  /** What makes plain values of it: it comes with the declaration, so that no function has the code that does not need it. */
  readonly settle: Settle;
}

/** `given`: the settings of one environment, if it has any. Each throws `TypeError` when there are none. */
export interface Settle {
  readonly destination: (declared: never, given: unknown) => Destination;
  readonly operation: (declared: never, given: unknown) => unknown;
  readonly integration: (declared: never, given: unknown) => unknown;
}

// biome-ignore lint/suspicious/noExplicitAny: whatever they are
export type AnyDestination = Destination | DestinationWith<any>;

/** The settings that a destination declares: `SettingsOf<typeof mailchimp>`. */
export type SettingsOf<D extends AnyDestination> =
  D extends DestinationWith<infer Settings> ? Settings : never;

/**
 * Declares a destination. Throws `TypeError` on a name that its secret and its items in the ledger cannot have, and on limits
 * that nothing could hold.
 */
export function defineDestination<Secret extends Credentials>(
  destination: Destination<Secret>,
): Destination<Secret> {
  refuseName('destination', destination.name);
  refuseLimits(destination.name, destination);
  return destination;
}
