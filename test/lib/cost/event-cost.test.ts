import { describe, expect, it } from 'vitest';
import type { ScenarioName } from '../../../lib/cost/counts.ts';
import { eventCost } from '../../../lib/cost/event-cost.ts';
import { environments } from '../../../lib/environments.ts';
import { fixtureIntegration } from './fixture-counts.ts';

const { prod, dev } = environments;

/** Dollars for a million events, by line, to a hundredth of a cent. */
function dollars(scenario: ScenarioName, environment = prod): Record<string, number> {
  const { lines } = eventCost(fixtureIntegration(), scenario, environment);
  return Object.fromEntries(lines.map((line) => [line.item, Number(line.dollars.toFixed(4))]));
}

describe('what a million events cost', () => {
  it('is made of list prices and what was counted of ten', () => {
    expect(dollars('ten')).toEqual({
      // 2.1 units at 0.625.
      'DynamoDB writes': 1.3125,
      // 0.1 units at 0.125.
      'DynamoDB reads': 0.0125,
      // 500 bytes, a hundred of them DynamoDB's, for 28 of 30 days at 0.45.
      'DynamoDB storage': 0.21,
      // One sent, a tenth received, a tenth deleted, at 0.40.
      'SQS requests': 0.48,
      'Lambda invocations': 0.02,
      // 100 ms of waiting and 1.5 ms of a core of 1,769 MB, for half a GB.
      'Lambda duration': 0.7012,
      // 900 bytes, 28.6 of them CloudWatch's; and of one in a hundred 1,000 more.
      Logs: 0.455,
      'Log storage': 0.0123,
      'SNS filter': 0.09,
    });
  });

  it('has the dearest line first, and a total', () => {
    const { lines, total } = eventCost(fixtureIntegration(), 'ten', prod);
    expect(lines.slice(0, 2).map(({ item }) => item)).toEqual(['DynamoDB writes', 'Lambda duration']);
    expect(total).toBeCloseTo(3.2935, 3);
  });

  it('has all headers and bodies in the log where the environment keeps them', () => {
    expect(dollars('ten', dev).Logs).toBe(0.95);
    // 1,900 bytes, compressed to 0.15 of it, for a month of 30 days.
    const { lines } = eventCost(fixtureIntegration(), 'ten', dev);
    expect(lines.find(({ item }) => item === 'Log storage')?.dollars).toBeCloseTo(0.00855, 6);
  });

  it('charges a second copy for no request, no bodies and nothing that is kept', () => {
    const { Logs, ...copy } = dollars('duplicates');
    expect(Logs).toBe(0.4);
    expect(copy).not.toHaveProperty('DynamoDB storage');
    expect(copy['DynamoDB writes']).toBe(0.625);
    // 1,000 ms of the fixture's waiting, and no CPU of a request.
    expect(copy['Lambda duration']).toBe(6.6667);
  });
});

describe('a ledger that is paid by the hour', () => {
  const byTheHour = { ...prod, ledgerWrites: { perSecondMin: 1, perSecondMax: 400 } };

  it('costs an event the capacity that its writes use, and what is left unused beside it', () => {
    // 2.1 units of 2,520, which are what is used of 3,600 seconds, at 0.00065. Reads are fixed.
    const { 'DynamoDB writes': writes, 'DynamoDB reads': reads, ...others } = dollars('ten', byTheHour);
    expect([writes, reads]).toEqual([0.5417, undefined]);
    const { 'DynamoDB writes': _, 'DynamoDB reads': __, ...othersOnDemand } = dollars('ten');
    expect(others).toEqual(othersOnDemand);
  });

  it('can be asked about where it is not, and the other way round', () => {
    const { total } = eventCost(fixtureIntegration(), 'ten', byTheHour);
    expect(eventCost(fixtureIntegration(), 'ten', prod, 'provisioned').total).toBe(total);
    const onDemand = eventCost(fixtureIntegration(), 'ten', prod).total;
    expect(eventCost(fixtureIntegration(), 'ten', byTheHour, 'on demand').total).toBe(onDemand);
  });
});
