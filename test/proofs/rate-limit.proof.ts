/**
 * Stripe's limit under load, by its stand-in's own clock. Not among the tests of every change: what a limit per second
 * is worth shows over half a minute.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { environments } from '../../lib/environments.ts';
import { type LocalEnvironment, startLocalEnvironment } from '../../lib/local/local-environment.ts';
import { stripe } from '../../lib/local/stand-ins/stripe.ts';
import { customers, payments, publishAll } from '../scenarios/backlog.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let environment: LocalEnvironment;
let outDir: string;

beforeAll(async () => {
  outDir = mkdtempSync(join(root, '.interlock-test-'));
  environment = await startLocalEnvironment({ port: 0, outDir, now: Date.now });
}, 60_000);

afterAll(async () => {
  await environment?.stop();
  rmSync(outDir, { recursive: true, force: true });
}, 30_000);

/** The most arrivals that any closed window holds: no window holds more than one that begins with an arrival. */
function mostInAWindow(atMs: readonly number[], windowMs: number): number {
  return Math.max(...atMs.map((from) => atMs.filter((at) => at >= from && at <= from + windowMs).length));
}

it('two integrations with a backlog of 800 never send Stripe more than its limit, and use most of what is safe', async () => {
  const { requests, windowMs } = stripe.limit;
  const { journal } = environment.standIns.stripe;
  await publishAll(environment.aws, [...customers(400), ...payments(400)]);
  await expect.poll(() => journal.effects.length, { timeout: 120_000, interval: 100 }).toBe(800);

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
