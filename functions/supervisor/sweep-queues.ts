/** Looks through the queues of a destination, one after the other: those that nobody receives from, or all of them. */
import type { PausedQueue, WaitingMessage } from '../core/aws/paused-queue.ts';
import { type About, diagnose } from '../core/deliver/diagnosis.ts';
import { ageMsOf, type LastChance } from '../core/deliver/last-chance.ts';
import type { Log } from '../core/log.ts';
import type { Meter } from '../core/metrics.ts';
import type { AccountStore } from '../core/pace/account-store.ts';
import { ownWords } from '../core/redact/redacted.ts';
import { whatIsDue } from './due.ts';
import type { SupervisorRequest } from './request.ts';
import { type Swept, sweep } from './sweep.ts';

type SweepRequest = SupervisorRequest & { readonly ask: 'sweep' };

export interface SweepParts {
  readonly account: Pick<AccountStore, 'state' | 'claimSweep' | 'recordWaiting'>;
  readonly destination: string;
  /** Name of the operation by integration. */
  readonly operations: Readonly<Record<string, string>>;
  readonly queueOf: (integration: string) => PausedQueue;
  readonly meterOf: (integration: string) => Meter;
  readonly lastChance: LastChance;
  /** Sends a request to the supervisor itself; it arrives after so many seconds. */
  readonly askItself: (request: SupervisorRequest, afterSeconds: number) => Promise<void>;
  readonly log: Log;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** What one request takes at most, beside a last call: a look, or an operator, may wait behind it. */
export const sweepMsMax = 15_000;

/**
 * Four times what a sweep of the largest queue takes, 120,000 messages in flight; and soon enough over for an event source
 * that is enabled meanwhile, which takes Lambda a minute.
 */
export const sweptHiddenSeconds = 120;

/**
 * Where event sources run, what is old is put aside by whoever receives it: but SQS promises no order, and a backlog that is
 * larger than what goes out in the last fourteenth of the retention may hide some until they are dropped.
 * Rejects with what SQS or the ledger refused: the request has to come back, and goes on where it was.
 */
export async function sweepQueues(
  parts: SweepParts,
  { from = '', seen: seenBefore = 0, ...request }: SweepRequest,
): Promise<void> {
  const { account, operations, now, askItself, lastChance } = parts;
  const { running = false } = request;
  // One function of many has met it first; the rest of a round that was begun goes on.
  if (running && from === '' && !(await account.claimSweep(now() + lastChance.sweepEveryMs))) return;
  const endMs = now() + sweepMsMax;
  const state = await account.state();
  const { paused } = whatIsDue({ request, state, lastChance, nowMs: now() });
  const isPaused = (name: string) => paused === 'all' || paused.includes(operations[name] ?? '');
  const names = Object.keys(operations)
    .filter((name) => running || isPaused(name))
    .sort();
  const waitingSince = { ...state.waitingSince };
  for (const integration of names) {
    if (integration < from) continue;
    const { isWhole, seen, oldestSentAtMs } = await sweepOne(
      parts,
      integration,
      endMs,
      integration === from ? seenBefore : 0,
    );
    const goOn = () => askItself({ ...request, from: integration, seen }, 0);
    // A sweep that goes on sees what the part before it left visible; a queue in which nothing is left has no age.
    const before = integration === from ? waitingSince[integration] : undefined;
    const oldest = [before, oldestSentAtMs].filter((ms) => ms !== undefined);
    if (oldest.length > 0) waitingSince[integration] = Math.min(...oldest);
    else delete waitingSince[integration];
    await account.recordWaiting(waitingSince);
    if (!isWhole) return goOn();
  }
}

/** `isWhole`: the time was not over before the queue was seen whole. */
async function sweepOne(
  parts: SweepParts,
  integration: string,
  endMs: number,
  seenBefore: number,
): Promise<Pick<Swept, 'isWhole' | 'seen'> & { readonly oldestSentAtMs: number | undefined }> {
  const { destination, queueOf, meterOf, lastChance, log, now } = parts;
  const queue = queueOf(integration);
  const { isWhole, seen, oldestMs, oldestLeftSentAtMs, expired, failure } = await sweep({
    queue,
    lastChance,
    putAside: (message) =>
      queue.deadLetter(message, diagnosisOf(message, { integration, destination }, now())),
    endMs,
    seenBefore,
    now,
  });
  const meter = meterOf(integration);
  if (oldestMs !== undefined) meter.time('WaitingAgeMs', oldestMs);
  if (expired > 0) meter.count('DeadLettered', expired);
  meter.flush();
  if (expired > 0) log.write('warn', 'queue.swept', { integration, destination, expired, isWhole });
  if (failure !== undefined) throw failure;
  return { isWhole, seen, oldestSentAtMs: oldestLeftSentAtMs };
}

function diagnosisOf({ attributes }: WaitingMessage, about: About, nowMs: number) {
  const { ApproximateFirstReceiveTimestamp: first } = attributes;
  const hours = Math.round(ageMsOf(attributes, nowMs) / 360_000) / 10;
  // How often it was tried stands in the ledger, which is the workers': a redrive goes on from there.
  const reason = ownWords(
    `it waited for ${hours} h, nobody received it in time, and the queue would soon have dropped it; what was tried before stands in the log`,
  );
  const record = { attempts: 0, firstTakenAtMs: Number(first) };
  return diagnose({ code: 'EXPIRED', stage: 'take', reason }, { ...about, record }, nowMs);
}
