import { carriesError } from '../../functions/core/contract/lock/error-in-success.ts';
import { operatorPermitWaitMsMax, runChecks } from '../../functions/core/contract/probe/run-checks.ts';
import type { ProbedExchange } from '../../functions/core/contract/probe/send-probe.ts';
import { type ContractDeclaration, declareContract } from '../../functions/core/declare/contract.ts';
import { defineDestination } from '../../functions/core/declare/destination.ts';
import type { HttpResponse } from '../../functions/core/declare/http-message.ts';
import type { SendHttp } from '../../functions/core/http/send-http.ts';
import { createPacedSend } from '../../functions/core/pace/paced-send.ts';
import { bearerCredentials } from '../../functions/destinations/credentials.ts';
import type { Address } from './address.ts';
import type { Auth } from './auth.ts';

export interface Asked {
  readonly exchanges: readonly ProbedExchange[];
  /** To the key that was given. */
  readonly answer: HttpResponse;
  /** To a wrong key. */
  readonly refusal: HttpResponse | undefined;
}

export interface AskOptions {
  readonly name: string;
  readonly address: Address;
  readonly auth: Auth;
  /** `undefined`: the third party is asked without one. */
  readonly apiKey: string | undefined;
  /** Takes the key out of a text. */
  readonly redact: (text: string) => string;
  readonly send: SendHttp;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Why there is nothing to scaffold from: for the operator, without a value of the answer. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError';
}

/** Long enough for a page of a slow list. */
const timeoutMs = 20_000;

/**
 * Asks once with the key and once with a wrong one. Throws `AnswerError` when the first does not come to JSON. Rejects with
 * `RangeError` on a path that no request can name.
 */
export async function ask(options: AskOptions): Promise<Asked> {
  const { now, send, sleep, apiKey, address } = options;
  let heldUntilMs = 0;
  const { exchanges } = await runChecks({
    declaration: provisional(options),
    integrations: [],
    credentials: { apiKey: apiKey ?? '' },
    redact: options.redact,
    send: createPacedSend({
      send,
      // Two requests need no more of a rate limit than to do as they are told.
      reserve: async () => Math.max(now(), heldUntilMs),
      hold: async (untilMs) => {
        heldUntilMs = untilMs;
      },
      permitWaitMsMax: operatorPermitWaitMsMax,
      now,
      monotonicMs: now,
      sleep,
    }),
    randomId: () => '',
    // Nothing is signed yet.
    now,
    random: () => 0,
    writes: false,
    wrongKey: true,
    samples: 1,
    allowPrivateAddresses: address.isLoopback,
  });
  const answer = responseTo('authenticated', exchanges);
  if (answer === undefined) {
    const [first] = exchanges;
    throw new AnswerError(
      `there was no answer: ${first?.classification.code}, ${first?.classification.message}`,
    );
  }
  const problem = problemOf(answer, apiKey !== undefined);
  if (problem !== undefined) throw new AnswerError(problem);
  return { exchanges, answer, refusal: responseTo('wrong-key', exchanges) };
}

/** Just enough of a destination to be asked. */
function provisional({ name, address, auth, apiKey }: AskOptions): ContractDeclaration {
  const { baseUrl, hostname, path, query } = address;
  return declareContract({
    destination: defineDestination({
      name,
      baseUrl,
      allowedHosts: [hostname],
      apiVersion: { value: '', documentation: '' },
      credentials: bearerCredentials,
      headers: (credentials) =>
        apiKey === undefined && credentials.apiKey === '' ? {} : auth.headers(credentials),
      ...(auth.query === undefined || apiKey === undefined ? {} : { query: auth.query }),
      rateLimits: [{ requests: 1, windowMs: 1_000 }],
      requestTimeoutMs: timeoutMs,
      readError: () => ({}),
      // As the destination will: a failure with the status of a success is one; all others are told by their status.
      judge: ({ statusCode, body }) =>
        statusCode < 300 && tellsOfFailure(body) ? { verdict: 'terminal' } : undefined,
      requestIdHeader: '',
      loggedHeaders: [],
      probe: { method: 'GET', path, query },
    }),
    maps: [],
    operations: [],
  });
}

function tellsOfFailure(body: string): boolean {
  try {
    return carriesError(JSON.parse(body));
  } catch {
    return false;
  }
}

function responseTo(check: string, exchanges: readonly ProbedExchange[]): HttpResponse | undefined {
  const result = exchanges.findLast((exchange) => exchange.check === check)?.result;
  return result !== undefined && 'response' in result ? result.response : undefined;
}

function problemOf({ statusCode, body, bodyTruncated }: HttpResponse, hadKey: boolean): string | undefined {
  if (statusCode === 401 || statusCode === 403) {
    return hadKey
      ? `it refuses the key with ${statusCode}: is it the right one, and the right --auth?`
      : `it answers ${statusCode} without a key: name the variable that holds one with --key-env`;
  }
  if (statusCode >= 300 && statusCode <= 399)
    return `it redirects (${statusCode}): ask the address it leads to`;
  if (statusCode < 200 || statusCode > 299)
    return `it answers ${statusCode}: take an address that answers 200`;
  if (body.trim() === '')
    return `it answers ${statusCode} without a body: take an address that answers with JSON`;
  if (bodyTruncated)
    return 'its answer is cut off or larger than 256 KiB: ask for less of it, by a limit in the query';
  try {
    JSON.parse(body);
    return undefined;
  } catch {
    return `it answers ${statusCode} with what is no JSON`;
  }
}
