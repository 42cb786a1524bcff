import { dataMay } from '../core/contract/data-may.ts';
import type { PagedList } from '../core/contract/declaration.ts';
import type { Difference } from '../core/contract/difference.ts';

/**
 * Of a list's items, which are whoever's. What an integration relies on is in the answers to its own requests, where
 * such a difference rings.
 */
export function sparingDataOfOthers(
  differences: readonly Difference[],
  list: Pick<PagedList, 'name'> | undefined,
): readonly Difference[] {
  return differences.map((difference) => {
    const { operation, place, kind } = difference;
    const isOfAnItem = operation === list?.name && place.includes('[]');
    return isOfAnItem && dataMay.has(kind) ? { ...difference, breaking: false } : difference;
  });
}
