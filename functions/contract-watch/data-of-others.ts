import type { PagedList } from '../core/contract/declaration.ts';
import type { Difference, DifferenceKind } from '../core/contract/difference.ts';

/** What a field does when the thing is another one, and its contract the same. */
const dataMay: Partial<Readonly<Record<DifferenceKind, true>>> = {
  'field-gone': true,
  'field-null': true,
  'field-optional': true,
  'format-changed': true,
};

/**
 * Of a list's items, which are whoever's: a customer without a name is no broken contract, though all that were recorded
 * had one. What an integration relies on is in the answers to its own requests, where such a difference rings.
 */
export function sparingDataOfOthers(
  differences: readonly Difference[],
  list: Pick<PagedList, 'name'> | undefined,
): readonly Difference[] {
  return differences.map((difference) => {
    const { operation, place, kind } = difference;
    const isOfAnItem = operation === list?.name && place.includes('[]');
    return isOfAnItem && dataMay[kind] === true ? { ...difference, breaking: false } : difference;
  });
}
