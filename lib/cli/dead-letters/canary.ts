/** A redrive in steps: a few first, and more only when all of them came through. */
import type { EnvironmentName } from '../../environments.ts';
import { integrationName } from '../../names.ts';
import type { Clients } from '../clients.ts';
import type { Context } from '../context.ts';
import { type Forms, readForms } from '../logs/references.ts';
import { type AwaitedOutcome, waitForOutcomes } from '../logs/wait-for-outcomes.ts';
import { isDelivered } from '../send/wait-for-deliveries.ts';
import { UsageError } from '../shell/errors.ts';
import type { MovedMessage, Mover } from './move-messages.ts';
import { type DeadLetter, identityOfLetter, readDeadLetters, undiagnosed } from './read-dead-letters.ts';

/** A pass over all of the queue is begun for each: more steps than these tell nothing more. */
const stepsMax = 10;

/** How many go in each step of `1,10,all`. Throws `UsageError` on anything else. */
export function parseSteps(text: string): readonly number[] {
  const words = text.split(',').map((word) => word.trim());
  const steps = words.map((word) =>
    word === 'all' ? Number.POSITIVE_INFINITY : /^[1-9]\d{0,5}$/.test(word) ? Number(word) : Number.NaN,
  );
  const allAt = words.indexOf('all');
  const isLast = allAt === -1 || allAt === words.length - 1;
  if (!steps.some(Number.isNaN) && isLast && steps.length <= stepsMax) return steps;
  throw new UsageError(
    `--canary takes how many go in each step, like 1,10,all: at most ${stepsMax} steps, got "${text}"`,
  );
}

/** Why the rest stayed. */
export interface Stop {
  /** Of this step, counted from 1. */
  readonly step: number;
  readonly sent: number;
  readonly delivered: number;
  /** What came back, by fingerprint, the most frequent first. */
  readonly cameBack: readonly CameBack[];
  /** Events that had no outcome in time, or are parked. */
  readonly open: readonly string[];
}

export interface CameBack {
  readonly fingerprint: string;
  readonly code: string;
  readonly count: number;
  /** It is one of those that went in this step. */
  readonly isSame: boolean;
}

export interface CanaryOptions {
  readonly steps: readonly number[];
  readonly clients: Pick<Clients, 'lambda' | 'logs' | 'sqs'>;
  readonly environment: EnvironmentName;
  readonly integration: string;
  /** URL of the queue that what fails again comes back to. */
  readonly deadLetters: string;
  /** For the outcomes of each step. */
  readonly timeoutMs: number;
  readonly onStep: (text: string) => void;
}

/** Goes on to the next step only when each event of the one before was delivered. Rejects with what the mover failed on. */
export async function moveInSteps(
  mover: Mover,
  options: CanaryOptions,
  context: Context,
): Promise<Stop | undefined> {
  const { clients, environment, integration } = options;
  const forms = await readForms(integrationName(environment, integration), clients.lambda, context);
  for (const [at, most] of options.steps.entries()) {
    const before = mover.moved.length;
    const sentMs = context.now();
    const failure = await mover.move(most);
    if (failure !== undefined) throw failure;
    const sent = mover.moved.slice(before);
    // Behind the last step there is nothing to be stopped.
    if (sent.length === 0 || most === Number.POSITIVE_INFINITY) return undefined;
    options.onStep(`step ${at + 1}: ${sent.length} sent, waiting for what becomes of them`);
    const stop = await stopAfter(sent, { ...options, step: at + 1, sentMs, forms }, context);
    if (stop !== undefined) return stop;
    options.onStep(`step ${at + 1}: all delivered`);
  }
  return undefined;
}

interface StepTaken extends CanaryOptions {
  readonly step: number;
  /** When its first was sent, epoch milliseconds. */
  readonly sentMs: number;
  readonly forms: Forms;
}

async function stopAfter(
  sent: readonly MovedMessage[],
  taken: StepTaken,
  context: Context,
): Promise<Stop | undefined> {
  const { step, clients, integration, deadLetters, environment, timeoutMs, sentMs, forms } = taken;
  const awaited = sent.flatMap(({ eventId }) => (eventId === undefined ? [] : [{ eventId, integration }]));
  const waiting = { logs: clients.logs, environment, timeoutMs, sentMs, forms };
  const outcomes = awaited.length === 0 ? [] : await waitForOutcomes(awaited, waiting, context, () => {});
  const delivered = outcomes.filter(isDelivered).length;
  if (delivered === sent.length) return undefined;
  const letters = await readDeadLetters(clients.sqs, deadLetters, { signal: context.signal });
  const back = letters.filter((letter) => isBack(letter, sent));
  const isHere = ({ eventId }: AwaitedOutcome) => back.some((letter) => letter.eventId === eventId);
  const open = outcomes.filter((one) => !isDelivered(one) && !isHere(one)).map(({ eventId }) => eventId);
  return { step, sent: sent.length, delivered, cameBack: cameBackOf(back, sent), open };
}

/** A letter of the same event that is not the one that was sent back. */
function isBack(letter: DeadLetter, sent: readonly MovedMessage[]): boolean {
  const identity = identityOfLetter(letter);
  return sent.some(
    (one) => one.identity === identity && one.diagnosis?.failedAt !== letter.diagnosis?.failedAt,
  );
}

function cameBackOf(back: readonly DeadLetter[], sent: readonly MovedMessage[]): readonly CameBack[] {
  const before = new Set(sent.map(({ diagnosis }) => diagnosis?.fingerprint));
  return [...Map.groupBy(back, ({ diagnosis }) => diagnosis?.fingerprint)]
    .map(([fingerprint, letters]) => ({
      fingerprint: fingerprint ?? '-',
      code: letters[0]?.diagnosis?.code ?? undiagnosed,
      count: letters.length,
      isSame: before.has(fingerprint),
    }))
    .sort((a, b) => b.count - a.count);
}
