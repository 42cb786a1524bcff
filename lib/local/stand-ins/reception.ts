/** How a third party receives a request, whatever brought it: key, limit, arranged trouble, and then its contract. */
import type { RateLimit } from '../../../functions/core/declare/destination.ts';
import type { Answer, Arrived, Contract, Seed } from './contract.ts';
import { type Drift, drifted } from './drifts.ts';
import { faultAnswer } from './fault-answer.ts';
import { createFaults, type Fault, type Faults, faultKinds } from './faults.ts';
import { createRequestJournal, type RequestJournal } from './request-journal.ts';
import { createSlidingWindow } from './sliding-window.ts';
import { targetOf } from './target.ts';

/** How an exchange ends: with the answer, with a reset, never, or with the head at once and the body byte by byte. */
export type Ending = (typeof faultKinds)[keyof typeof faultKinds]['ending'];

export interface Received {
  /** What the third party has to say; whether the caller hears it is up to `ending`. */
  readonly answer: Answer;
  readonly ending: Ending;
  readonly fault?: Fault;
}

export interface Reception {
  readonly journal: RequestJournal;
  readonly faults: Faults;
  /** A request is under way until the returned function is called. */
  readonly enter: () => () => void;
  /** Applies the request's effect, if it has one, and writes the arrival down. */
  readonly receive: (arrived: Arrived, isTooLarge?: boolean) => Received;
  /** The request is being worked on until the returned function is called. */
  readonly hold: (arrived: Arrived) => () => void;
  /** `null`: no limit. */
  readonly setLimit: (limit: RateLimit | null) => void;
  /** What it takes. */
  readonly apiKey: () => string;
  /** From now on only this key is accepted. */
  readonly setApiKey: (apiKey: string) => void;
  /** From now on every answer is altered so; `undefined`: it keeps its contract again. */
  readonly setDrift: (drift: Drift | undefined) => void;
  /** Puts something there without an effect in the journal; returns its id. */
  readonly seed: (fields: Seed) => string;
}

export interface ReceptionOptions {
  readonly now: () => number;
  /** From 0 up to but not including 1; ids are made of it. */
  readonly random: () => number;
  readonly apiKey: string;
  /** The contract's own unless given; `null`: none. */
  readonly limit?: RateLimit | null;
  /** Things and effects that it keeps, the newest. @default - all of them */
  readonly remembers?: number | undefined;
}

export function createReception(contract: Contract, options: ReceptionOptions): Reception {
  const { now, random } = options;
  const journal = createRequestJournal(options.remembers);
  const faults = createFaults();
  const window = createSlidingWindow(options.limit === undefined ? contract.limit : options.limit);
  let apiKey = options.apiKey;
  const thirdParty = contract.open({ journal, now, random, apiKey: () => apiKey });
  const { isAuthorized = isBearer, concurrentRequests = Number.POSITIVE_INFINITY } = contract;
  const carriesKey = (arrived: Arrived) => isAuthorized(arrived.headers, apiKey, arrived.path, arrived);
  let drift: Drift | undefined;
  let underWay = 0;
  const isExchange = (arrived: Arrived) => thirdParty.tokenEndpoint?.path === targetOf(arrived).path;

  /** Why the request is not served. */
  const refusal = (arrived: Arrived): Answer | undefined => {
    if (isExchange(arrived)) return undefined;
    if (!(thirdParty.isAuthorized ?? carriesKey)(arrived)) return thirdParty.unauthorized(arrived);
    const state = window.state(arrived.atMs) ?? contract.limit;
    if (underWay > concurrentRequests) {
      return thirdParty.tooManyAtOnce?.(arrived) ?? thirdParty.rateLimited(state, arrived);
    }
    return window.admit(arrived.atMs) ? undefined : thirdParty.rateLimited(state, arrived);
  };
  const serve = (arrived: Arrived): Answer =>
    isExchange(arrived) && thirdParty.tokenEndpoint
      ? thirdParty.tokenEndpoint.answer(arrived)
      : thirdParty.answer(arrived);

  // A fault is met only by a request that would have been served, so that no arranged trouble is lost.
  const judge = (
    arrived: Arrived,
    isTooLarge: boolean,
  ): { readonly answer: Answer; readonly fault?: Fault } => {
    if (isTooLarge) return { answer: thirdParty.tooLarge(arrived) };
    const limit = window.state(arrived.atMs) ?? contract.limit;
    const refused = refusal(arrived);
    if (refused !== undefined) return { answer: refused };
    // Whoever arranges trouble means deliveries: an exchange meets what names its path.
    const fault = faults.take(arrived, () => thirdParty.externalIds(arrived), isExchange(arrived));
    if (fault === undefined || faultKinds[fault.kind].effect) {
      const answer = serve(arrived);
      return fault === undefined ? { answer } : { answer, fault };
    }
    return { answer: faultAnswer(fault, arrived, thirdParty, limit), fault };
  };

  const receive = (arrived: Arrived, isTooLarge = false): Received => {
    const { answer: bare, fault } = judge(arrived, isTooLarge);
    const state = isExchange(arrived) ? undefined : window.state(arrived.atMs);
    const limitHeaders = state === undefined ? {} : (thirdParty.limitHeaders?.(state) ?? {});
    const honest = { ...bare, headers: { ...limitHeaders, ...bare.headers } };
    const answer = drift === undefined ? honest : drifted(honest, arrived, drift);
    const ending = fault === undefined ? 'answer' : faultKinds[fault.kind].ending;
    const isAnswered = ending === 'answer' || ending === 'drip';
    const key = arrived.headers['idempotency-key'];
    journal.addArrival({
      atMs: arrived.atMs,
      method: arrived.method,
      path: arrived.path,
      requestSha256: arrived.sha256,
      ...(isAnswered ? { statusCode: answer.statusCode } : {}),
      ...(fault === undefined ? {} : { fault: fault.kind }),
      ...(key === undefined ? {} : { key }),
    });
    return { answer, ending, ...(fault === undefined ? {} : { fault }) };
  };

  return {
    journal,
    faults,
    enter: () => {
      underWay += 1;
      return () => {
        underWay -= 1;
      };
    },
    receive,
    hold: (arrived) => thirdParty.hold?.(arrived) ?? (() => {}),
    setLimit: window.set,
    apiKey: () => apiKey,
    setApiKey: (next) => {
      apiKey = next;
    },
    setDrift: (next) => {
      drift = next;
    },
    seed: thirdParty.seed,
  };
}

const isBearer: NonNullable<Contract['isAuthorized']> = ({ authorization }, apiKey) =>
  authorization === `Bearer ${apiKey}`;
