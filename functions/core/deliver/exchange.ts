/** The requests of one delivery in one invocation: at most a lookup, the request itself, and what it leads to. */

import type { Verdict } from '../declare/destination.ts';
import type { HttpRequest } from '../declare/http-message.ts';
import type { Operation } from '../declare/operation.ts';
import { ConfigError, CredentialsError } from '../errors.ts';
import { classify } from '../http/classify.ts';
import { guarded } from '../http/guarded.ts';
import { readLookup, saysNo } from '../http/lookup-answer.ts';
import { addressRequest, type EncodedRequest, encodeRequest } from '../http/request.ts';
import type { HttpResult } from '../http/send-http.ts';
import type { PermitTicket } from '../pace/permit-batcher.ts';
import { type Deferral, reserveOne, waitForPermit } from '../pace/permit-wait.ts';
import type { Attempt } from './attempt.ts';
import type { VersionedCredentials } from './credentials.ts';
import type { DeliveryParts } from './delivery.ts';
import type { Facts } from './ledger.ts';
import { made } from './prepare.ts';
import type { Settling } from './recovery.ts';

export interface ExchangeInput {
  readonly input: unknown;
  /** What the operation asks for, from this take or the first one. */
  readonly request: EncodedRequest;
  readonly how: Settling;
  readonly memory: Facts;
  readonly credentials: VersionedCredentials;
  readonly idempotencyKey: string;
  /** Takes secrets, and the personal values of the event, out of a text. */
  readonly masked: (text: string) => string;
  readonly place: PermitTicket;
  readonly remainingMs: () => number;
  /** How long to wait when something of ours is out of order. */
  readonly pauseMs: () => number;
}

type Known = Pick<Facts, 'attempts' | 'unsettled' | 'firstSentAtMs'>;

/** The last attempt, or why there was none; and what is known now. */
export type Exchange = { readonly facts: Known } & (
  | { readonly attempt: Attempt }
  | { readonly attempt?: undefined; readonly held: Deferral }
);

/**
 * Lookup, request, follow-up, and one repetition with a fresh key: more requests than these no declaration can lead
 * to, and the function's timeout is made for them.
 */
export const requestsMax = 4;

type Step = 'lookup' | 'request' | 'follow-up';

/** The verdict after which each step may lead on: a lookup that found something, a request that was refused. */
const leading: Readonly<Record<Step, Verdict | undefined>> = {
  lookup: 'success',
  request: 'terminal',
  'follow-up': undefined,
};

/**
 * @param onPassed told of each attempt but the last
 * Throws `CredentialsError` when there is no key to use, or the secret names an address that must not be called.
 */
export async function exchange(
  parts: DeliveryParts,
  given: ExchangeInput,
  onPassed: (attempt: Attempt) => void,
): Promise<Exchange> {
  const { account } = parts;
  const { operation } = parts.integration;
  const { repeat, destination } = operation;
  const waiting = {
    ...parts,
    remainingMs: given.remainingMs,
    pauseMs: given.pauseMs,
    requestTimeoutMs: destination.requestTimeoutMs,
  };
  const equip = async () => {
    // From memory, unless the destination was parked and resumed since.
    current = await parts.credentials.get(account.resumedAtMs());
  };
  const alone = () => reserveOne(account);
  let current = given.credentials;
  let step: Step = given.how === 'look' && repeat.by === 'lookup' ? 'lookup' : 'request';
  let request =
    repeat.by === 'lookup' && step === 'lookup' ? encoded(() => repeat.request(given.input)) : given.request;
  let facts: Known = pick(given.memory);

  for (let sent = 0; ; sent += 1) {
    const permit =
      sent === 0
        ? await waitForPermit({ ...waiting, equip }, given.place.ask, given.memory.slotMs)
        : await waitForPermit(waiting, alone, undefined);
    if (!('given' in permit)) return { facts, held: permit };
    const attempt = await send(parts, given, request, current, facts.attempts + 1, step);
    const { classification, response } = attempt;
    if (response !== undefined) {
      const { host } = attempt.request.url;
      const seen = { operation: nameInLock(operation, step), response, verdict: classification.verdict };
      parts.contract.saw({ ...seen, host, mask: given.masked });
    }
    await account.learn(classification, permit);
    facts = after(facts, attempt, step, parts.now());
    if (sent + 1 >= requestsMax) return { facts, attempt };

    const next: HttpRequest | undefined =
      response !== undefined && classification.verdict === leading[step]
        ? guarded(() => operation.followUp?.(given.input, response))
        : undefined;
    if (next !== undefined) {
      onPassed(attempt);
      [request, step] = [encoded(() => next), 'follow-up'];
    } else if (step === 'lookup' && saysNo(classification)) {
      // It did not happen: the request may go out.
      facts = { ...facts, unsettled: false };
      onPassed(attempt);
      [request, step] = [given.request, 'request'];
    } else if (classification.verdict === 'credentials') {
      const fresh = await freshCredentials(parts, current, classification.statusCode);
      if (fresh === undefined) return { facts, attempt };
      onPassed(attempt);
      current = fresh;
    } else {
      return { facts, attempt };
    }
  }
}

