/**
 * The limits of Wallet and Gazette under load, by their stand-ins' own clocks. Not among the tests of every change: what a
 * limit is worth shows over a minute.
 */
import { expect, it } from 'vitest';
import { gazette } from '../fixtures/shop/functions/destinations/gazette/index.ts';
import { wallet } from '../fixtures/shop/functions/destinations/wallet/index.ts';
import { shopIntegrations } from '../fixtures/shop/index.ts';
import { customers, payments, publishAll } from '../scenarios/backlog.ts';
import { useLocalEnvironment } from '../scenarios/local-environment.ts';
import { mostInAWindow } from '../simulation/invariants/rate-limits.ts';

/** Of those two alone: what else takes the processors moves the clocks that this is measured by. */
const integrations = shopIntegrations.filter(({ operation }) => operation.destination.name !== 'helpdesk');
const environment = useLocalEnvironment({ integrations, patienceMs: 180_000 });
const third = { wallet: wallet.rateLimits[0], gazette: gazette.rateLimits[0] } as const;

/** Of the limit itself, and what any closed window held at most. From the half on: by then the sandboxes know the time. */
function useOf(name: keyof typeof third) {
  const { requests, windowMs } = third[name];
  const { arrivals } = environment.standIns[name].journal;
  const atMs = arrivals.map((arrival) => arrival.atMs).sort((a, b) => a - b);
  const steady = atMs.slice(Math.floor(atMs.length / 2));
  const lastedMs = (steady.at(-1) ?? 0) - (steady[0] ?? 0);
  const used = ((steady.length - 1) * windowMs) / requests / lastedMs;
  const most = mostInAWindow(atMs, windowMs);
  process.stdout.write(
    `${name}: ${atMs.length} requests; at most ${most} of ${requests} in ${windowMs} ms; ` +
      `${(used * 100).toFixed(1)} % of its limit over ${(lastedMs / 1_000).toFixed(1)} s\n`,
  );
  return { used, most, requests };
}

it('a backlog of 1,200 uses 85 % of a limit of 25 a second and 95 % of 100 in ten, and never more than them', async () => {
  const { standIns } = environment;
  await publishAll(environment.aws, [...customers(600), ...payments(600)]);
  await environment.until('both have everything', () => {
    expect(standIns.wallet.journal.effects).toHaveLength(1_200);
    expect(standIns.gazette.journal.effects).toHaveLength(600);
  });

  const ofWallet = useOf('wallet');
  const ofGazette = useOf('gazette');
  expect(standIns.wallet.journal.statuses).toEqual({ 200: 1_200 });
  expect(ofWallet.most).toBeLessThanOrEqual(ofWallet.requests);
  expect(ofGazette.most).toBeLessThanOrEqual(ofGazette.requests);
  expect(ofWallet.used).toBeGreaterThanOrEqual(0.85);
  expect(ofGazette.used).toBeGreaterThanOrEqual(0.95);
}, 240_000);
