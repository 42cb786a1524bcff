/** Which window paces and which is a budget, and how a budget is cut into parts. */
import { expect, it } from 'vitest';
import { paceOf } from '../../../../functions/core/pace/spacing.ts';

const exact = { dispersionMs: 0, clockSkewMs: 0 };

it('a window of a minute paces, a longer one is a budget', () => {
  const paced = paceOf([{ requests: 1, windowMs: 60_000 }], exact);
  expect([paced.intervalUs > 0, paced.budgets]).toEqual([true, []]);
  const budget = paceOf([{ requests: 1, windowMs: 60_001 }], exact);
  expect([budget.intervalUs, budget.budgets.length]).toEqual([0, 1]);
});

it('of two limits of the same long window the smaller holds, whichever is named first', () => {
  const limits = [7, 9].map((requests) => ({ requests, windowMs: 3_600_000 }));
  for (const some of [limits, limits.toReversed()])
    expect(paceOf(some, exact).budgets.map(({ requests }) => requests)).toEqual([7]);
});

it('twenty-four parts of a budget hold its window and what it is widened by, also where it does not divide', () => {
  for (const windowMs of [60_001, 3_600_000, 3_600_001, 86_400_000]) {
    const [budget] = paceOf([{ requests: 1_000, windowMs }], exact).budgets;
    expect((budget?.bucketMs ?? 0) * 24).toBeGreaterThanOrEqual(windowMs + 60_000);
    expect(((budget?.bucketMs ?? 0) - 1) * 24).toBeLessThan(windowMs + 60_000);
  }
});