const nameInLock = ({ name }: Operation<never>, step: Step) =>
  step === 'request' ? name : `${name} ${step}`;

const encoded = (make: () => HttpRequest) => made(() => encodeRequest(make()));

/** Sends one request and reads what came of it. */
async function send(
  parts: DeliveryParts,
  given: ExchangeInput,
  request: EncodedRequest,
  current: VersionedCredentials,
  number: number,
  step: Step,
): Promise<Attempt> {
  const { operation } = parts.integration;
  const { repeat, destination } = operation;
  const rendered = addressed(current, () =>
    addressRequest(request, {
      destination,
      credentials: current.credentials,
      idempotency: repeat.by === 'key' ? { header: repeat.header, key: given.idempotencyKey } : undefined,
      allowPrivateAddresses: parts.settings.allowPrivateAddresses,
    }),
  );
  const startedMs = parts.now();
  const result: HttpResult = await parts.send(rendered, destination.requestTimeoutMs);
  const found = classify(operation, result, parts.now(), request.method === 'GET');
  const classification = step === 'lookup' ? readLookup(found) : found;
  const response = 'response' in result ? { response: result.response } : {};
  return { number, request: rendered, ...response, classification, durationMs: parts.now() - startedMs };
}

/** An address that must not be called is the secret's fault, and a person's to mend. */
function addressed<T>(current: VersionedCredentials, address: () => T): T {
  try {
    return made(address);
  } catch (cause) {
    if (!(cause instanceof ConfigError)) throw cause;
    throw new CredentialsError(cause.message, current.version, { cause });
  }
}

/** What counts, and what nobody knows any more. Throttling, refused keys and what everybody is refused cost no attempt. */
function after(facts: Known, { classification }: Attempt, step: Step, nowMs: number): Known {
  const free = classification.verdict === 'throttled' || classification.verdict === 'credentials';
  const refused = classification.verdict === 'refused';
  const mayBeDone = classification.verdict === 'ambiguous' || classification.mayBeDone === true;
  const reached =
    !free && (!refused || mayBeDone) && step !== 'lookup' && classification.code !== 'CONNECT_FAILED';
  return {
    attempts: facts.attempts + (free || refused ? 0 : 1),
    unsettled: facts.unsettled || (step === 'request' && mayBeDone),
    ...(facts.firstSentAtMs !== undefined
      ? { firstSentAtMs: facts.firstSentAtMs }
      : reached
        ? { firstSentAtMs: nowMs }
        : {}),
  };
}

/**
 * One fresh read of the secret for all that were refused. When it brings nothing newer the destination is parked; a
 * read that fails brings nothing newer either: calling on would hammer a third party that said no.
 */
async function freshCredentials(
  { account, credentials, standstill }: DeliveryParts,
  current: VersionedCredentials,
  statusCode: number | undefined,
): Promise<VersionedCredentials | undefined> {
  const fresh = await credentials.refreshed(current.version).catch(() => undefined);
  if (fresh !== undefined) return fresh;
  if (account.parking() !== undefined) return undefined;
  // Not in the third party's words: they may repeat the event.
  const reason = `the credentials were refused (status ${statusCode})`;
  await standstill.begin({ reason, refusedVersion: current.version });
  return undefined;
}

function pick({ attempts, unsettled, firstSentAtMs }: Facts): Known {
  return { attempts, unsettled, ...(firstSentAtMs === undefined ? {} : { firstSentAtMs }) };
}
