/** What one check of a probe came to: not how its answer looks, but what the third party did about the question. */
import type { Verdict } from '../../declare/destination.ts';

/** How an answer stands to what was asked, and to the answers before it. In the order in which they are explained. */
export const relations = [
  /** A request that makes nothing was answered. */
  'answered',
  'made',
  /** Taken, without an id: of a request that was broken on purpose, whether it made something or not. */
  'accepted',
  /** The same again: the id of the first time. */
  'same id',
  /** The same again: a second thing was made. */
  'another',
  /** Refused because it is there already. */
  'conflict',
  'refused',
  'found',
  /** A lookup found something, and not what was made. */
  'other',
  'nothing',
  /** The answer says neither yes nor no. */
  'unclear',
  /** The next page of a list: other things than the first. */
  'next',
  'removed',
] as const;

export type Relation = (typeof relations)[number];

export interface CheckOutcome {
  readonly statusCode: number;
  readonly verdict: Verdict;
  readonly relation: Relation;
}

/** As it stands in the lock, `409 terminal: conflict`. */
export const outcomeText = ({ statusCode, verdict, relation }: CheckOutcome): string =>
  `${statusCode} ${verdict}: ${relation}`;

/** Reads `outcomeText` back. `undefined`: it is none. */
export function parseOutcome(text: string): CheckOutcome | undefined {
  const [, status = '', verdict = '', relation = ''] = /^([1-9]\d\d) ([a-z]+): ([a-z ]+)$/.exec(text) ?? [];
  const known = relations.find((one) => one === relation);
  if (known === undefined || !Object.hasOwn(verdicts, verdict)) return undefined;
  return { statusCode: Number(status), verdict: verdict as Verdict, relation: known };
}

/** A table, so that a verdict that is added to the language is missed here. */
const verdicts: Readonly<Record<Verdict, true>> = {
  success: true,
  terminal: true,
  retryable: true,
  throttled: true,
  ambiguous: true,
  unknown: true,
  credentials: true,
  refused: true,
};

/** What a check came to whenever it was made. */
export interface LockedCheck {
  readonly samples: number;
  /** Each once, sorted. */
  readonly outcomes: readonly string[];
}
