/**
 * Secrets go through the whole chain as canaries, to third parties that say back all they hear: no log line, metric,
 * dead letter or ledger item may let anybody read them. No operation has a query, so a URL gets them by its path.
 */
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Settings } from '../../functions/core/config.ts';
import { circuitAttributes } from '../../functions/core/pace/circuit-attributes.ts';
import { integrationName, ledgerTableName, secretName, topicName } from '../../lib/names.ts';
import { customerCreated } from '../fixtures/shop/functions/events/customer-created.ts';
import { paymentRequested } from '../fixtures/shop/functions/events/payment-requested.ts';
import { type Answer, everyAnswer } from './canaries/answers.ts';
import { encodings } from './canaries/encodings.ts';
import { createOracle } from './canaries/oracle.ts';
import { createRemains } from './canaries/remains.ts';
import { destinations, type Planned, type Run, runs } from './canaries/run.ts';
import { startThirdParty, type ThirdParty } from './canaries/third-party.ts';
import { useLocalEnvironment } from './local-environment.ts';

const customerIntegrations = destinations.map((name) => `customer-created-to-${name}`);
const paymentIntegration = 'payment-requested-to-wallet';
const integrations = [...customerIntegrations, paymentIntegration];

let thirdParty: ThirdParty;
let sns: SNSClient;
let sqs: SQSClient;
let secrets: SecretsManagerClient;
let dynamodb: DynamoDBClient;

/**
 * Half of the answers are failures, and all deliveries feel them: pauses and an open circuit hold a destination as a
 * whole. Here they last about as long as the second in which SQS counts.
 */
const brief = {
  backoff: { baseMs: 500, capMs: 1_000, horizonMs: 10 * 60_000 },
  breaker: { firstMs: 500, mostMs: 1_000 },
  // A 429 that names no time pauses for a window; a circuit that closes gives a tenth of the rate, here still plenty.
  rateLimits: Object.fromEntries(destinations.map((name) => [name, [{ requests: 1_000, windowMs: 500 }]])),
} satisfies Partial<Settings>;

const remains = createRemains(integrations);
const environment = useLocalEnvironment({ settings: brief, onLog: remains.read });
const { until } = environment;
let customerId = 700_000_000;

describe('secrets sent through the whole chain', () => {
  beforeAll(async () => {
    thirdParty = await startThirdParty();
    sns = new SNSClient(environment.aws.client);
    sqs = new SQSClient({ ...environment.aws.client, useQueueUrlAsEndpoint: false });
    secrets = new SecretsManagerClient(environment.aws.client);
    dynamodb = new DynamoDBClient(environment.aws.client);
  });

  afterAll(() => thirdParty?.stop());

  it('are read back by the oracle in every encoding, and in half of each', () => {
    const key = 'k3y"w\\i/t+h=e&v<e>r\'y%thing_0123456789abcdef';
    const tested = createOracle();
    tested.add(key);
    for (const [name, encode] of Object.entries(encodings)) {
      const written = encode(key);
      expect(tested.leak(JSON.stringify({ body: `x ${written} y` })), name).toBeDefined();
      const half = written.slice(0, written.length / 2);
      expect(tested.leak(JSON.stringify({ body: half })), `half of ${name}`).toBeDefined();
    }
    expect(tested.leak(JSON.stringify({ body: 'k3y"w\\i, the rest is «secret»' }))).toBeUndefined();
  });

  it('leave nothing to read in any log line, metric, dead letter or ledger item', async () => {
    await fc.assert(fc.asyncProperty(runs, check), {
      seed: 20_261_124,
      numRuns: 18,
      // The environment remembers; smaller runs in the same one would not be the same runs.
      endOnFailure: true,
    });
    await until('nothing waits any more', async () => {
      await closeCircuits();
      expect(environment.aws.pendingMessages(queues)).toBe(0);
    });
    expect(await remains.leaks(environment.aws)).toEqual([]);
    expect([...everyAnswer, ...Object.keys(encodings)].filter((one) => !thirdParty.sent.has(one))).toEqual(
      [],
    );
  });

  it('leave nothing to read when the third party refuses the newest of them', async () => {
    const [run] = fc.sample(runs, { seed: 401, numRuns: 1 });
    if (run === undefined) throw new Error('a sample of one has one');
    const refused = { ...run.refusal, status: 401 };
    const answers = { wallet: [refused], gazette: [refused], helpdesk: [refused] };
    // First what holds the key itself: behind a refused one it would wait, and never settle.
    await rotate(run);
    await deliver({ ...run, payments: [], customers: [] });
    const { careless: _, ...rest } = run;
    await deliver({ ...rest, payments: [], customers: [{ lastName: `O'zzzrefused`, answers }] });
    const outcomes = () =>
      customerIntegrations.map((name) => remains.cameTo.get(`${name} event-${customerId}`));
    await until('all third parties have parked the customer', () =>
      expect(outcomes()).toEqual(['parked', 'parked', 'parked']),
    );
    expect(await remains.leaks(environment.aws)).toEqual([]);
  });
});

