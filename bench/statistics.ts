/** What to make of measurements on a machine that others use too. */

/** What disturbs a block (others on this machine, a large collection of garbage) is in the slowest of them. */
const keptShare = 0.9;
const sorted = (numbers: readonly number[]) => [...numbers].sort((a, b) => a - b);
export const median = (numbers: readonly number[]) =>
  sorted(numbers)[Math.floor(numbers.length / 2)] ?? Number.NaN;
/** Mean of those that nothing disturbed. */
export const undisturbed = (numbers: readonly number[]) => {
  const kept = sorted(numbers).slice(0, Math.floor(numbers.length * keptShare));
  return kept.reduce((sum, one) => sum + one, 0) / kept.length;
};
/** Of a share of one. */
export const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
