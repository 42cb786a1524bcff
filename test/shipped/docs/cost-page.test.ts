/** docs/cost.md tells of the four integrations that Interlock comes with, whatever was counted of others since. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { countAll } from '../../../bench/counts/count-all.ts';
import { assumptions } from '../../../lib/cost/assumptions.ts';
import { type Counts, readCounts } from '../../../lib/cost/counts.ts';
import { eventCost } from '../../../lib/cost/event-cost.ts';
import { sharedFixedCost, sumOf } from '../../../lib/cost/fixed-cost.ts';
import { environments } from '../../../lib/environments.ts';
import { interlock } from '../../lib/cli/interlock.ts';
import { shippedIntegrations as integrations } from '../shipped-integrations.ts';

const page = readFileSync(new URL('../../../docs/cost.md', import.meta.url), 'utf8');
let counts: Counts;

beforeAll(async () => {
  const kept = readCounts();
  const names = integrations.map(({ name }) => name);
  // Who has others beside them shares their limits: then these are counted by themselves.
  const isOurs = Object.keys(kept.integrations).join() === names.join();
  const countedOn = /Counted on (\S+)/.exec(page)?.[1] ?? 'a day that the page does not say';
  counts = isOurs ? kept : await countAll(countedOn, integrations);
}, 120_000);

describe('docs/cost.md', () => {
  it('shows what the command says', async () => {
    const { stdout } = await interlock(['cost'], { context: { integrations, counts: () => counts } });
    expect(page).toContain(`$ npm run interlock -- cost\n${stdout}\`\`\`\n`);
  });

  it('shows what a ledger by the hour comes to, however much of it is used', () => {
    for (const [name, counted] of Object.entries(counts.integrations)) {
      const onDemand = eventCost(counted, 'ten', environments.prod);
      const { lines, total } = eventCost(counted, 'ten', environments.prod, 'provisioned');
      const writes = lines.find(({ item }) => item === 'DynamoDB writes')?.dollars ?? 0;
      const allUsed = writes * assumptions.capacityUsed;
      const rest = total - writes;
      const used = [0.7, 0.5, 0.4].map((share) => (rest + allUsed / share).toFixed(2));
      const row = ['', `\`${name}\``, onDemand.total.toFixed(2), ...used, ''];
      expect(page).toContain(row.join(' | ').trim());
    }
  });

  it('and lib/environments.ts say from how many events a month of all integrations a ledger by the hour pays', () => {
    const byTheHour = { ...environments.prod, ledgerWrites: { perSecondMin: 1, perSecondMax: 400 } };
    const [counted] = Object.values(counts.integrations);
    if (counted === undefined) throw new Error('nothing was counted');
    const onDemand = eventCost(counted, 'ten', environments.prod).total;
    const gained = onDemand - eventCost(counted, 'ten', byTheHour).total;
    const fixed = sharedFixedCost(counts, byTheHour).filter(({ item }) => /Ledger reads|Scaling/.test(item));
    expect(gained).toBeCloseTo(0.77, 2);
    expect(sumOf(fixed) / gained).toBeCloseTo(3.3, 1);
  });

  it.each([
    ['customer-created-to-stripe', 3.25],
    ['customer-created-to-hubspot', 2.95],
    ['customer-created-to-intercom', 2.9],
    ['payment-requested-to-stripe', 3.25],
  ])('says of %s at least what it costs: %d dollars for a million', (name, most) => {
    const counted = counts.integrations[name];
    if (counted === undefined) throw new Error(`${name} was not counted`);
    expect(eventCost(counted, 'ten', environments.prod).total).toBeLessThanOrEqual(most);
  });
});
