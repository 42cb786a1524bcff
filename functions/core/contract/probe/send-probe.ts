/** The requests of a probe, each with what came of it. */

import type { Credentials, Destination } from '../../declare/destination.ts';
import type { EncodedRequest } from '../../declare/http-message.ts';
import type { Operation } from '../../declare/operation.ts';
import { probeOperation } from '../../declare/probe-operation.ts';
import { secretValues, withOtherSecrets } from '../../declare/secret-values.ts';
import { authorizeRequest } from '../../http/authorize-request.ts';
import type { Classification } from '../../http/classify.ts';
import { addressRequest, type RenderedRequest } from '../../http/request.ts';
import type { HttpResult } from '../../http/send-http.ts';
import type { Relation } from '../lock/check-outcome.ts';
import { withoutSecrets } from './without-secrets.ts';

/** One request of a probe. */
export interface ProbeRequest {
  /** What is tried: `wrong-key`. */
  readonly check: string;
  /** Name in the lock: `create-contact`, `create-contact lookup`. */
  readonly operation: string;
  /** Method and path template: `GET /contacts/{id}`. */
  readonly template: string;
  /** Without address and credentials. */
  readonly request: EncodedRequest;
  /** The request is broken on purpose: nobody should take it. @default false */
  readonly isWrong?: boolean;
  /** What the answer is read by. @default - an operation that makes nothing, and that any 2xx answers */
  readonly readBy?: Operation<never>;
  /** Reads what it means more closely than as an answer as such: of a lookup, whether it found the thing. */
  readonly reread?: (result: HttpResult, classification: Classification) => Classification;
  /** @default - those of the probe */
  readonly credentials?: Credentials;
  readonly idempotencyKey?: string;
}

/** One request of a probe and its answer. */
export interface ProbedExchange {
  readonly check: string;
  readonly operation: string;
  readonly template: string;
  readonly request: EncodedRequest;
  readonly isWrong: boolean;
  /** Headers as they were sent, by name in lower case; of those that the credentials make, the name alone. */
  readonly sentHeaders?: Readonly<Record<string, string>>;
  readonly result: HttpResult;
  readonly classification: Classification;
  readonly durationMs: number;
  /** Epoch milliseconds. */
  readonly endedAtMs: number;
  /** How the answer stands to what was asked. Left out: nobody can tell. */
  readonly relation?: Relation;
}

/** Throws `ConfigError` when the secret's address must not be called, and what sending throws. */
export type SendProbe = (request: ProbeRequest) => Promise<ProbedExchange>;

export interface SendProbeOptions {
  readonly destination: Destination;
  readonly credentials: Credentials;
  /** Got in exchange for them, where the destination declares `token`. */
  readonly token?: string | undefined;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Even in [0, 1). */
  readonly random: () => number;
  /**
   * Sends a request within the account's limit, tells everyone of a pause, and says what the answer means (createPacedSend
   * of pace). Throws `NoPermitError` when the limit leaves no room.
   */
  readonly send: (
    request: RenderedRequest,
    readBy: Operation<never>,
  ) => Promise<Pick<ProbedExchange, 'result' | 'classification' | 'durationMs' | 'endedAtMs'>>;
  /** Takes every secret out of a text; knows those of the credentials. */
  readonly redact: (text: string) => string;
  /** Plain http and private addresses: `local` only. */
  readonly allowPrivateAddresses: boolean;
}

/** A probe that is throttled so often in a row leaves the account to those who need it. */
export const triesMax = 3;

/** A header that another key changes is made of the key. */
function withoutCredentials(
  headers: Readonly<Record<string, string>>,
  destination: Destination,
  credentials: Credentials,
): Readonly<Record<string, string>> {
  const plain = headersWith(destination, credentials, 'one') ?? {};
  const other = headersWith(destination, credentials, 'other') ?? {};
  const isOfKey = (name: string) => (name in plain ? plain[name] !== other[name] : secretNames.test(name));
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, isOfKey(name) ? '' : value]),
  );
}

/** `undefined`: it takes no such key. */
function headersWith(
  destination: Destination,
  credentials: Credentials,
  key: string,
): Readonly<Record<string, string>> | undefined {
  try {
    const headers = Object.entries(
      destination.headers(withOtherSecrets(credentials, destination, () => key)),
    );
    return Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
  } catch {
    return undefined;
  }
}

/** Nobody's, for who tries a wrong key. */
const wrongToken = 'interlock-probe-wrong-token';

/** Where the declaration cannot be asked which ones they are. */
const secretNames = /auth|key|token|secret|signature|cookie/;

export function createSendProbe(options: SendProbeOptions): SendProbe {
  const { destination, send } = options;
  const makesNothing = probeOperation(destination);
  const secrets = {
    redact: options.redact,
    values: secretValues(options.credentials, destination).map(({ text }) => text),
  };
  return async ({ check, operation, template, request, isWrong = false, ...how }) => {
    const { idempotencyKey, readBy = makesNothing, credentials = options.credentials, reread } = how;
    const { repeat } = readBy;
    const isOwn = credentials === options.credentials;
    const rendered = addressRequest(request, {
      destination,
      credentials,
      idempotency:
        repeat.by === 'key' && idempotencyKey !== undefined ? { ...repeat, key: idempotencyKey } : undefined,
      allowPrivateAddresses: options.allowPrivateAddresses,
    });
    // What signing adds stands in no book: a signature is made of the key.
    const sentHeaders = withoutCredentials(rendered.headers, destination, credentials);
    const signed = () =>
      authorizeRequest(rendered, {
        destination,
        credentials,
        token: isOwn ? options.token : wrongToken,
        nowMs: options.now(),
        random: options.random,
      });
    for (let tries = 1; ; tries += 1) {
      const answer = await send(signed(), readBy);
      const sent =
        reread === undefined
          ? answer
          : { ...answer, classification: reread(answer.result, answer.classification) };
      const isThrottled = sent.classification.verdict === 'throttled';
      if (!isThrottled || tries === triesMax)
        return {
          check,
          operation,
          template,
          request,
          isWrong,
          sentHeaders,
          ...sent,
          // Here and nowhere later: all that a probe writes and prints is made of this.
          result: withoutSecrets(sent.result, secrets),
        };
    }
  };
}
