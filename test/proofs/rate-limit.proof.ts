/**
 * The limits of Wallet and Gazette under load, by clocks of their own: each stands in a thread that does nothing else, since
 * this one is all of AWS as well. Not among the tests of every change: what a limit is worth shows over a minute.
 */
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { secretName } from '../../lib/names.ts';
import { gazette } from '../fixtures/shop/functions/destinations/gazette/index.ts';
import { wallet } from '../fixtures/shop/functions/destinations/wallet/index.ts';
import { shopIntegrations } from '../fixtures/shop/index.ts';
import { customers, payments, publishAll } from '../scenarios/backlog.ts';
import { useLocalEnvironment } from '../scenarios/local-environment.ts';
import { mostInAWindow } from '../simulation/invariants/rate-limits.ts';
import { type Stopwatch, startStopwatch } from './stopwatch.ts';

/** Of those two alone: what else takes the processors moves the clocks that this is measured by. */
const integrations = shopIntegrations.filter(({ operation }) => operation.destination.name !== 'helpdesk');
const environment = useLocalEnvironment({ integrations, patienceMs: 180_000 });
const third = { wallet: wallet.rateLimits[0], gazette: gazette.rateLimits[0] } as const;
const stopwatches = new Map<string, Stopwatch>();

beforeAll(async () => {
  const secrets = new SecretsManagerClient(environment.aws.client);
  for (const name of ['wallet', 'gazette'] as const) {
    const { url, secret } = environment.standIns[name];
    const stopwatch = await startStopwatch(url);
    stopwatches.set(name, stopwatch);
    const SecretString = JSON.stringify({ ...secret, baseUrl: stopwatch.url });
    await secrets.send(new PutSecretValueCommand({ SecretId: secretName('local', name), SecretString }));
  }
  secrets.destroy();
});
afterAll(() => Promise.all([...stopwatches.values()].map((stopwatch) => stopwatch.stop())));

/** Of the limit itself, and what any closed window held at most. From the half on: by then the sandboxes know the time. */
async function useOf(name: keyof typeof third) {
  const { requests, windowMs } = third[name];
  const atMs = (await stopwatches.get(name)?.arrivals()) ?? [];
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

  const ofWallet = await useOf('wallet');
  const ofGazette = await useOf('gazette');
  expect(standIns.wallet.journal.statuses).toEqual({ 200: 1_200 });
  expect(ofWallet.most).toBeLessThanOrEqual(ofWallet.requests);
  expect(ofGazette.most).toBeLessThanOrEqual(ofGazette.requests);
  expect(ofWallet.used).toBeGreaterThanOrEqual(0.85);
  expect(ofGazette.used).toBeGreaterThanOrEqual(0.95);
}, 240_000);
