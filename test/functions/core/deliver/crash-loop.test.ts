import { expect, test } from 'vitest';
import { createThing, thingIntegration } from '../../../fixtures/fixture-integration.ts';
import { created } from './loopback-third-party.ts';
import { record, sandbox } from './sandbox.ts';

test('a delivery that five sandboxes died with in hand is given up by the sixth, and no earlier', async () => {
  const integration = thingIntegration(createThing({ by: 'upsert' }));
  const one = await sandbox({ integration, script: Array(6).fill(created) });
  const { ledger } = one;
  const message = record();
  // Nothing is put down, and the lease runs out.
  const die = async () => {
    ledger.keeps = false;
    await one.batch(message);
    for (const [key, row] of ledger.rows) ledger.rows.set(key, { ...row, status: 'waiting' });
  };
  for (let deaths = 0; deaths < 5; deaths += 1) await die();
  expect(one.calls).toHaveLength(5);
  expect(one.dead).toEqual([]);
  ledger.keeps = true;
  expect(await one.batch(message)).toEqual([]);
  expect(one.calls).toHaveLength(5);
  expect(one.dead).toMatchObject([{ diagnosis: { code: 'CRASH_LOOP', stage: 'take' } }]);
  expect(one.dead[0]?.diagnosis.advice).toContain('taken 6 times and never put down');
});
