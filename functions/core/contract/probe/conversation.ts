/** A probe's requests, one after the other, each within the account's limit and each with what came of it. */

import type { ContractDeclaration } from '../../declare/contract.ts';
import type { Credentials } from '../../declare/destination.ts';
import type { Operation } from '../../declare/operation.ts';
import { probeOperation } from '../../declare/probe-operation.ts';
import { type Classification, classify } from '../../http/classify.ts';
import { addressRequest, type EncodedRequest } from '../../http/request.ts';
import type { HttpResult, SendHttp } from '../../http/send-http.ts';

/** One request of a probe and its answer. */
export interface ProbedExchange {
  /** What was tried: `wrong-key`. */
  readonly check: string;
  /** Name in the lock: `create-contact`, `create-contact lookup`. */
  readonly operation: string;
  /** Method and path template: `GET /contacts/{id}`. */
  readonly template: string;
  /** Without address and credentials. */
  readonly request: EncodedRequest;
  /** The request is broken on purpose: nobody should take it. */
  readonly isWrong: boolean;
  readonly result: HttpResult;
  readonly classification: Classification;
  readonly durationMs: number;
  /** Epoch milliseconds. */
  readonly endedAtMs: number;
}

export interface Question {
  readonly check: string;
  readonly operation: string;
  readonly template: string;
  readonly request: EncodedRequest;
  readonly isWrong?: boolean;
  /** What the answer is read by. @default - an operation that makes nothing, and that any 2xx answers */
  readonly readBy?: Operation<never>;
  /** @default - those of the conversation */
  readonly credentials?: Credentials;
  readonly idempotencyKey?: string;
}

export interface ConversationOptions {
  readonly declaration: ContractDeclaration;
  readonly credentials: Credentials;
  readonly send: SendHttp;
  /** When a request may start, epoch milliseconds: it counts towards the account's limit. */
  readonly reserve: () => Promise<number>;
  /** Tells everyone that nothing may be sent before this moment, epoch milliseconds. */
  readonly hold: (untilMs: number) => Promise<void>;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Plain http and private addresses: `local` only. */
  readonly allowPrivateAddresses: boolean;
  /** The longest that is waited for a permit or for a throttling third party. */
  readonly waitMsMax: number;
}

/** The account has no room for a probe within the time that it may wait. */
export class NoPermitError extends Error {
  override readonly name = 'NoPermitError';
}

/** A probe that is throttled twice in a row leaves the account to those who need it. */
export const triesMax = 3;

/** Throws `ConfigError` when the secret's address must not be called, `NoPermitError` when there is no room. */
export type Ask = (question: Question) => Promise<ProbedExchange>;

export function converse(options: ConversationOptions): Ask {
  const { declaration, send, reserve, hold, now, sleep, waitMsMax } = options;
  const { destination } = declaration;
  const nothing = probeOperation(destination);

  const waitUntil = async (momentMs: number) => {
    const waitMs = momentMs - now();
    if (waitMs > waitMsMax)
      throw new NoPermitError(`the rate limit leaves no room for a probe for ${waitMs} ms`);
    if (waitMs > 0) await sleep(waitMs);
  };

  return async (question) => {
    const { idempotencyKey, readBy = nothing } = question;
    const { repeat } = readBy;
    const rendered = addressRequest(question.request, {
      destination,
      credentials: question.credentials ?? options.credentials,
      idempotency:
        repeat.by === 'key' && idempotencyKey !== undefined
          ? { header: repeat.header, key: idempotencyKey }
          : undefined,
      allowPrivateAddresses: options.allowPrivateAddresses,
    });
    for (let tries = 1; ; tries += 1) {
      await waitUntil(await reserve());
      const startedMs = now();
      const result = await send(rendered, destination.requestTimeoutMs);
      const classification = classify(readBy, result, now());
      const exchange: ProbedExchange = {
        check: question.check,
        operation: question.operation,
        template: question.template,
        request: question.request,
        isWrong: question.isWrong ?? false,
        result,
        classification,
        durationMs: now() - startedMs,
        endedAtMs: now(),
      };
      if (classification.notBeforeMs !== undefined) await hold(classification.notBeforeMs);
      if (classification.verdict !== 'throttled' || tries === triesMax) return exchange;
    }
  };
}
