import type { Difference, DifferenceKind } from '../lock/difference.ts';
import type { Observation } from '../lock/observation.ts';

/** What a sandbox has seen missing, and how often in a row. */
export interface DriftDebounce {
  /**
   * The differences that may be told. All at once, but for what is missing: a field may be optional, and the lock made of
   * too few samples to know. That is told when it was missing so many times in a row, and never once it came back; nor is
   * what only some items of a list are without.
   * @param about operation and status
   */
  readonly due: (
    about: string,
    observation: Observation,
    differences: readonly Difference[],
  ) => readonly Difference[];
}

/** A field that is there half of the time is missing ten times in a row once in a thousand. */
const missesMin = 10;

/** Places of one operation and status that may be missing at once: a recorded shape has no more. */
const placesMax = 5_000;

const isMissing: Partial<Readonly<Record<DifferenceKind, true>>> = {
  'field-gone': true,
  'header-gone': true,
};

export function createDriftDebounce(): DriftDebounce {
  const missed = new Map<string, Map<string, number>>();
  return {
    due: (about, observation, differences) => {
      const misses = missed.get(about) ?? new Map<string, number>();
      missed.set(about, misses);
      for (const [key, times] of misses) {
        // It comes and goes: whoever starts anew may find that it is gone for good.
        if (times < missesMin && isThere(key, observation)) misses.set(key, Number.POSITIVE_INFINITY);
      }
      return differences.filter((difference) => {
        if (difference.kind === 'field-optional') return false;
        if (isMissing[difference.kind] === undefined) return true;
        const key = keyOf(difference);
        const times = (misses.get(key) ?? 0) + 1;
        if (misses.size < placesMax || misses.has(key)) misses.set(key, times);
        return times >= missesMin && times < Number.POSITIVE_INFINITY;
      });
    },
  };
}

/** A header has no `$`. */
const keyOf = ({ place }: Difference) => place;

const isThere = (place: string, { shape, headers }: Observation) =>
  place.startsWith('$') ? shape?.fields.has(place) === true : headers.includes(place);
