/** Trouble that a story brings along: faults by what a call is about, and not by its number. */
import type { FaultPlan } from './fault-plan.ts';

/** A table whose capacity is used up, and none saved: what comes in a second beyond so many is throttled. */
export function writesASecond(most: number): FaultPlan {
  const taken = new Map<number, number>();
  return {
    decide: ({ label, atMs }) => {
      if (label !== 'dynamodb.UpdateItem') return 'none';
      const second = Math.floor(atMs / 1_000);
      const count = (taken.get(second) ?? 0) + 1;
      taken.set(second, count);
      return count > most ? 'throttle' : 'none';
    },
  };
}

/** Attempts of the first sandbox that are answered too late, by what they call and which of them it is. */
export function slow(late: Readonly<Record<string, readonly number[]>>): FaultPlan {
  const counts = new Map<string, number>();
  return {
    decide: ({ label, kind, sandbox }) => {
      if (kind !== 'aws' || !sandbox.endsWith('#1') || sandbox.includes('supervisor')) return 'none';
      const count = (counts.get(label) ?? 0) + 1;
      counts.set(label, count);
      return late[label]?.includes(count) === true ? 'late' : 'none';
    },
  };
}