const queues = integrations.map((name) => integrationName('local', name));

async function check(run: Run): Promise<void> {
  await rotate(run);
  await deliver(run);
}

/**
 * Sandboxes keep their credentials for minutes. So that the fresh key is in use at once, its secret is written first,
 * then the third party refuses every older key: a 401 makes a sandbox read again, and go on with what it finds.
 */
async function rotate(run: Run): Promise<void> {
  for (const name of destinations) {
    remains.addKey(run.keys[name]);
    const credentials = { apiKey: run.keys[name], baseUrl: thirdParty.baseUrl(name) };
    await secrets.send(
      new PutSecretValueCommand({
        SecretId: secretName('local', name),
        SecretString: JSON.stringify(credentials),
      }),
    );
    thirdParty.setApiKey(name, run.keys[name]);
  }
}

type Published = Omit<Run, 'careless'> & Partial<Pick<Run, 'careless'>>;

async function deliver(run: Published): Promise<void> {
  const [careless, ...others] = await Promise.all([
    run.careless === undefined ? [] : publishCareless(run, run.careless),
    ...run.customers.map((planned) => publish(run, planned, customerCreated, customerIntegrations)),
    ...run.payments.map((planned) => publish(run, planned, paymentRequested, [paymentIntegration])),
  ]);
  const expected = others.flat();
  // A sandbox that takes up an event with a key when that is no longer in use has never heard of it: nobody could hide
  // it then. The others may go on into the next run.
  const unfinished = () => [
    ...careless.filter((delivery) => !isSettled(remains.cameTo.get(delivery))),
    ...expected.filter((delivery) => !remains.cameTo.has(delivery)),
  ];
  await until('every delivery of the run has come to something', async () => {
    await closeCircuits();
    expect(unfinished()).toEqual([]);
  });
  expect(await remains.leaks(environment.aws)).toEqual([]);
}

/**
 * Every third answer is a gateway's or a redirect, of which one is enough to open a circuit for all; what it then says to
 * single trials would take the test minutes to hear.
 */
const closeCircuits = () =>
  Promise.all(
    destinations.map((name) =>
      dynamodb.send(
        new UpdateItemCommand({
          TableName: ledgerTableName('local'),
          Key: { id: { S: `destination#${name}#account` } },
          UpdateExpression: `REMOVE ${[...circuitAttributes, 'operations', 'holdUntilMs'].join(', ')}`,
        }),
      ),
    ),
  );

const isSettled = (outcome = '') => ['delivered', 'dead-lettered'].includes(outcome);

type Contract = typeof customerCreated | typeof paymentRequested;

/** Returns the deliveries that it leads to. */
async function publish(run: Published, planned: Planned, contract: Contract, to: readonly string[]) {
  const event = eventOf(run, planned, contract);
  await sns.send(
    new PublishCommand({
      TopicArn: environment.aws.topicArn(topicName('local')),
      Message: JSON.stringify(event),
    }),
  );
  return to.map((integration) => `${integration} ${event.id}`);
}

/** To one queue only: a function knows the secret of its own destination, and no other. */
async function publishCareless(run: Published, { destination, lastName, answer }: Run['careless']) {
  const integration = `customer-created-to-${destination}`;
  const event = eventOf(run, { lastName, answers: { [destination]: [answer] } }, customerCreated);
  const key = run.keys[destination];
  Object.assign(event.data, { company: `key: ${key}`, [key]: 1, [encodings.hex(key)]: 1 });
  remains.addCareless(event.id);
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: environment.aws.queueUrl(integrationName('local', integration)),
      MessageBody: JSON.stringify(event),
    }),
  );
  return [`${integration} ${event.id}`];
}

function eventOf(
  run: Published,
  { lastName, answers }: { lastName: string; answers: Readonly<Record<string, readonly Answer[]>> },
  contract: Contract,
) {
  customerId += 1;
  const token = /[a-z]{9,}/.exec(lastName)?.[0] ?? '';
  remains.addName(token);
  const email = `${token}+x@example.com`;
  const person =
    contract.type === 'customer.created' ? { email, lastName } : { description: `${lastName} <${email}>` };
  thirdParty.plan(customerId, { answers, refusal: run.refusal, personal: Object.values(person) });
  return {
    specversion: '1.0',
    id: `event-${customerId}`,
    source: 'urn:example:test',
    type: contract.type,
    time: '2026-11-24T09:30:00Z',
    subject: `${customerId}`,
    data: { ...contract.example, customerId, ...person },
  };
}
