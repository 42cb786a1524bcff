/** The requests of one delivery in one invocation: at most a lookup, the request itself, and what it leads to. */
import type { Attempt } from './attempt-line.ts';
import type { CredentialStore, Current } from './aws/credentials.ts';
import type { DeliveryParts } from './delivery.ts';
import type { HttpRequest, Verdict } from './destination.ts';
import { ConfigError, MappingError } from './errors.ts';
import type { HttpResult } from './http.ts';
import type { Facts } from './ledger.ts';
import { classify, guarded, type Settling } from './outcome.ts';
import { renderRequest } from './request.ts';

export interface ExchangeInput {
  readonly input: unknown;
  readonly how: Settling;
  readonly memory: Facts;
  readonly credentials: Current;
  readonly idempotencyKey: string;
  /** When the first request may start, from the batch's reservation. */
  readonly permitMs: number;
}

/** The last attempt, or why there was none; and what is known now. */
export type Exchange = { readonly facts: Pick<Facts, 'attempts' | 'unsettled' | 'firstSentAtMs'> } & (
  | { readonly attempt: Attempt }
  | { readonly attempt?: undefined; readonly waitMs: number; readonly reason: string }
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

export async function exchange(
  parts: DeliveryParts,
  given: ExchangeInput,
  remainingMs: () => number,
  onPassed: (attempt: Attempt, waitMs: number) => void,
): Promise<Exchange> {
  const { operation } = parts.integration;
  const { repeat, destination } = operation;
  let step: Step = given.how === 'look' && repeat.by === 'lookup' ? 'lookup' : 'request';
  let request: HttpRequest =
    repeat.by === 'lookup' && step === 'lookup'
      ? made(() => repeat.request(given.input))
      : made(() => operation.request(given.input));
  let { credentials: current, permitMs } = given;
  let facts: Exchange['facts'] = pick(given.memory);

  for (let sent = 0; ; sent += 1) {
    if (sent > 0) [permitMs = 0] = await parts.limiter.reserve(1);
    const held = await waitForPermit(parts, permitMs, remainingMs, destination.requestTimeoutMs);
    if (held !== undefined) return { facts, ...held };
    const attempt = await send(parts, given, request, current, facts.attempts + 1);
    const { finding, response } = attempt;
    if (finding.notBeforeMs !== undefined) parts.limiter.holdUntil(finding.notBeforeMs);
    facts = after(facts, attempt, step, parts.now());
    if (sent + 1 >= requestsMax) return { facts, attempt };

    const next: HttpRequest | undefined =
      response !== undefined && finding.verdict === leading[step]
        ? guarded(() => operation.followUp?.(given.input, response))
        : undefined;
    if (next !== undefined) {
      onPassed(attempt, 0);
      [request, step] = [next, 'follow-up'];
    } else if (step === 'lookup' && response?.statusCode === 404) {
      // It did not happen: the request may go out.
      facts = { ...facts, unsettled: false };
      onPassed(attempt, 0);
      [request, step] = [made(() => operation.request(given.input)), 'request'];
    } else if (finding.verdict === 'credentials') {
      const fresh = await freshCredentials(parts.credentials, current);
      if (fresh === undefined) return { facts, attempt };
      onPassed(attempt, 0);
      current = fresh;
    } else {
      return { facts, attempt };
    }
  }
}

/**
 * Whatever goes wrong before a request exists is the mapping's to mend, and nothing was sent. The error's own text may
 * quote values, so only its name is told.
 */
function made<T>(make: () => T): T {
  try {
    return make();
  } catch (cause) {
    if (cause instanceof ConfigError || !(cause instanceof Error)) throw cause;
    throw new MappingError('request', `cannot be made of the mapped input (${cause.name})`, { cause });
  }
}

/** Sends one request and reads what came of it. */
async function send(
  parts: DeliveryParts,
  given: ExchangeInput,
  request: HttpRequest,
  current: Current,
  number: number,
): Promise<Attempt> {
  const { operation } = parts.integration;
  const { repeat, destination } = operation;
  const rendered = made(() =>
    renderRequest({
      destination,
      request,
      credentials: current.credentials,
      idempotency: repeat.by === 'key' ? { header: repeat.header, key: given.idempotencyKey } : undefined,
      allowPrivateAddresses: parts.settings.allowPrivateAddresses,
    }),
  );
  const startedMs = parts.now();
  const result: HttpResult = await parts.send(rendered, destination.requestTimeoutMs);
  const finding = classify(operation, result, parts.now());
  const response = 'response' in result ? { response: result.response } : {};
  return { number, request: rendered, ...response, finding, durationMs: parts.now() - startedMs };
}

/** What counts, and what nobody knows any more. Throttling and refused keys cost no attempt. */
function after(facts: Exchange['facts'], { finding }: Attempt, step: Step, nowMs: number): Exchange['facts'] {
  const free = finding.verdict === 'throttled' || finding.verdict === 'credentials';
  const reached = !free && step !== 'lookup' && finding.code !== 'CONNECT_FAILED';
  return {
    attempts: facts.attempts + (free ? 0 : 1),
    unsettled: facts.unsettled || (step === 'request' && finding.verdict === 'ambiguous'),
    ...(facts.firstSentAtMs !== undefined
      ? { firstSentAtMs: facts.firstSentAtMs }
      : reached
        ? { firstSentAtMs: nowMs }
        : {}),
  };
}

/** Waits in place while that is short and leaves time for the request; otherwise tells how long to wait elsewhere. */
async function waitForPermit(
  parts: DeliveryParts,
  permitMs: number,
  remainingMs: () => number,
  timeoutMs: number,
) {
  const waitMs = Math.max(0, permitMs - parts.now());
  const spareMs = remainingMs() - timeoutMs - reserveMs;
  if (spareMs <= 0)
    return { waitMs: Math.max(waitMs, 1_000), reason: 'the invocation has no time left for a request' };
  if (waitMs > Math.min(spareMs, waitInPlaceMsMax))
    return { waitMs, reason: 'the rate limit leaves no room yet' };
  if (waitMs > 0) {
    parts.meter.time('LimiterWaitMs', waitMs);
    await parts.sleep(waitMs);
  }
  return undefined;
}

/** What must be left of an invocation after a request: two writes to the ledger and the answer to Lambda. */
export const reserveMs = 5_000;

/** Waiting in place is billed; beyond this a visibility timeout, which costs a receive, is cheaper and frees the sandbox. */
const waitInPlaceMsMax = 5_000;

/** A read that fails leaves the old credentials refused: nothing is gained by calling again. */
async function freshCredentials(store: CredentialStore, current: Current): Promise<Current | undefined> {
  try {
    return await store.refused(current.version);
  } catch {
    return undefined;
  }
}

function pick({ attempts, unsettled, firstSentAtMs }: Facts): Exchange['facts'] {
  return { attempts, unsettled, ...(firstSentAtMs === undefined ? {} : { firstSentAtMs }) };
}
