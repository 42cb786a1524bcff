/** A third party in virtual time: its contract as the local environment plays it, behind a wire that loses things. */
import { createHash } from 'node:crypto';
import type { RateLimit } from '../../functions/core/declare/destination.ts';
import type { RenderedRequest } from '../../functions/core/http/request.ts';
import type { HttpResult, SendHttp } from '../../functions/core/http/send-http.ts';
import type { Answer, Arrived, Contract } from '../../lib/local/stand-ins/contract.ts';
import { bytesOf, sentHeaders } from '../../lib/local/stand-ins/exchange.ts';
import type { Fault as ArrangedFault } from '../../lib/local/stand-ins/faults.ts';
import { createReception, type Received, type Reception } from '../../lib/local/stand-ins/reception.ts';
import type { Effect } from '../../lib/local/stand-ins/request-journal.ts';
import type { Fault } from './fault-plan.ts';
import { leave, type Outside } from './outside.ts';
import type { Random } from './random.ts';
import type { Sandbox } from './sandbox.ts';

/** A request as the third party saw it. */
export interface SeenArrival {
  /** By the third party's own clock, which is right. Virtual epoch milliseconds. */
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Of the exact bytes of the body. */
  readonly sha256: string;
  readonly idempotencyKey?: string;
  readonly sandbox: string;
  readonly fault: Fault;
  /** When the sandbox began to send it. */
  readonly startedAtMs: number;
  /** The invocation that sent it had less time left than the request and a write after it may take. */
  readonly isTooLate: boolean;
  /** When the sandbox learned what came of it; never when it died before. */
  heardAtMs?: number;
  /** What it answered, or would have. Nothing while it is at it. */
  statusCode?: number;
  retryAfter?: string;
  /** How the exchange ended: whether the answer went out at all, and whole. */
  ending?: Received['ending'];
  /** What the request did, if it did something. */
  effect?: Effect;
}

export interface ThirdParty {
  readonly name: string;
  /** Arranged trouble, limit, key, and the journal of requests. */
  readonly reception: Reception;
  readonly arrivals: readonly SeenArrival[];
  readonly effectsOf: (externalId: string) => readonly Effect[];
  /** The wire to it from a sandbox. */
  readonly sendFrom: (sandbox: Sandbox) => SendHttp;
}

export interface ThirdPartyOptions {
  readonly outside: Outside;
  readonly random: Random;
  readonly apiKey: string;
  /** `null`: none. @default - the contract's own */
  readonly limit?: RateLimit | null;
  /** One way, milliseconds. @default - 5 to 100: less than what the spacing of requests allows for */
  readonly latencyMs?: () => number;
  /** How long it works on a request, milliseconds. @default - 20 to 200 */
  readonly workMs?: () => number;
}

/** What `Retry-After` asks for at most, seconds. */
const pauseSecondsMax = 30;
/** What must be left after a request at the least: one write to the ledger that is answered at its last moment. */
const writeMs = 3_000;
/** How long after the caller has given up a late request may still be carried out. */
const lateMsMax = 60_000;

