import type { DifferenceKind } from './difference.ts';

/**
 * What a field does when the thing is another one, and its contract the same: a customer whom others made, without a
 * name, is no broken contract, though all that were recorded had one.
 */
export const dataMay: ReadonlySet<DifferenceKind> = new Set([
  'field-gone',
  'field-null',
  'field-optional',
  'format-changed',
]);
