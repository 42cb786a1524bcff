/** The books of the third parties' stand-ins: what they believe happened. */
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
    Object.values(standInsOf(proof, environment)).map(({ name, ledger }) => [
      name,
      ledger.entities.map(({ externalId }) => externalId).toSorted(),
    ]),
  );

/** Whether each third party of `where` knows its number of things: `{ stripe: 2 }`. */
export const hasBooked = (proof: Proof, environment: string, where: Readonly<Record<string, number>>) =>
  Object.entries(where).every(([name, count]) => booksOf(proof, environment)[name]?.length === count);
