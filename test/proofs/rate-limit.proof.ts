/**
 * Stripe's limit under load, by its stand-in's own clock. Not among the tests of every change: what a limit per second
 * is worth shows over half a minute.
 */
import { expect, it } from 'vitest';
import { environments } from '../../lib/environments.ts';
import { stripe } from '../../lib/local/stand-ins/stripe.ts';
import { customers, payments, publishAll } from '../scenarios/backlog.ts';
import { useLocalEnvironment } from '../scenarios/local-environment.ts';

const environment = useLocalEnvironment({ patienceMs: 120_000 });

/** The most arrivals that any closed window holds: no window holds more than one that begins with an arrival. */
function mostInAWindow(atMs: readonly number[], windowMs: number): number {
  return Math.max(...atMs.map((from) => atMs.filter((at) => at >= from && at <= from + windowMs).length));
}

it('two integrations with a backlog of 800 never send Stripe more than its limit, and use most of what is safe', async () => {
  const { requests, windowMs } = stripe.limit;
  const { journal } = environment.standIns.stripe;
  await publishAll(environment.aws, [...customers(400), ...payments(400)]);
  await environment.until('Stripe has everything', () => expect(journal.effects).toHaveLength(800));

  const arrivals = journal.arrivals.map(({ atMs }) => atMs);
  const lastedMs = (arrivals.at(-1) ?? 0) - (arrivals[0] ?? 0);
  const { dispersionMs, clockSkewMs } = environments.local.settings.pacing;
  const intervalMs = (windowMs + dispersionMs + clockSkewMs) / requests;
  const used = ((arrivals.length - 1) * intervalMs) / lastedMs;
  const most = mostInAWindow(arrivals, windowMs);
  process.stdout.write(
    `${arrivals.length} requests in ${(lastedMs / 1_000).toFixed(1)} s: ` +
      `at most ${most} of ${requests} in ${windowMs} ms, ` +
      `${(used * 100).toFixed(0)} % of what a spacing of ${intervalMs} ms allows\n`,
  );
  expect(lastedMs).toBeGreaterThan(30_000);
  expect(most).toBeLessThanOrEqual(requests);
  expect(journal.statuses).toEqual({ 200: 800 });
  expect(used).toBeGreaterThan(0.8);
}, 150_000);
