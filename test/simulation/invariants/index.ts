/** What must be true of every world, whatever struck it: judged by what the third parties saw, not by what we say. */
import type { Evidence } from '../evidence.ts';
import { atMostOneEffect } from './at-most-one-effect.ts';
import { attemptsAndWaiting } from './attempts-and-waiting.ts';
import { conservation } from './conservation.ts';
import { deadLetters } from './dead-letters.ts';
import { deadlines } from './deadlines.ts';
import { drifts } from './drifts.ts';
import { identicalBytes } from './identical-bytes.ts';
import { isolation } from './isolation.ts';
import { liveness } from './liveness.ts';
import { noSecrets } from './no-secrets.ts';
import { parking } from './parking.ts';
import { pauses } from './pauses.ts';
import { rateLimits } from './rate-limits.ts';

/** Sentences about what is wrong; none when all is well. */
export type Invariant = (evidence: Evidence) => readonly string[];

export const invariants = {
  conservation,
  'at most one effect': atMostOneEffect,
  'rate limits': rateLimits,
  pauses,
  'identical bytes': identicalBytes,
  parking,
  isolation,
  'no secrets': noSecrets,
  deadlines,
  'attempts and waiting': attemptsAndWaiting,
  'dead letters': deadLetters,
  liveness,
  drifts,
} satisfies Readonly<Record<string, Invariant>>;

export type InvariantName = keyof typeof invariants;

/** Every violation, with the name of what it breaks. */
export const judge = (evidence: Evidence): readonly string[] =>
  Object.entries(invariants).flatMap(([name, invariant]) =>
    invariant(evidence).map((sentence) => `${name}: ${sentence}`),
  );
