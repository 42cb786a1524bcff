import assert from 'node:assert/strict';
import { findNotNeeded } from '../deviations/not-needed.ts';
import type { Step } from '../proof.ts';

export const deviatesNoFurther: Step = {
  claim: 'every listed deviation from AWS is still needed',
  onlyEmulated: true,
  run: async ({ account, deviations }) => {
    assert.deepEqual(await findNotNeeded(account, deviations), []);
  },
};
