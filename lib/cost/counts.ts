/** What deliveries really call and write, counted at the boundary of the SDK: `npm run bench -- counts --write` makes the data. */
import { readFileSync } from 'node:fs';

export const scenarioNames = [
  /** The first batch of ten of a sandbox. */
  'cold',
  /** A batch of ten in a sandbox that is warm, the limit unused: the straight way. */
  'ten',
  /** The same with all headers and bodies in the log. */
  'whole',
  /** A batch of one. */
  'one',
  /** A second copy of each of ten events that are delivered. */
  'duplicates',
  /** Five events, each twice in one batch. */
  'twice',
  /** One event that is answered with a 503, then delivered. */
  'retried',
  /** One event that is throttled, then delivered. */
  'throttled',
  /** A batch of ten in every sandbox at once, each its first, to a third party that nobody has asked lately. */
  'onset',
  /** Batches of ten without end in every sandbox: the limit is used up, and deliveries wait in place for it. */
  'backlog',
] as const;

export type ScenarioName = (typeof scenarioNames)[number];

export interface Lines {
  lines: number;
  /** UTF-8, without line ends: CloudWatch keeps none. */
  bytes: number;
}

/** All of a scenario; divide by `events`. */
export interface Tally {
  /** What was delivered in the end; of `duplicates`, the copies. */
  readonly events: number;
  /** Messages that the function was given, repetitions included. */
  receives: number;
  invocations: number;
  /** From the start of each invocation to its answer by the assumed latencies, without its CPU. */
  waitedMs: number;
  /** Writes by what they are for. Those whose condition failed are billed too, and counted. */
  takes: number;
  putDowns: number;
  limiterWrites: number;
  otherWrites: number;
  /** What DynamoDB bills for all writes: a unit for each begun KB of the item before or after, whichever is more. */
  writeUnits: number;
  reads: number;
  readUnits: number;
  /** The largest item of a delivery in hand. */
  itemBytesMax: number;
  /** The item of a delivery that is over. */
  storedBytes: number;
  secretReads: number;
  visibilityChanges: number;
  /** By the event source: one for each batch of which something was done. */
  deletes: number;
  /** Messages that the function sent itself: dead letters, asks. */
  sends: number;
  /** To the third party. */
  requests: number;
  readonly attemptLines: Lines;
  readonly metricLines: Lines;
  readonly otherLines: Lines;
  /** Names of them. */
  metrics: number;
}

export interface IntegrationCounts {
  readonly event: string;
  readonly destination: string;
  /** The message's body: the event's example in its envelope. */
  readonly eventBytes: number;
  readonly memoryMb: number;
  readonly alarms: number;
  readonly scenarios: Readonly<Record<ScenarioName, Tally>>;
}

export interface Counts {
  /** YYYY-MM-DD. */
  readonly countedOn: string;
  /** The command that makes this. */
  readonly madeBy: string;
  /** What `waitedMs` is made of: nothing here was a network. */
  readonly assumedLatencyMs: Readonly<Record<'thirdParty' | 'dynamodb' | 'otherAws', number>>;
  /** Of the whole stack. */
  readonly stack: {
    readonly alarms: number;
    readonly secrets: number;
    /** Queues that an event source polls. */
    readonly polledQueues: number;
    /** That the event sources of integrations run at once, at most. */
    readonly sandboxes: number;
  };
  readonly integrations: Readonly<Record<string, IntegrationCounts>>;
}

export const countsFile = new URL('counts.json', import.meta.url);

export const readCounts = (): Counts => JSON.parse(readFileSync(countsFile, 'utf8')) as Counts;
