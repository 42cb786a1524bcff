/** Differences that say something of an account or of somebody's data, and nothing of the contract. */
import type { PagedList } from '../../declare/contract.ts';
import type { Difference, DifferenceKind } from './difference.ts';

/**
 * Kinds that may come from another thing under the same contract: all recorded customers had a name, and one whom others
 * made has none.
 */
export const dataKinds: ReadonlySet<DifferenceKind> = new Set([
  'field-gone',
  'field-null',
  'field-optional',
  'format-changed',
]);

/** Kinds that say how much an account may do. */
export const amountKinds: ReadonlySet<DifferenceKind> = new Set(['limit-lowered', 'limit-raised']);

export interface Leniency {
  readonly list: Pick<PagedList, 'name'> | undefined;
  /** The account has limits of its own: those of the recorded account say nothing of it. */
  readonly hasOwnLimits: boolean;
}

/**
 * The differences without those of an account's amounts, and with those that only an item of a list shows as not breaking:
 * the items are anybody's data. What an integration relies on is in the answers to its own requests, where the same
 * difference breaks. The probe's request counts as a list, because some destinations list something to be probed.
 */
export function lenient(
  differences: readonly Difference[],
  { list, hasOwnLimits }: Leniency,
): readonly Difference[] {
  return differences
    .filter(({ kind }) => !(hasOwnLimits && amountKinds.has(kind)))
    .map((difference) => {
      const { operation, place, kind } = difference;
      const isOfAnItem = (operation === list?.name || operation === 'probe') && place.includes('[]');
      return isOfAnItem && dataKinds.has(kind) ? { ...difference, breaking: false } : difference;
    });
}
