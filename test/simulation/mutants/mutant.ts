/** A known bug, as an edit of the real source: what the simulator must not let pass. */
export interface Mutant {
  readonly name: string;
  /** The invariant that must speak of it, or the story whose own expectation must; that others do is not enough. */
  readonly killedBy: string;
  /** A story, or the seed of a random world, in which that one speaks of it: looked at before all else, for speed alone. */
  readonly seenIn: string | number;
  /** What it does wrong. */
  readonly about: string;
  readonly edits: readonly Edit[];
}

export interface Edit {
  /** Below `functions/`. */
  readonly file: string;
  /** Stands there once. */
  readonly find: string;
  readonly replace: string;
}

/** Throws when `find` does not stand in `source` exactly once: the source has moved on, and the mutant has not. */
export function mutated(source: string, { file, find, replace }: Edit): string {
  const parts = source.split(find);
  if (parts.length !== 2) {
    throw new Error(`${file}: expected once, found ${parts.length - 1} times:\n${find}`);
  }
  return parts.join(replace);
}
