/**
 * What Interlock knows of a third party, as plain values. Nothing here does I/O:
 * an operation *returns* its request, and the engine sends it.
 */
import type { $ZodType } from 'zod/v4/core';

/** What a destination's secret holds. Everything in it but `baseUrl` is treated as a secret value. */
export interface Credentials {
  readonly apiKey: string;
  /** Replaces the destination's own address. Must be one of `allowedHosts` everywhere but in `local`. */
  readonly baseUrl?: string;
}

export type FormValue = string | { readonly [key: string]: FormValue | undefined } | readonly FormValue[];

/** `json` is sent as JSON; `form` as application/x-www-form-urlencoded with nested keys in brackets. */
export type RequestBody =
  | { readonly encoding: 'json'; readonly value: unknown }
  | { readonly encoding: 'form'; readonly value: { readonly [key: string]: FormValue | undefined } };

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Starts with `/`. Build it with the `path` tag, which encodes what is put in. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RequestBody;
}

/** A response, read to its end and bounded. Header names are in lower case. */
export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body was longer than the engine reads; `body` holds its beginning. */
  readonly bodyTruncated: boolean;
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
 */
export type Verdict =
  | 'success'
  | 'terminal'
  | 'retryable'
  | 'throttled'
  | 'ambiguous'
  | 'unknown'
  | 'credentials';

/** What the destination says of a response beyond its status. */
export interface Judgement {
  readonly verdict: Verdict;
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

/** What a response told about the limit. Times are epoch milliseconds. */
export interface LimitReading {
  /** No request before this moment. */
  readonly notBeforeMs?: number;
  readonly remaining?: number;
  readonly resetAtMs?: number;
}

export interface Destination {
  readonly name: string;
  readonly baseUrl: string;
  /** Host names (no port) that a secret's `baseUrl` may name outside `local`. */
  readonly allowedHosts: readonly string[];
  readonly apiVersion: { readonly value: string; readonly documentation: string };
  /** Shape of the secret: parses to `Credentials`. */
  readonly credentials: $ZodType<Credentials>;
  /** How credentials and API version become headers. */
  readonly headers: (credentials: Credentials) => Readonly<Record<string, string>>;
  /** All of them hold at once, for the account, whoever calls. */
  readonly rateLimits: readonly [RateLimit, ...RateLimit[]];
  /** From connect to the last byte of the response. */
  readonly requestTimeoutMs: number;
  /** Where this third party means something else by a status than HTTP does. */
  readonly statuses?: Readonly<Record<number, Verdict>>;
  /** The last word on a response: a 200 that carries an error, a 4xx whose body says "try again". */
  readonly judge?: (response: HttpResponse) => Judgement | undefined;
  /** The third party's error code and message in a failed response, for the log. */
  readonly readError: (response: HttpResponse) => { readonly code?: string; readonly message?: string };
  /** Response header with the id to quote to the third party's support. */
  readonly requestIdHeader: string;
  /** What its own headers say of its limit (the standard ones are read for every destination). */
  readonly readLimit?: (response: HttpResponse, nowMs: number) => LimitReading | undefined;
  /** Response headers worth a place in the log; all others are logged by name only. */
  readonly loggedHeaders: readonly string[];
  /** A cheap authenticated request without effect. */
  readonly probe: HttpRequest;
}

/** How an operation may be repeated when nobody knows whether it happened. See DESIGN.md §3. */
export type Repeat<Input> =
  | {
      /** The third party remembers `header` for `windowMs` and answers a repetition from memory. */
      readonly by: 'key';
      readonly header: string;
      readonly windowMs: number;
    }
  | { readonly by: 'upsert' }
  | {
      /** Asks whether it happened: 404 says no, anything else is for `followUp`. */
      readonly by: 'lookup';
      readonly request: (input: Input) => HttpRequest;
    }
  | { readonly by: 'never' };

/** One call to a destination: a pure value from input to request. */
export interface Operation<Input = never> {
  readonly name: string;
  readonly destination: Destination;
  readonly request: (input: Input) => HttpRequest;
  readonly repeat: Repeat<Input>;
  /**
   * The request that a response leads to, instead of an end: a lookup that found the thing, or a refusal that names
   * it (a 409), leads to the update of that thing. Asked after a lookup that succeeded and a request that was refused.
   * `undefined`: the response is judged as it stands. The request must be repeatable without harm (an update by id).
   */
  readonly followUp?: (input: Input, response: HttpResponse) => HttpRequest | undefined;
  /** The third party's id of what was made, for the ledger and the log. */
  readonly receipt: (response: HttpResponse) => string | undefined;
}

/** Declares a destination. */
export function defineDestination(destination: Destination): Destination {
  return destination;
}

/** Declares an operation. */
export function defineOperation<Input>(operation: Operation<Input>): Operation<Input> {
  return operation;
}

/**
 * Builds a path whose inserted values stay one segment each: `` path`/contacts/${id}` ``.
 * Throws `RangeError` on a value that could climb or vanish: '', '.', '..', a control character, a lone surrogate.
 */
export function path(strings: TemplateStringsArray, ...values: readonly string[]): string {
  return strings.reduce((built, literal, at) => built + segment(values[at - 1] ?? '') + literal);
}

function segment(value: string): string {
  // encodeURIComponent leaves dots alone, so '..' would climb.
  const climbs = value === '' || value === '.' || value === '..';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (climbs || /[\u0000-\u001f\u007f]/.test(value) || !value.isWellFormed()) {
    throw new RangeError('a path segment must not be empty, ".", "..", or hold control characters');
  }
  return encodeURIComponent(value);
}
