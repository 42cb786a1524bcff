import type { Unit } from './shape.ts';

/**
 * What a number counts, where its size tells: seconds since 1970, or thousandths or millionths of them, between 2001 and
 * 2049. An id may lie there too: it is told from a moment by what comes after it, never by itself.
 */
export function unitOf(number: number): Unit | undefined {
  if (number < from || number >= to * 1_000_000) return undefined;
  if (number < to) return 'epoch-seconds';
  if (number >= from * 1_000 && number < to * 1_000) return 'epoch-milliseconds';
  return number >= from * 1_000_000 ? 'epoch-microseconds' : undefined;
}

/** 2001-09-09, where they have had ten digits since, and 2049. */
const from = 1_000_000_000;
const to = 2_500_000_000;
