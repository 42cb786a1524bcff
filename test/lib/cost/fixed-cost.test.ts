import { expect, it } from 'vitest';
import { integrationFixedCost, sharedFixedCost, sumOf } from '../../../lib/cost/fixed-cost.ts';
import { fixtureCounts, fixtureIntegration } from './fixture-counts.ts';

const rounded = (lines: readonly { readonly item: string; readonly dollars: number }[]) =>
  lines.map(({ item, dollars }) => [item, Number(dollars.toFixed(3))]);

it('an integration by itself costs its metrics, its alarms and the polls of its queue', () => {
  expect(rounded(integrationFixedCost(fixtureIntegration()))).toEqual([
    ['Metrics', 1.2],
    ['Alarms', 0.6],
    // 15 a minute for 30 days at 0.40 a million.
    ['Empty polls', 0.259],
  ]);
});

it('integrations share secrets, what is told by destination, and the alarms and queues of the system', () => {
  expect(rounded(sharedFixedCost(fixtureCounts, {}))).toEqual([
    // Four of each of two destinations.
    ['Metrics', 2.4],
    // 30 but for the six of each of three integrations.
    ['Alarms', 1.2],
    ['Dashboard', 3],
    ['Secrets', 0.8],
    // Five queues but for three.
    ['Empty polls', 0.518],
    // Twelve an hour of three sandboxes: 25,920 at 0.05 for ten thousand.
    ['Secret reads', 0.13],
  ]);
});

it('a ledger that is paid by the hour costs its least, its reads and what watches it, used or not', () => {
  const ledgerWrites = { perSecondMin: 10, perSecondMax: 400 };
  expect(rounded(sharedFixedCost(fixtureCounts, { ledgerWrites })).slice(-3)).toEqual([
    // 720 hours at 0.00065.
    ['Ledger writes', 4.68],
    // Ten sandboxes at 0.00013.
    ['Ledger reads', 0.936],
    ['Scaling alarms', 0.4],
  ]);
});

it('lines are added up', () => {
  expect(sumOf([{ dollars: 1 }, { dollars: 0.5 }])).toBe(1.5);
});

it('fixed addresses cost by the hour, and nothing where there are none', () => {
  const lines = (egress?: { addresses: 1 | 2 }) =>
    sharedFixedCost(fixtureCounts, egress === undefined ? {} : { egress }).filter(
      ({ item }) => item === 'Fixed addresses',
    );
  expect(lines()).toEqual([]);
  // (0.045 + 0.005) × 720 hours, twice.
  expect(lines({ addresses: 2 })).toEqual([
    { item: 'Fixed addresses', how: '2, each with a NAT gateway', dollars: expect.closeTo(72, 9) },
  ]);
});
