import { describe, expect, it } from 'vitest';
import type { Context } from '../../../../lib/cli/context.ts';
import { costReport } from '../../../../lib/cli/cost/cost-report.ts';
import { writeCostReport } from '../../../../lib/cli/cost/write-cost-report.ts';
import { environments } from '../../../../lib/environments.ts';
import { thingIntegration } from '../../../fixtures/fixture-integration.ts';
import { shopIntegrations as integrations } from '../../../fixtures/shop/index.ts';
import { fixtureCountsOf } from '../../cost/fixture-counts.ts';
import { interlock } from '../interlock.ts';

describe('cost', () => {
  it('says of every integration what a million events cost, what is fixed, and what most of it is', async () => {
    const { code, stdout, stderr } = await interlock(['cost']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Dollars for a million delivered events in prod/);
    expect(stdout).toMatch(/^customer-created-to-gazette( +\d+\.\d\d){4} +DynamoDB writes \d+ %, /m);
    expect(stdout).toMatch(/^ {2}payment\.requested \(1 here\): 0\.50 one by one, 0\.05 by PublishBatch$/m);
    expect(stdout).toContain('list prices of us-east-1 as of 20');
    expect(stdout).not.toContain('under a backlog: ');
  });

  it('shows each line of one integration, with how it comes about', async () => {
    const { stdout } = await interlock(['cost', 'payment-requested-to-wallet']);
    expect(stdout).toMatch(
      /^ {2}DynamoDB writes +1\.31 {2}1 to take, 1 to put down, 0\.1 for the limit; 0\.625 a million units$/m,
    );
    expect(stdout).toMatch(/^one by one: \d/m);
    expect(stdout).not.toContain('customer-created');
  });

  it('works out a month of so many events, with what is fixed', async () => {
    const { stdout } = await interlock(['cost', '--json', '--events-per-month', '2000000']);
    const { environment, eventsPerMonth, integrations, sharedPerMonth } = JSON.parse(stdout);
    expect([environment, eventsPerMonth]).toEqual(['prod', 2_000_000]);
    const [one] = integrations;
    const fixed = one.fixedPerMonth.reduce((sum: number, line: { dollars: number }) => sum + line.dollars, 0);
    expect(one.perMonth).toBeCloseTo(2 * one.perMillion['batches of ten'].total + fixed, 9);
    expect(sharedPerMonth.map(({ item }: { item: string }) => item)).toContain('Secrets');
  });

  it('says what the other way of paying for the ledger would cost, whichever was chosen', async () => {
    const { stdout } = await interlock(['cost', 'customer-created-to-helpdesk']);
    expect(stdout).toMatch(
      /^\nWith ledgerWrites \(lib\/environments\.ts\), 70 % used, batches of ten: \d\.\d\d$/m,
    );
    const ledgerWrites = { perSecondMin: 20, perSecondMax: 400 };
    const [name] = integrations.map((one) => one.name);
    const chosen = costReport(
      fixtureCountsOf(integrations),
      { ...environments.prod, ledgerWrites },
      [name ?? ''],
      undefined,
    );
    const onDemand = costReport(fixtureCountsOf(integrations), environments.prod, [name ?? ''], undefined);
    expect(chosen.integrations[0]?.otherwise).toBe(
      onDemand.integrations[0]?.perMillion['batches of ten'].total,
    );
    const lines: string[] = [];
    const context = { stdout: { write: (text: string) => lines.push(text) } } as unknown as Context;
    writeCostReport(context, chosen, true);
    expect(lines.join('')).toMatch(
      /^\nOn demand, without ledgerWrites \(lib\/environments\.ts\), batches of ten: 3\.\d\d$/m,
    );
    expect(lines.join('')).toMatch(
      /^ {2}DynamoDB writes +0\.54 {2}1 to take, 1 to put down, 0\.1 for the limit; 70 % of the capacity used; 0\.00065 a unit and hour$/m,
    );
    expect(lines.join('')).toMatch(/^ {2}Ledger writes +9\.36 {2}20 units of capacity at least: /m);
  });

  it('costs more where all bodies are logged', async () => {
    const logs = async (environment: string) => {
      const { stdout } = await interlock(['cost', '--env', environment, '--json']);
      const { lines } = JSON.parse(stdout).integrations[0].perMillion['batches of ten'];
      return lines.find(({ item }: { item: string }) => item === 'Logs').dollars;
    };
    expect(await logs('dev')).toBeGreaterThan(2 * (await logs('prod')));
  });

  it('leaves out an integration that was not counted, and says what to run', async () => {
    const context = { integrations: [...integrations, thingIntegration()] };
    const all = await interlock(['cost'], { context });
    const message = 'not counted yet: thing-made-to-thing: npm run bench -- counts --write\n';
    expect([all.code, all.stderr]).toEqual([0, message]);
    expect(all.stdout).toContain('customer-created-to-wallet');
    const one = await interlock(['cost', 'thing-made-to-thing'], { context });
    expect([one.code, one.stdout, one.stderr]).toEqual([1, '', `error: ${message}`]);
  });

  it.each([
    [['--env', 'local'], 'the local environment costs nothing: --env dev, staging or prod'],
    [['customer-created-to-walle'], '(did you mean "customer-created-to-wallet"?)'],
    [
      ['--events-per-month', 'many'],
      '--events-per-month takes a whole number from 1 to 1000000000, got "many"',
    ],
  ])('answers %j with one useful line and exit 2', async (args, message) => {
    const { code, stdout, stderr } = await interlock(['cost', ...args]);
    expect(stderr).toContain(message);
    expect(stderr).toContain('npm run interlock -- cost --help says more');
    expect([code, stdout]).toEqual([2, '']);
  });
});
