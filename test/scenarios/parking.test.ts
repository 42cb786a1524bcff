/** A wrong key with a backlog behind it, through the local environment: what stands still, what does not, and what it costs. */
import { LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect, it } from 'vitest';
import { alertsTopicName, integrationName, secretName } from '../../lib/names.ts';
import { interlock } from '../lib/cli/interlock.ts';
import { customers, payments, publishAll } from './backlog.ts';
import { useLocalEnvironment } from './local-environment.ts';

const ofWallet = ['customer-created-to-wallet', 'payment-requested-to-wallet'];
/** More for Wallet than what is in flight there at most; for Gazette two seconds of its limit. */
const events = { customers: customers(20), payments: payments(60) };

/**
 * Eight times Wallet's rate, for its stand-in and for the functions: after a pause the account gets a tenth of it at
 * first, and the backlog should not take half a minute.
 */
const limit = { requests: 200, windowMs: 1_000 };

const environment = useLocalEnvironment({
  limits: { wallet: limit },
  settings: { rateLimits: { wallet: [limit] } },
  // Gazette's limit alone makes two seconds of it; the rest is for a busy machine.
  patienceMs: 60_000,
});
const { until } = environment;

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
const book = (name: 'wallet' | 'gazette' | 'helpdesk') => environment.standIns[name].journal;
/** External ids of what the third party did, once for each time. */
const effectsAt = (name: 'wallet' | 'gazette' | 'helpdesk') =>
  book(name)
    .effects.map(({ externalId }) => externalId)
    .sort();
const externalIds = (published: readonly { readonly externalId: string }[]) =>
  published.map(({ externalId }) => externalId).sort();
const sent = () => book('wallet').arrivals.filter(({ method }) => method === 'POST');
const countOf = (arrivals: readonly { readonly statusCode?: number }[], status: number) =>
  arrivals.filter(({ statusCode }) => statusCode === status).length;
const alerts = () => environment.aws.published(alertsTopicName('local')).map(({ subject }) => subject);
const attemptsAtWallet = () =>
  environment.lines.filter(
    ({ message, destination }) => message === 'delivery.attempted' && destination === 'wallet',
  );

it('a refused key stops its destination and nothing else, and a right one lets everything arrive once', async () => {
  const { apiKey, baseUrl } = environment.standIns.wallet.secret;
  await new SecretsManagerClient(environment.aws.client).send(
    new PutSecretValueCommand({
      SecretId: secretName('local', 'wallet'),
      SecretString: JSON.stringify({ apiKey: 'sk_test_the_wrong_key', baseUrl }),
    }),
  );
  await publishAll(environment.aws, [...events.customers, ...events.payments]);
  await until('both functions of Wallet are paused', async () =>
    expect(await eventSourcesOf(ofWallet)).toEqual(['Disabled', 'Disabled']),
  );
  await until('the alert is out', () => expect(alerts()).toEqual(['Interlock local: wallet is parked']));

  // A sandbox goes by what it read of the account within the last second; here, two later.
  await until('Gazette has half of its customers', () =>
    expect(effectsAt('gazette').length).toBeGreaterThanOrEqual(10),
  );
  // Two integrations with two sandboxes each hold a batch of ten at most: what was in flight.
  const refused = sent().length;
  expect(refused).toBeGreaterThan(0);
  expect(refused).toBeLessThanOrEqual(2 * 2 * 10);
  // And the supervisor's looks, with the same key.
  expect(Object.keys(book('wallet').statuses)).toEqual(['401']);

  // The clock has it looked at while the others work on.
  await environment.aws.fireRule('interlock-local-supervisor');
  const others = ['customer-created-to-gazette', 'customer-created-to-helpdesk'];
  expect(await eventSourcesOf(others)).toEqual(['Enabled', 'Enabled']);
  await until('Gazette has all customers', () => expect(effectsAt('gazette')).toHaveLength(20));
  await until('Helpdesk has all customers', () => expect(effectsAt('helpdesk')).toHaveLength(20));
  expect(effectsAt('gazette')).toEqual(externalIds(events.customers));
  expect(effectsAt('helpdesk')).toEqual(externalIds(events.customers));
  const [first, ...contacts] = book('gazette').effects;
  const gazetteMs = (contacts.at(-1)?.atMs ?? 0) - (first?.atMs ?? 0);
  // 19 times (10,000 + 200) / 100 ms lie between 20 contacts at Gazette's full speed. A busy machine took four times as long;
  // held up with Wallet it would be minutes, until the next look.
  expect(gazetteMs).toBeLessThan(19 * 102 * 15);

  // Done with that look: one that is still under way would try the new key a second time.
  await until('the supervisor has looked', () => {
    const supervisor = 'interlock-local-supervisor';
    const { messages = 0, deleted = 0, failed = 0 } = environment.aws.eventSources.get(supervisor) ?? {};
    expect(environment.aws.queues.inspect(supervisor).ready).toEqual([]);
    expect(deleted + failed).toBe(messages);
  });
  expect(sent()).toHaveLength(refused);
  expect(await eventSourcesOf(ofWallet)).toEqual(['Disabled', 'Disabled']);

  const right = JSON.stringify({ apiKey, baseUrl });
  expect(
    await interlock(['secret', 'set', 'wallet'], { endpoint: environment.aws.endpoint, stdin: right }),
  ).toMatchObject({ code: 0 });
  await until('both functions of Wallet go on', async () =>
    expect(await eventSourcesOf(ofWallet)).toEqual(['Enabled', 'Enabled']),
  );
  await until('nothing waits for Wallet', () =>
    expect(environment.aws.pendingMessages(ofWallet.map((name) => integrationName('local', name)))).toBe(0),
  );
  expect(effectsAt('wallet')).toEqual(externalIds([...events.customers, ...events.payments]));
  // Each event once, and a look or two that passed.
  expect([countOf(sent(), 401), countOf(sent(), 200)]).toEqual([refused, 80]);
  expect([1, 2]).toContain((book('wallet').statuses[200] ?? 0) - 80);
  expect(alerts()).toEqual(['Interlock local: wallet is parked']);

  const counted = attemptsAtWallet().map(({ outcome, attempt }) => `${outcome}, attempt ${attempt}`);
  expect(counted.filter((one) => one !== 'parked, attempt 1')).toEqual(
    Array(80).fill('delivered, attempt 1'),
  );
});
