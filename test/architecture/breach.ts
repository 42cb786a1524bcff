/** A rule of the architecture that is broken. */
import { roomFile } from './read-rooms.ts';

export interface Breach {
  /** What was found, and where: `from:line -> to` for an import. */
  readonly found: string;
  readonly rule: string;
  /** What whoever broke it can do. */
  readonly wayOut: string;
}

/** Empty when nothing is broken. */
export const describeBreaches = (breaches: readonly Breach[]): string =>
  breaches.map(({ found, rule, wayOut }) => `${found}\n  rule: ${rule}\n  way out: ${wayOut}\n`).join('\n');

export const listOf = (names: readonly string[]) => (names.length === 0 ? 'nothing' : names.join(', '));

/** A breach that stands in the `room.ts` of the room `where`. */
export const atTheDoor = (where: string, found: string, rule: string, wayOut: string): Breach => ({
  found: `${roomFile({ path: where })}: ${found}`,
  rule,
  wayOut,
});
