/** `status` for people: a table of what runs and waits, and below it why something does not go on, and when it will. */
import type { EnvironmentName } from '../../environments.ts';
import type { Context } from '../context.ts';
import { counted, painter, printable, table, writeLine } from '../shell/output.ts';
import type { UnconsumedQueue } from '../unconsumed-queues.ts';
import { isWell } from './is-well.ts';
import { type DestinationStatus, depthOf, type IntegrationStatus, type Status } from './read-status.ts';
import { isStopped, type Standstill } from './standstill.ts';

export interface WriteOptions {
  readonly environment: EnvironmentName;
  readonly unconsumed: readonly UnconsumedQueue[];
  /** Idle integrations too, however many there are. */
  readonly all: boolean;
}

const columns = [
  'integration',
  'runs',
  'event source',
  'waiting',
  'in flight',
  'delayed',
  'oldest',
  'dead letters',
  'undelivered',
];

/** As many rows as fit a terminal: of more those with nothing to tell become one line. */
const rowsMax = 20;

export function writeStatus(status: Status, options: WriteOptions, context: Context): void {
  const paint = painter(context);
  const say = (line: string) => writeLine(context.stdout, line);
  const { integrations, destinations } = status;
  const of = new Map(destinations.map((one) => [one.destination, one]));
  const isTold = (one: IntegrationStatus) =>
    options.all ||
    integrations.length <= rowsMax ||
    depthOf(one.queue) > 0 ||
    !isWell(one, of.get(one.destination));
  const told = integrations.filter(isTold);
  if (told.length > 0)
    context.stdout.write(table([columns, ...told.map((one) => rowOf(one, of.get(one.destination)))]));
  const idle = integrations.length - told.length;
  if (idle > 0) say(`${idle}${told.length > 0 ? ' more' : ''} run, and nothing waits (--all shows them)`);
  for (const { destination, standstills, backlog, account } of destinations) {
    for (const one of standstills) {
      say(`${paint('bold', destination)} ${sentenceOf(one)}`);
      if (one.look !== undefined) say(`  last look ${isoOf(one.look.atMs)}: ${printable(one.look.outcome)}`);
      const command = commandOf(one, account.parking?.refusedVersion !== undefined);
      if (command !== undefined)
        say(paint('dim', `  npm run interlock -- ${command} ${destination} --env ${options.environment}`));
    }
    const clear = clearOf(standstills, backlog);
    if (clear !== undefined) say(`${paint('bold', destination)}: ${clear}`);
  }
  for (const [why, command] of told.flatMap(whereToLook).slice(0, hintsMax))
    say(paint('dim', `${why}: npm run interlock -- ${command} --env ${options.environment}`));
  for (const { count, thing, meaning, queue } of options.unconsumed) {
    if (count > 0) say(`${counted(count, thing)} ${meaning}: ${queue}`);
  }
}

/** One for each of what a person looks at first; more would hide it. */
const hintsMax = 6;

/** An event that is older than this is not just under way. */
const waitsMsMin = 60_000;

/** What says more of an integration that is not well, with the third party's own words. */
function whereToLook(one: IntegrationStatus): readonly (readonly [why: string, command: string])[] {
  const { integration, queue, oldestMs = 0, deadLetters } = one;
  return [
    ...(deadLetters > 0
      ? [
          [
            `${integration} gave up on ${counted(deadLetters, 'event')}`,
            `dead-letters ${integration}`,
          ] as const,
        ]
      : []),
    ...(depthOf(queue) > 0 && oldestMs >= waitsMsMin
      ? [[`why events of ${integration} wait`, `logs --integration ${integration} --failed`] as const]
      : []),
  ];
}

function rowOf(
  { integration, eventSource, queue, oldestMs, deadLetters, undelivered }: IntegrationStatus,
  of: DestinationStatus | undefined,
): readonly string[] {
  const [gravest] = of?.standstills ?? [];
  return [
    integration,
    gravest === undefined || gravest.operation !== undefined ? 'yes' : gravest.kind,
    eventSource,
    ...[queue.visible, queue.inFlight, queue.delayed].map(String),
    oldestMs === undefined ? '-' : durationOf(oldestMs),
    ...[deadLetters, undelivered].map(String),
  ];
}

const isoOf = (ms: number) => new Date(ms).toISOString();

/** Goes on after the destination's name. */
function sentenceOf({ kind, operation, sinceMs, reason, nextAtMs }: Standstill): string {
  const since = sinceMs === undefined ? '' : ` since ${isoOf(sinceMs)}`;
  const why = reason === undefined ? '' : `: ${printable(reason)}`;
  const next = nextAtMs === undefined ? '' : `; next look ${isoOf(nextAtMs)}`;
  switch (kind) {
    case 'parked':
      return `is parked${since}${why}${next}`;
    case 'failing':
    case 'throttled':
    case 'refused':
      return `${operation === undefined ? 'has an open circuit' : `has an open circuit for ${operation}`} (${kind})${since}${why}${next}`;
    case 'paused':
      return `takes no more until ${isoOf(nextAtMs ?? 0)}`;
    case 'throttling':
      return `throttles${since}, and nothing has passed in between`;
    case 'unanswered':
      return `has given no good answer${since}: its requests fail or hang`;
    case 'ramping':
      return `goes on${since}, slowly at first: all of the rate after a minute`;
  }
}

/** What an operator may do about it; most of it passes by itself. */
function commandOf({ kind }: Standstill, refusedKey: boolean): string | undefined {
  if (kind === 'parked') return refusedKey ? 'secret set' : 'resume';
  return kind === 'refused' ? 'resume' : undefined;
}

/** Below this a backlog is no more than what is under way. */
const clearInMsMin = 60_000;

function clearOf(
  standstills: readonly Standstill[],
  backlog: DestinationStatus['backlog'],
): string | undefined {
  const { waiting, perSecond, clearInMs } = backlog;
  if (waiting === 0 || perSecond === undefined) return undefined;
  const stopped = standstills.some(isStopped);
  if (!stopped && clearInMs < clearInMsMin) return undefined;
  const rate = `at ${Number(perSecond.toFixed(1))} a second`;
  const waits = `${counted(waiting, 'event')} ${waiting === 1 ? 'waits' : 'wait'}`;
  return stopped
    ? `${waits} until it goes on; clear ${durationOf(clearInMs)} after that ${rate}`
    : `${waits}; clear in ${durationOf(clearInMs)} ${rate}`;
}

/** The two greatest units: `12 d 3 h`, `4 min 10 s`. */
export function durationOf(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}
