/**
 * The way back from a rotated key, by a stand-in's own clock: a minute later the rate is whole, whatever waits. Beside the
 * other proof it costs little: nine requests a second, and what is measured comes when that one is over.
 */
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect, it } from 'vitest';
import { paceOf } from '../../functions/core/pace/spacing.ts';
import { environments } from '../../lib/environments.ts';
import { alertsTopicName, secretName } from '../../lib/names.ts';
import { interlock } from '../lib/cli/interlock.ts';
import { payments, publishAll } from '../scenarios/backlog.ts';
import { useLocalEnvironment } from '../scenarios/local-environment.ts';

/** As Gazette's: the ramp and what is measured after it need 500 events, and no processor. */
const limit = { requests: 100, windowMs: 10_000 };
const intervalMs = paceOf([limit], environments.local.settings.pacing).intervalUs / 1_000;

const rampMs = 60_000;
/** Long enough for 170 requests: one that is missing is half a percent. */
const measuredMs = 20_000;
/** The ramp takes 33 seconds' worth of them, what is measured 20, and then some must be left. */
const waiting = Math.ceil((33_000 + measuredMs + 10_000) / intervalMs);

const environment = useLocalEnvironment({
  limits: { wallet: limit },
  settings: { rateLimits: { wallet: [limit] } },
  patienceMs: 100_000,
});

it('a minute after a rotated key is replaced the rate is whole, and a new event waits for no more than the backlog before it', async () => {
  const { aws, until } = environment;
  const { journal, secret } = environment.standIns.wallet;
  const { apiKey, baseUrl } = secret;
  const secrets = new SecretsManagerClient(aws.client);
  const SecretString = JSON.stringify({ apiKey: 'sk_test_before_the_rotation', baseUrl });
  await secrets.send(new PutSecretValueCommand({ SecretId: secretName('local', 'wallet'), SecretString }));
  const all = payments(waiting + 1);
  const [newOne, backlog] = [all.at(-1), all.slice(0, waiting)];
  await publishAll(aws, backlog);
  await until('the destination is parked', () =>
    expect(aws.published(alertsTopicName('local')).map(({ subject }) => subject)).toEqual([
      'Interlock local: wallet is parked',
    ]),
  );
  expect(journal.effects).toEqual([]);
  const stdin = JSON.stringify({ apiKey, baseUrl });
  expect(await interlock(['secret', 'set', 'wallet'], { endpoint: aws.endpoint, stdin })).toMatchObject({
    code: 0,
  });

  await until('the first is delivered', () => expect(journal.effects.length).toBeGreaterThan(0));
  const beganMs = journal.effects[0]?.atMs ?? 0;
  await until('a minute has passed', () => expect(Date.now()).toBeGreaterThanOrEqual(beganMs + rampMs));
  const publishedMs = Date.now();
  const left = waiting - journal.effects.length;
  await publishAll(aws, newOne === undefined ? [] : [newOne]);
  await until('everything is delivered', () => expect(journal.effects).toHaveLength(waiting + 1));

  const arrivals = journal.arrivals.filter(({ method }) => method === 'POST').map(({ atMs }) => atMs);
  const measured = arrivals.filter((atMs) => atMs >= publishedMs && atMs < publishedMs + measuredMs).length;
  const used = (measured * intervalMs) / measuredMs;
  const most = Math.max(
    ...arrivals.map((from) => arrivals.filter((at) => at >= from && at <= from + limit.windowMs).length),
  );
  const waitedMs =
    (journal.effects.find(({ externalId }) => externalId === newOne?.externalId)?.atMs ?? 0) - publishedMs;
  process.stdout.write(
    `${waiting} waited; a minute later ${(used * 100).toFixed(1)} % of what a spacing of ${intervalMs.toFixed(0)} ms allows, ` +
      `at most ${most} of ${limit.requests} in ${limit.windowMs} ms; ` +
      `a new event waited ${(waitedMs / 1_000).toFixed(1)} s with ${left} before it\n`,
  );
  // All of what is measured is backlog.
  expect(left * intervalMs).toBeGreaterThan(measuredMs);
  expect(used).toBeGreaterThanOrEqual(0.95);
  expect(most).toBeLessThanOrEqual(limit.requests);
  expect(waitedMs).toBeLessThanOrEqual(left * intervalMs + 10_000);
}, 200_000);
