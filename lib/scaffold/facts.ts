/** Everything that the files of a new destination are made of. */

import { type FailureSign, failureSign } from '../../functions/core/contract/lock/error-in-success.ts';
import type { Lock } from '../../functions/core/contract/lock/lock.ts';
import { lockOf } from '../../functions/core/contract/probe/lock-of.ts';
import type { Shape } from '../../functions/core/contract/shape/shape.ts';
import { shapeOf } from '../../functions/core/contract/shape/shape-of.ts';
import type { ContractDeclaration } from '../../functions/core/declare/contract.ts';
import { defineDestination } from '../../functions/core/declare/destination.ts';
import type { HttpResponse } from '../../functions/core/declare/http-message.ts';
import { bearerCredentials } from '../../functions/destinations/credentials.ts';
import type { RecordedExchange } from '../contract/recording/recorded-exchange.ts';
import { recordingOf } from '../contract/recording/recording.ts';
import type { Address } from './address.ts';
import type { Asked } from './ask.ts';
import type { Auth } from './auth.ts';
import { type ErrorPaths, errorPaths } from './error-paths.ts';
import { type HeadersFound, headersFound } from './headers-found.ts';
import { type StatedLimits, statedLimits } from './limits.ts';
import { camelCase, pascalCase } from './names.ts';

export interface Facts {
  readonly name: string;
  readonly constant: string;
  readonly address: Address;
  readonly auth: Auth;
  readonly operation: { readonly name: string; readonly constant: string; readonly params: string };
  readonly apiVersion: string;
  readonly limits: StatedLimits;
  readonly headers: HeadersFound;
  readonly errors: ErrorPaths | undefined;
  /** How an answer with a status of success tells of a failure: `ok` that is false. `undefined`: none was seen. */
  readonly refusalSign: FailureSign | undefined;
  readonly maps: readonly string[];
  readonly shape: Shape;
  /** The answer and, where there was one, the refusal: with every value replaced. */
  readonly answer: RecordedExchange;
  readonly refusal: RecordedExchange | undefined;
  readonly lock: Lock;
}

export interface Wanted {
  readonly name: string;
  readonly operation: string;
  readonly address: Address;
  readonly auth: Auth;
}

/** Objects of these names hold whatever the account's owner puts into them, at most third parties. */
const usualMaps: ReadonlySet<string> = new Set(['custom_attributes', 'custom_fields', 'labels', 'metadata']);

export function factsOf(wanted: Wanted, asked: Asked, nowMs: number): Facts {
  const { name, operation, address, auth } = wanted;
  const all = [asked.answer, ...(asked.refusal === undefined ? [] : [asked.refusal])];
  const headers = headersFound(all, nowMs);
  const body: unknown = JSON.parse(asked.answer.body);
  const maps = [...usualMaps].filter((map) => hasObject(body, map));
  const apiVersion = versionIn(address.path);
  const declaration: ContractDeclaration = {
    destination: defineDestination({
      name,
      baseUrl: address.baseUrl,
      allowedHosts: [address.hostname],
      apiVersion: { value: apiVersion, documentation: address.baseUrl },
      credentials: bearerCredentials,
      headers: auth.headers,
      ...(auth.query === undefined ? {} : { query: auth.query }),
      rateLimits: [{ requests: 1, windowMs: 1_000 }],
      requestTimeoutMs: 1_000,
      readError: () => ({}),
      requestIdHeader: headers.requestId ?? 'x-request-id',
      loggedHeaders: headers.logged,
      probe: { method: 'GET', path: address.path, query: address.query },
    }),
    maps,
    operations: [],
  };
  const { host } = new URL(address.baseUrl);
  const about = { declaration, origin: address.isLoopback ? 'stand-in' : 'live', host, nowMs } as const;
  const recorded = recordingOf(asked.exchanges, about).exchanges;
  const answer = recorded.findLast(({ check }) => check === 'authenticated');
  if (answer === undefined) throw new TypeError('an answer that is JSON is recorded');
  return {
    name,
    constant: camelCase(name),
    address,
    auth,
    operation: {
      name: operation,
      constant: camelCase(operation),
      params: `${pascalCase(operation.replace(/^[a-z]+-/, ''))}Params`,
    },
    apiVersion,
    limits: statedLimits(asked.answer.headers),
    headers,
    errors: errorPaths(asked.refusal?.body ?? ''),
    refusalSign: all.map(signIn).find((sign) => sign !== undefined),
    maps,
    shape: shapeOf(body, new Set(maps)),
    answer,
    refusal: recorded.findLast(({ check, response }) => check === 'wrong-key' && response.statusCode >= 400),
    lock: lockOf({ exchanges: asked.exchanges }, about),
  };
}

function signIn({ statusCode, body }: HttpResponse): FailureSign | undefined {
  if (statusCode < 200 || statusCode > 299) return undefined;
  try {
    return failureSign(JSON.parse(body));
  } catch {
    return undefined;
  }
}

/** `v2` of `/v2/people`, `2026-03` of `/crm/2026-03/contacts`. */
const versionIn = (path: string) =>
  path.split('/').find((segment) => /^(v\d+(\.\d+)*|20\d\d-\d\d(-\d\d)?)$/.test(segment)) ?? 'unknown';

function hasObject(value: unknown, name: string): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => {
    const isIt = key === name && typeof inner === 'object' && inner !== null && !Array.isArray(inner);
    return isIt || hasObject(inner, name);
  });
}
