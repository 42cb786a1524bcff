/** People and keys through the whole chain, as in test/scenarios/personal.test.ts, in a longer series and more of them. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lookThrough, type Outcome, runOnce, runs } from '../scenarios/personal/run.ts';
import { startThirdParty, type ThirdParty } from '../scenarios/personal/third-party.ts';

let thirdParty: ThirdParty;
beforeAll(async () => {
  thirdParty = await startThirdParty();
});
afterAll(() => thirdParty?.stop());

it.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'nothing that was said can be read, series %i',
  async (seed) => {
    const outcomes: Outcome[] = [];
    for (const run of fc.sample(runs, { seed, numRuns: 60 })) outcomes.push(await runOnce(run, thirdParty));
    const found = await lookThrough(outcomes);
    const shown = [...found].flatMap(([where, all]) =>
      all.map(({ what, text }) => `${where}: ${what}: ${text}`),
    );
    expect(shown).toEqual([]);
  },
  // Half a minute alone on two cores.
  600_000,
);
