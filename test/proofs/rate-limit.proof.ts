/**
 * The limits of Stripe and HubSpot under load, by their stand-ins' own clocks. Not among the tests of every change: what a
 * limit is worth shows over a minute.
 */
import { expect, it } from 'vitest';
import { hubspot } from '../../functions/destinations/hubspot/index.ts';
import { stripe } from '../../functions/destinations/stripe/index.ts';
import { customers, payments, publishAll } from '../scenarios/backlog.ts';
import { useLocalEnvironment } from '../scenarios/local-environment.ts';
import { mostInAWindow } from '../simulation/invariants/rate-limits.ts';

const environment = useLocalEnvironment({ patienceMs: 180_000 });
const third = { stripe: stripe.rateLimits[0], hubspot: hubspot.rateLimits[0] } as const;

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
    expect(standIns.stripe.journal.effects).toHaveLength(1_200);
    expect(standIns.hubspot.journal.effects).toHaveLength(600);
  });

  const ofStripe = useOf('stripe');
  const ofHubspot = useOf('hubspot');
  expect(standIns.stripe.journal.statuses).toEqual({ 200: 1_200 });
  expect(ofStripe.most).toBeLessThanOrEqual(ofStripe.requests);
  expect(ofHubspot.most).toBeLessThanOrEqual(ofHubspot.requests);
  expect(ofStripe.used).toBeGreaterThanOrEqual(0.85);
  expect(ofHubspot.used).toBeGreaterThanOrEqual(0.95);
}, 240_000);
