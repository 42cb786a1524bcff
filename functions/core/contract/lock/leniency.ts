/** Differences that say something of an account or of somebody's data, and nothing of the contract. */
import type { PagedList } from '../../declare/contract.ts';
import type { Difference, DifferenceKind } from './difference.ts';

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

/** How much an account may do. */
export const isAmount: ReadonlySet<DifferenceKind> = new Set(['limit-lowered', 'limit-raised']);

export interface Leniency {
  readonly list: Pick<PagedList, 'name'> | undefined;
  /** The account has limits of its own, which are not those of the one that was recorded. */
  readonly hasOwnLimits: boolean;
}

/**
 * Of the items of a list, which are whoever's, data only adds. What an integration relies on is in the answers to its own
 * requests, where such a difference breaks. Some probes are lists, too.
 */
export function lenient(
  differences: readonly Difference[],
  { list, hasOwnLimits }: Leniency,
): readonly Difference[] {
  return differences
    .filter(({ kind }) => !(hasOwnLimits && isAmount.has(kind)))
    .map((difference) => {
      const { operation, place, kind } = difference;
      const isOfAnItem = (operation === list?.name || operation === 'probe') && place.includes('[]');
      return isOfAnItem && dataMay.has(kind) ? { ...difference, breaking: false } : difference;
    });
}
