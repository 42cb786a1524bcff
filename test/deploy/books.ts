/** The books of the third parties' stand-ins: what they believe happened. */
import assert from 'node:assert/strict';
import type { StandIns } from '../../lib/local/stand-ins/index.ts';
import type { Proof } from './proof.ts';

/** Throws on a real account: it has no stand-ins. */
export function standInsOf({ outside }: Proof, environment: string): StandIns {
  const standIns = outside?.standIns[environment];
  if (standIns === undefined) throw new Error(`there are no stand-ins for ${environment}`);
  return standIns;
}

/** Ids of the caller that each third party of an environment knows, sorted; once for each thing that it made. */
export const booksOf = (proof: Proof, environment: string): Record<string, string[]> =>
  Object.fromEntries(
    Object.values(standInsOf(proof, environment)).map(({ name, journal }) => [
      name,
      journal.entities.map(({ externalId }) => externalId).toSorted(),
    ]),
  );

/** Throws unless each third party named in `where` has made so many things: `{ stripe: 2 }`. */
export function assertBooked(
  proof: Proof,
  environment: string,
  where: Readonly<Record<string, number>>,
): void {
  const counts = Object.entries(booksOf(proof, environment)).map(([name, ids]) => [name, ids.length]);
  assert.deepEqual(
    counts.filter(([name = '']) => name in where),
    Object.entries(where),
  );
}
