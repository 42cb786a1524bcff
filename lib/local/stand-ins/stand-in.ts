/** A third party on loopback: real HTTP, its real contract, and misbehaviour on request. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleepOnTimer } from 'node:timers/promises';
import type { Credentials, RateLimit } from '../../../functions/core/destination.ts';
import type { Answer, Arrived, Contract, Seed } from './contract.ts';
import { control, isControl } from './control.ts';
import { close, drip, isTooLarge, listen, readArrived, send } from './exchange.ts';
import { faultAnswer } from './fault-answer.ts';
import { createFaults, type Fault, type Faults, faultKinds } from './faults.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createSlidingWindow } from './sliding-window.ts';

export interface StandIn {
  readonly name: string;
  readonly url: string;
  /** The secret that points at it, as it was at the start. */
  readonly secret: Required<Credentials>;
  readonly ledger: Ledger;
  readonly faults: Faults;
  /** `null`: no limit. */
  readonly setLimit: (limit: RateLimit | null) => void;
  /** From now on only this key is accepted. */
  readonly setApiKey: (apiKey: string) => void;
  /** Puts something there without an effect in the ledger; returns its id. */
  readonly seed: (fields: Seed) => string;
  /** Ends at once, also what hangs or drips. */
  readonly stop: () => Promise<void>;
}

export interface StandInOptions {
  /** 0: whatever is free. */
  readonly port: number;
  readonly now: () => number;
  readonly apiKey: string;
  /** The contract's own unless given; `null`: none. */
  readonly limit?: RateLimit | null;
  /** From 0 up to but not including 1; ids are made of it. */
  readonly random?: () => number;
  /** Between two bytes of a slow answer. */
  readonly sleep?: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Starts a third party's stand-in on 127.0.0.1. Rejects when the port is taken. */
export async function startStandIn(contract: Contract, options: StandInOptions): Promise<StandIn> {
  const { now, random = Math.random } = options;
  const sleep = options.sleep ?? ((ms, signal) => sleepOnTimer(ms, undefined, { signal }));
  const ledger = createLedger();
  const faults = createFaults();
  const window = createSlidingWindow(options.limit === undefined ? contract.limit : options.limit);
  const thirdParty = contract.open({ ledger, now, random });
  const stopped = new AbortController();
  let apiKey = options.apiKey;

  const handle = async (request: IncomingMessage, response: ServerResponse) => {
    const arrived = await readArrived(request, now);
    if (isControl(request.url ?? '')) return send(response, await control(arrived, standIn), now());
    const { answer, fault } = decide(arrived);
    const ending = fault === undefined ? 'answer' : faultKinds[fault.kind].ending;
    const isAnswered = ending === 'answer' || ending === 'drip';
    const key = arrived.headers['idempotency-key'];
    ledger.arrived({
      atMs: arrived.atMs,
      method: arrived.method,
      path: arrived.path,
      requestSha256: arrived.sha256,
      ...(isAnswered ? { statusCode: answer.statusCode } : {}),
      ...(fault === undefined ? {} : { fault: fault.kind }),
      ...(key === undefined ? {} : { key }),
    });
    if (ending === 'reset') request.socket.resetAndDestroy();
    else if (ending === 'drip') await drip(response, answer, now(), (ms) => sleep(ms, stopped.signal));
    else if (ending === 'answer') send(response, answer, now());
    else if (fault?.kind === 'hang') response.once('close', thirdParty.hold?.(arrived) ?? (() => {}));
  };

  const decide = (arrived: Arrived): { readonly answer: Answer; readonly fault?: Fault } => {
    const bare = judge(arrived);
    const state = window.state(arrived.atMs);
    const limitHeaders = state === undefined ? {} : (thirdParty.limitHeaders?.(state) ?? {});
    return { ...bare, answer: { ...bare.answer, headers: { ...limitHeaders, ...bare.answer.headers } } };
  };

  // A fault is met only by a request that would have been served, so that no arranged trouble is lost.
  const judge = (arrived: Arrived): { readonly answer: Answer; readonly fault?: Fault } => {
    if (isTooLarge(arrived)) return { answer: thirdParty.tooLarge() };
    if (arrived.headers.authorization !== `Bearer ${apiKey}`) {
      return { answer: thirdParty.unauthorized(arrived) };
    }
    const state = window.state(arrived.atMs);
    if (!window.admit(arrived.atMs) && state !== undefined) return { answer: thirdParty.rateLimited(state) };
    const fault = faults.take(arrived, () => thirdParty.externalIds(arrived));
    if (fault === undefined || faultKinds[fault.kind].effect) {
      const answer = thirdParty.answer(arrived);
      return fault === undefined ? { answer } : { answer, fault };
    }
    return { answer: faultAnswer(fault, arrived, thirdParty, state ?? contract.limit), fault };
  };

  const server = createServer((request, response) => {
    // The caller left, or the stand-in was stopped, in the middle of the exchange.
    handle(request, response).catch(() => request.socket.destroy());
  });
  const url = await listen(server, options.port);
  const standIn: StandIn = {
    name: contract.name,
    url,
    secret: { apiKey, baseUrl: url },
    ledger,
    faults,
    setLimit: window.set,
    setApiKey: (next) => {
      apiKey = next;
    },
    seed: thirdParty.seed,
    stop: () => {
      stopped.abort();
      return close(server);
    },
  };
  return standIn;
}
