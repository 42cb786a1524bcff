/**
 * What Interlock knows of a third party, as plain values. Nothing here does I/O:
 * an operation *returns* its request, and the engine sends it.
 */
import type { $ZodType } from 'zod/v4/core';
import type { HttpRequest, HttpResponse } from './http-message.ts';

/** What a destination's secret holds. Everything in it but `baseUrl` is treated as a secret value. */
export interface Credentials {
  readonly apiKey: string;
  /** Replaces the destination's own address. Must be one of `allowedHosts` everywhere but in `local`. */
  readonly baseUrl?: string;
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

/** A response told that the limit is used up. */
export interface LimitReading {
  /** No request before this moment, epoch milliseconds. */
  readonly notBeforeMs: number;
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
  /** Until when its own headers leave no room (the standard ones are read for every destination). `undefined`: they do. */
  readonly readLimit?: (response: HttpResponse, nowMs: number) => LimitReading | undefined;
  /** Response headers worth a place in the log; all others are logged by name only. */
  readonly loggedHeaders: readonly string[];
  /** A cheap authenticated request without effect. */
  readonly probe: HttpRequest;
}

/** Declares a destination. */
export function defineDestination(destination: Destination): Destination {
  return destination;
}
