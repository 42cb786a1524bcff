/** Which outside calls go wrong, and how. A search names them one by one; a swarm rolls dice. */
import type { Random } from './random.ts';

/** One attempt of one call: what a repetition by the SDK makes is a call of its own here. */
export interface OutsideCall {
  /** From 0, in the order in which the world's calls are made. */
  readonly index: number;
  /** `dynamodb.UpdateItem`, `http.wallet.POST /v1/customers`, `sleep`, `event-source.DeleteMessageBatch`. */
  readonly label: string;
  readonly kind: CallKind;
  /** Id of the sandbox that calls, or name of the event source. */
  readonly sandbox: string;
  /** From 1: which of the SDK's attempts. */
  readonly attempt: number;
  /** Id of the item that a call to the table is about. */
  readonly item?: string;
  /** Virtual epoch milliseconds. */
  readonly atMs: number;
}

/** `none` everywhere; the others by kind. */
export const faultsOf = {
  aws: ['fail', 'throttle', 'deny', 'unreachable', 'lost', 'late', 'kill-before', 'kill-after'],
  http: [
    'fail',
    'fail-saved',
    'unavailable-html',
    'unauthorized',
    'retry-after-seconds',
    'retry-after-date',
    'unreachable',
    'reset-before',
    'lost',
    'hang',
    'hang-after',
    'late',
    'drip',
    'kill-before',
    'kill-after',
  ],
  sleep: ['kill-before', 'kill-after'],
  // Not `lost`: whether the event source hears that a delete worked changes nothing.
  'event-source': ['fail'],
} as const;

export type CallKind = keyof typeof faultsOf;

/**
 * - `fail`, `throttle`, `deny`: refused by the service, nothing applied; `deny` is not worth a repetition
 * - `fail-saved`: as `fail`, and the third party repeats it to whoever comes with the same key
 * - `unreachable`: never left the sandbox, and it knows
 * - `reset-before`, `hang`: nothing applied, and the caller cannot know
 * - `lost`, `hang-after`: applied, and the answer lost
 * - `late`: the caller gives up first; applied after that
 * - `drip`: applied; the status is known, the body is cut
 * - `kill-before`, `kill-after`: the sandbox dies before the call leaves, or when it has been applied
 */
export type Fault = 'none' | (typeof faultsOf)[CallKind][number];

export interface FaultPlan {
  readonly decide: (call: OutsideCall) => Fault;
}

export const noFaults: FaultPlan = { decide: () => 'none' };

/** Exactly these calls go wrong. */
export function faultsAt(faults: Readonly<Record<number, Fault>>): FaultPlan {
  return { decide: ({ index }) => faults[index] ?? 'none' };
}

/**
 * A world with a character of its own: a random choice of faults, each with a random rate. Some worlds have none of
 * most, so that a rare one is not always hidden behind a frequent one.
 * @param rateMax the most that one fault may strike a call, 0 to 1
 */
export function swarm(random: Random, rateMax = 0.1): FaultPlan {
  const kinds = Object.keys(faultsOf) as CallKind[];
  const rates = kinds.map((kind) => {
    const chosen = faultsOf[kind].filter(() => random.chance(0.3));
    return [kind, chosen.map((fault) => ({ fault, rate: random.next() ** 2 * rateMax }))] as const;
  });
  const byKind = new Map<CallKind, readonly { fault: Fault; rate: number }[]>(rates);
  return {
    decide: ({ kind }) => byKind.get(kind)?.find(({ rate }) => random.chance(rate))?.fault ?? 'none',
  };
}
