/** What the twenty-six declarations have alike: a thing of ours, and a destination with nothing said of it. */
import type { output } from 'zod/v4/core';
import type { Credentials, Destination } from '../../functions/core/declare/destination.ts';
import { defineDestination } from '../../functions/core/declare/destination.ts';
import { defineOperation, type OperationDeclaration } from '../../functions/core/declare/operation.ts';
import { secretOf } from '../../functions/destinations/credentials.ts';
import { jsonBody, told } from '../../functions/destinations/json-body.ts';
import type { ThingParams } from '../fixtures/fixture-integration.ts';

/** A request as it arrived. */
export interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** Common name of the client certificate. */
  readonly certificate?: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Declared {
  readonly number: number;
  readonly about: string;
  readonly operation: OperationDeclaration<ThingParams> & { readonly destination: Destination };
  readonly secret: Readonly<Record<string, unknown>>;
  /** Throws what is wrong with it: authentication, bytes, or what it asks for. */
  readonly serve: (request: Arrived, nowMs: number) => Answer;
  /** The server wants a client certificate. */
  readonly tls?: true;
}

type Shape = Parameters<typeof secretOf>[0];

/** Plain values, with what is different told. */
export function party<S extends Shape>(
  name: string,
  host: string,
  shape: S,
  own: Partial<Destination<output<ReturnType<typeof secretOf<S>>> & Credentials>>,
) {
  return defineDestination<output<ReturnType<typeof secretOf<S>>> & Credentials>({
    name,
    baseUrl: `https://${host}`,
    allowedHosts: [host],
    apiVersion: { value: '1', documentation: `https://${host}` },
    credentials: secretOf(shape) as never,
    headers: () => ({}),
    rateLimits: [{ requests: 10, windowMs: 1_000 }],
    requestTimeoutMs: 5_000,
    readError: (response) => told(jsonBody(response)?.code, jsonBody(response)?.message),
    requestIdHeader: 'x-request-id',
    loggedHeaders: [],
    probe: { method: 'GET', path: '/me' },
    ...own,
  });
}

export const operation = (declaration: OperationDeclaration<ThingParams>) =>
  defineOperation<ThingParams>(declaration);

export function must(isSo: boolean, what: string): void {
  if (!isSo) throw new Error(what);
}
export const mustBe = (got: unknown, expected: unknown, what: string) =>
  must(
    JSON.stringify(got) === JSON.stringify(expected),
    `${what}: ${JSON.stringify(got)} is not ${JSON.stringify(expected)}`,
  );
