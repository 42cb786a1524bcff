import type { Difference, DifferenceKind } from '../lock/difference.ts';
import type { Observation } from '../lock/observation.ts';

/** Counts what a sandbox saw missing, and how often in a row. */
export interface DriftDebounce {
  /**
   * The differences that are to be reported. All are at once, except what is missing: a field may be optional, and the
   * lock made of too few samples to know. A missing field is reported after `missesMin` times in a row, and never once it
   * came back. What only some items of a list are without is not reported.
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
        // The field comes and goes, so this sandbox never reports it. A later sandbox may find it gone for good.
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

/** No header's name starts with `$`, as every path does. */
const keyOf = ({ place }: Difference) => place;

const isThere = (place: string, { shape, headers }: Observation) =>
  place.startsWith('$') ? shape?.fields.has(place) === true : headers.includes(place);
