/** A wrong key with a backlog behind it, through the local environment: what stands still, what does not, and what it costs. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LocalEnvironment, startLocalEnvironment } from '../../lib/local/local-environment.ts';
import { alertsTopicName, integrationName, secretName } from '../../lib/names.ts';
import { interlock } from '../lib/cli/interlock.ts';
import { customers, payments, publishAll } from './backlog.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const ofStripe = ['customer-created-to-stripe', 'payment-requested-to-stripe'];
const events = { customers: customers(40), payments: payments(60) };

/**
 * Eight times Stripe's rate, for its stand-in and for the functions: after a pause the account gets a tenth of it at
 * first, and the backlog should not take half a minute.
 */
const limit = { requests: 200, windowMs: 1_000 };

let environment: LocalEnvironment;
let outDir: string;
const lines: Record<string, unknown>[] = [];

beforeAll(async () => {
  outDir = mkdtempSync(join(root, '.interlock-test-'));
  environment = await startLocalEnvironment({
    port: 0,
    outDir,
    now: Date.now,
    limits: { stripe: limit },
    settings: { rateLimits: { stripe: [limit] } },
    onLog: (line) => lines.push(JSON.parse(line)),
  });
}, 60_000);

afterAll(async () => {
  await environment?.stop();
  rmSync(outDir, { recursive: true, force: true });
}, 30_000);

/** HubSpot's limit alone makes four seconds of it; the rest is for a busy machine. */
const patience = { timeout: 30_000, interval: 50 };

const eventSourcesOf = (integrations: readonly string[]) => {
  const lambda = new LambdaClient(environment.aws.client);
  return Promise.all(
    integrations.map(async (integration) => {
      const FunctionName = integrationName('local', integration);
      const found = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName }));
      return found.EventSourceMappings?.[0]?.State;
    }),
  );
};
const book = (name: 'stripe' | 'hubspot' | 'intercom') => environment.standIns[name].journal;
/** External ids of what the third party did, once for each time. */
const effectsAt = (name: 'stripe' | 'hubspot' | 'intercom') =>
  book(name)
    .effects.map(({ externalId }) => externalId)
    .sort();
const externalIds = (published: readonly { readonly externalId: string }[]) =>
  published.map(({ externalId }) => externalId).sort();
const alerts = () => environment.aws.published(alertsTopicName('local')).map(({ subject }) => subject);
const attemptsAtStripe = () =>
  lines.filter(({ message, destination }) => message === 'delivery.attempted' && destination === 'stripe');

it('a refused key stops its destination and nothing else, and a right one lets everything arrive once', async () => {
  const { apiKey, baseUrl } = environment.standIns.stripe.secret;
  await new SecretsManagerClient(environment.aws.client).send(
    new PutSecretValueCommand({
      SecretId: secretName('local', 'stripe'),
      SecretString: JSON.stringify({ apiKey: 'sk_test_the_wrong_key', baseUrl }),
    }),
  );
  await publishAll(environment.aws, [...events.customers, ...events.payments]);
  await expect.poll(() => eventSourcesOf(ofStripe), patience).toEqual(['Disabled', 'Disabled']);
  await expect.poll(alerts, patience).toEqual(['Interlock local: stripe is parked']);

  // A sandbox goes by what it read of the account within the last second; here, two later.
  await expect.poll(() => effectsAt('hubspot').length, patience).toBeGreaterThanOrEqual(20);
  // Two integrations with two sandboxes each hold a batch of ten at most: what was in flight.
  const refused = book('stripe').arrivalsCount;
  expect(refused).toBeGreaterThan(0);
  expect(refused).toBeLessThanOrEqual(2 * 2 * 10);
  expect(book('stripe').statuses).toEqual({ 401: refused });

  // The clock has it looked at while the others work on.
  await environment.aws.fireRule('interlock-local-supervisor');
  const others = ['customer-created-to-hubspot', 'customer-created-to-intercom'];
  expect(await eventSourcesOf(others)).toEqual(['Enabled', 'Enabled']);
  await expect.poll(() => effectsAt('hubspot').length, patience).toBe(40);
  await expect.poll(() => effectsAt('intercom').length, patience).toBe(40);
  expect(effectsAt('hubspot')).toEqual(externalIds(events.customers));
  expect(effectsAt('intercom')).toEqual(externalIds(events.customers));
  const [first, ...contacts] = book('hubspot').effects;
  const hubspotMs = (contacts.at(-1)?.atMs ?? 0) - (first?.atMs ?? 0);
  // 39 times (10,000 + 200) / 100 ms lie between 40 contacts at HubSpot's full speed; half as much again is a busy machine's.
  expect(hubspotMs).toBeLessThan(39 * 102 * 1.5);

  expect(book('stripe').arrivalsCount).toBe(refused);
  expect(await eventSourcesOf(ofStripe)).toEqual(['Disabled', 'Disabled']);

  const right = JSON.stringify({ apiKey, baseUrl });
  expect(
    await interlock(['secret', 'set', 'stripe'], { endpoint: environment.aws.endpoint, stdin: right }),
  ).toMatchObject({ code: 0 });
  await expect.poll(() => eventSourcesOf(ofStripe), patience).toEqual(['Enabled', 'Enabled']);
  await expect
    .poll(
      () => environment.aws.pendingMessages(ofStripe.map((name) => integrationName('local', name))),
      patience,
    )
    .toBe(0);
  expect(effectsAt('stripe')).toEqual(externalIds([...events.customers, ...events.payments]));
  // The probe, and each event once.
  expect(book('stripe').statuses).toEqual({ 401: refused, 200: 1 + 100 });
  expect(alerts()).toEqual(['Interlock local: stripe is parked']);

  const counted = attemptsAtStripe().map(({ outcome, attempt }) => `${outcome}, attempt ${attempt}`);
  expect(counted.filter((one) => one !== 'parked, attempt 1')).toEqual(
    Array(100).fill('delivered, attempt 1'),
  );
}, 90_000);