export function createThirdParty(contract: Contract, options: ThirdPartyOptions): ThirdParty {
  const { outside, random, apiKey } = options;
  const { kernel } = outside;
  const workMs = options.workMs ?? (() => random.int(20, 200));
  const latencyMs = options.latencyMs ?? (() => random.int(5, 100));
  const limit = options.limit === undefined ? {} : { limit: options.limit };
  const reception = createReception(contract, { now: kernel.now, random: random.next, apiKey, ...limit });
  const { journal } = reception;
  const arrivals: SeenArrival[] = [];

  const noted = (
    arrived: Arrived,
    sent: Pick<SeenArrival, 'sandbox' | 'fault' | 'startedAtMs' | 'isTooLate'>,
  ) => {
    const { atMs, method, path, headers, sha256, body } = arrived;
    const key = headers['idempotency-key'];
    const idempotencyKey = key === undefined ? {} : { idempotencyKey: key };
    const seen: SeenArrival = { atMs, method, path, headers, body, sha256, ...idempotencyKey, ...sent };
    arrivals.push(seen);
    return seen;
  };

  /** Lets the request be received, with the trouble that the plan has for it and no other. */
  const receive = (arrived: Arrived, seen: SeenArrival): Received => {
    const trouble = troubleOf(seen.fault, random);
    if (trouble !== undefined) reception.faults.add([{ ...trouble, match: { path: arrived.path } }]);
    const before = journal.effects.length;
    const received = reception.receive(arrived);
    // A request that is refused anyway does not meet its trouble, and no other shall.
    if (trouble !== undefined) reception.faults.clear();
    seen.statusCode = received.answer.statusCode;
    seen.ending = received.ending;
    const retryAfter = received.answer.headers['retry-after'];
    if (retryAfter !== undefined) seen.retryAfter = retryAfter;
    const effect = journal.effects[before];
    if (effect !== undefined) seen.effect = effect;
    outside.trace.add(contract.name, `${seen.statusCode}${effect === undefined ? '' : ` made ${effect.id}`}`);
    return received;
  };

  const sendFrom =
    (sandbox: Sandbox): SendHttp =>
    (request, timeoutMs) =>
      new Promise((resolve) => {
        const label = `http.${contract.name}.${request.method} ${request.url.pathname}`;
        const call = leave(outside, sandbox, { kind: 'http', label });
        if (call === undefined) return;
        const { fault } = call;
        const startedMs = kernel.now();
        const isTooLate = startedMs + timeoutMs + writeMs > sandbox.deadlineMs;
        let noticed: SeenArrival | undefined;
        const endAt = (atMs: number, result: () => HttpResult) =>
          kernel.schedule(atMs - kernel.now(), () =>
            sandbox.enter(() => {
              if (noticed !== undefined) noticed.heardAtMs = kernel.now();
              resolve(result());
            }),
          );
        const giveUp = () => endAt(startedMs + timeoutMs, () => failure('unknown', 'TIMEOUT'));
        const thereMs = latencyMs();
        if (fault === 'unreachable') {
          return endAt(startedMs + thereMs, () => failure('not-sent', 'CONNECT_FAILED'));
        }
        kernel.schedule(thereMs, () => {
          const arrived = arrivedOf(request, kernel.now());
          const seen = noted(arrived, { sandbox: sandbox.id, fault, startedAtMs: startedMs, isTooLate });
          noticed = seen;
          if (fault === 'late') {
            giveUp();
            const done = reception.hold(arrived);
            return kernel.schedule(timeoutMs - thereMs + random.int(1, lateMsMax), () => {
              done();
              receive(arrived, seen);
            });
          }
          const { answer, ending } = receive(arrived, seen);
          if (fault === 'kill-after') return sandbox.kill('killed');
          if (ending === 'hang') {
            giveUp();
            if (fault === 'hang') kernel.schedule(timeoutMs - thereMs, reception.hold(arrived));
            return;
          }
          const dateMs = kernel.now();
          if (ending === 'drip') {
            const shown = random.next();
            return endAt(startedMs + timeoutMs, () => responseOf(answer, dateMs, shown));
          }
          const backMs = workMs() + latencyMs();
          if (ending === 'reset') {
            return endAt(dateMs + latencyMs(), () => failure('unknown', 'CONNECTION_LOST'));
          }
          // Its timer is up, or was while the sandbox was frozen; then either may be looked at first.
          if (thereMs + backMs > timeoutMs) return giveUp();
          endAt(dateMs + backMs, () =>
            kernel.now() - startedMs > timeoutMs && outside.random.chance(0.5)
              ? failure('unknown', 'TIMEOUT')
              : responseOf(answer, dateMs),
          );
        });
      });

  return {
    name: contract.name,
    reception,
    arrivals,
    effectsOf: (externalId) => journal.effects.filter((effect) => effect.externalId === externalId),
    sendFrom,
  };
}

/** A fault of the plan, as the third party is told to behave. */
function troubleOf(fault: Fault, random: Random): ArrangedFault | undefined {
  switch (fault) {
    case 'fail':
      return { kind: 'error-500' };
    case 'fail-saved':
      return { kind: 'error-500', saved: true };
    case 'unavailable-html':
    case 'unauthorized':
    case 'reset-before':
    case 'hang':
    case 'hang-after':
      return { kind: fault };
    case 'retry-after-seconds':
    case 'retry-after-date':
      return { kind: fault, seconds: random.int(1, pauseSecondsMax) };
    case 'lost':
      return { kind: 'reset-after' };
    case 'drip':
      return { kind: 'slow-drip' };
    default:
      return undefined;
  }
}

const arrivedOf = ({ method, url, headers, body = '' }: RenderedRequest, atMs: number): Arrived => ({
  method,
  path: url.pathname + url.search,
  headers,
  body,
  sha256: createHash('sha256').update(body).digest('hex'),
  bytes: Buffer.byteLength(body),
  atMs,
});

/** @param shown share of the body that came before the end, 0 to 1; all of it if left out */
function responseOf(answer: Answer, dateMs: number, shown?: number): HttpResult {
  const body = bytesOf(answer).toString('utf8');
  return {
    response: {
      statusCode: answer.statusCode,
      headers: sentHeaders(answer, dateMs),
      body: shown === undefined ? body : body.slice(0, Math.floor(body.length * shown)),
      bodyTruncated: shown !== undefined,
    },
  };
}

const failure = (sent: 'not-sent' | 'unknown', code: string): HttpResult => ({
  failure: { sent, code, message: `the connection ended: ${code}` },
});
