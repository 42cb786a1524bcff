/** Asks a third party whether it takes the credentials, with the cheapest request that it has to be asked by. */
import type { Credentials, Destination } from '../core/declare/destination.ts';
import { probeOperation } from '../core/declare/probe-operation.ts';
import { ConfigError } from '../core/errors.ts';
import { type Classification, classify } from '../core/http/classify.ts';
import { type RenderedRequest, renderRequest } from '../core/http/request.ts';
import type { SendHttp } from '../core/http/send-http.ts';

export type Probed =
  | { readonly outcome: 'passed' }
  /**
   * `refused`: it does not take these credentials. `unclear`: it did not say, or nobody could hear it.
   * `not-sent`: there was no request, and why. The reason holds nothing that a third party wrote but its error code.
   */
  | { readonly outcome: 'refused' | 'unclear' | 'not-sent'; readonly reason: string };

export type Probe = (credentials: Credentials) => Promise<Probed>;

export interface ProbeOptions {
  readonly destination: Destination;
  /** When the request may start, epoch milliseconds: it counts towards the account's limit. */
  readonly reserve: () => Promise<number>;
  /** Tells everyone that nothing may be sent before this moment, epoch milliseconds. */
  readonly hold: (untilMs: number) => Promise<void>;
  readonly send: SendHttp;
  readonly allowPrivateAddresses: boolean;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** A permit may be far off, when a budget for the day is used up; the function does not wait for that. */
export const permitWaitMsMax = 10_000;

/** Throws when no permit could be had: the ledger cannot be reached. */
export function createProbe(options: ProbeOptions): Probe {
  const { destination, reserve, hold, send, now, sleep } = options;
  const operation = probeOperation(destination);
  return async (credentials) => {
    const request = render(options, credentials);
    if ('reason' in request) return { outcome: 'not-sent', reason: request.reason };
    const waitMs = (await reserve()) - now();
    if (waitMs > permitWaitMsMax) {
      return { outcome: 'not-sent', reason: `the rate limit leaves no room for a probe for ${waitMs} ms` };
    }
    if (waitMs > 0) await sleep(waitMs);
    const classification = classify(operation, await send(request, destination.requestTimeoutMs), now());
    if (classification.notBeforeMs !== undefined) await hold(classification.notBeforeMs);
    return meaningOf(classification);
  };
}

function render(
  { destination, allowPrivateAddresses }: ProbeOptions,
  credentials: Credentials,
): RenderedRequest | { readonly reason: string } {
  try {
    return renderRequest({ destination, request: destination.probe, credentials, allowPrivateAddresses });
  } catch (error) {
    // The secret's own address is one that may not be called: a person has to correct it.
    if (error instanceof ConfigError) return { reason: error.message };
    throw error;
  }
}

function meaningOf({ verdict, code, statusCode, thirdPartyCode }: Classification): Probed {
  if (verdict === 'success') return { outcome: 'passed' };
  const answer = statusCode === undefined ? code : `${code}, HTTP ${statusCode}`;
  const reason = `the probe came back with ${answer}${thirdPartyCode === undefined ? '' : ` (${thirdPartyCode})`}`;
  return { outcome: verdict === 'credentials' ? 'refused' : 'unclear', reason };
}
