import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import {
  LambdaClient,
  ListEventSourceMappingsCommand,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAccountItem } from '../../functions/core/aws/account-item.ts';
import { createClients } from '../../lib/cli/clients.ts';
import { readParking } from '../../lib/cli/parking.ts';
import { Iam } from '../../lib/local/aws/iam.ts';
import { alertsTopicName, integrationName, ledgerTableName, topicName } from '../../lib/names.ts';
import { customerCreated } from '../fixtures/shop/functions/events/customer-created.ts';
import { interlock } from '../lib/cli/interlock.ts';
import { useLocalEnvironment } from './local-environment.ts';

const toGazette = 'customer-created-to-gazette';
const toWallet = ['customer-created-to-wallet', 'payment-requested-to-wallet'];
const environment = useLocalEnvironment();
const { until } = environment;
let lambda: LambdaClient;

beforeAll(() => {
  lambda = new LambdaClient(environment.aws.client);
});

const run = (args: readonly string[], stdin = '') =>
  interlock(args, { endpoint: environment.aws.endpoint, stdin });
const mappingOf = async (integration: string) => {
  const FunctionName = integrationName('local', integration);
  const found = await lambda.send(new ListEventSourceMappingsCommand({ FunctionName }));
  return found.EventSourceMappings?.[0];
};
const stateOf = async (integration: string) => (await mappingOf(integration))?.State;
const statesOf = (integrations: readonly string[]) => Promise.all(integrations.map(stateOf));
const parking = (destination: string) => {
  const { dynamodb } = createClients('local', { AWS_ENDPOINT_URL: environment.aws.endpoint });
  return readParking(dynamodb, 'local', destination);
};
const lastLook = async (destination: string) => {
  const { dynamodb: client } = createClients('local', { AWS_ENDPOINT_URL: environment.aws.endpoint });
  const tableName = ledgerTableName('local');
  return (await createAccountItem({ client, tableName, destination }).read()).looks;
};
const alertsAbout = (destination: string) =>
  environment.aws
    .published(alertsTopicName('local'))
    .filter(({ subject }) => subject === `Interlock local: ${destination} is parked`);
const held = (name: 'wallet' | 'gazette', customerId: number) =>
  environment.standIns[name].journal.entities.filter(({ externalId }) => externalId === `${customerId}`)
    .length;

const publish = (customerId: number) =>
  new SNSClient(environment.aws.client).send(
    new PublishCommand({
      TopicArn: environment.aws.topicArn(topicName('local')),
      Message: JSON.stringify({
        specversion: '1.0',
        id: `event-${customerId}`,
        source: 'urn:example:test',
        type: 'customer.created',
        time: '2026-11-24T09:30:00Z',
        subject: `${customerId}`,
        data: { ...customerCreated.example, customerId, email: `c${customerId}@example.com` },
      }),
    }),
  );

describe('a destination that an operator parks', () => {
  it('stands still with all its integrations, and only they; the alert says what to run', async () => {
    expect((await run(['park', 'wallet', '--reason', 'they move house'])).code).toBe(0);
    await until('both functions of Wallet are paused', async () =>
      expect(await statesOf(toWallet)).toEqual(['Disabled', 'Disabled']),
    );
    expect(await stateOf(toGazette)).toBe('Enabled');
    await until('the alert about Wallet is out', async () =>
      expect((await parking('wallet'))?.alertedAtMs).toBeGreaterThan(0),
    );
    expect(alertsAbout('wallet')).toHaveLength(1);
    expect(alertsAbout('wallet')[0]?.message).toContain('Why: "they move house"\n');
    await publish(1);
    await until('Gazette has customer 1', () => expect(held('gazette', 1)).toBe(1));
    expect(held('wallet', 1)).toBe(0);
    // For a moment the supervisor may have it in hand, to see how old it is.
    await until('status shows what waits, and why', async () => {
      const { code, stdout } = await run(['status', 'customer-created-to-wallet', '--json']);
      expect([code, JSON.parse(stdout).integrations[0]]).toMatchObject([
        3,
        {
          eventSource: 'Disabled',
          queue: { visible: 1 },
          oldestSeconds: expect.any(Number),
          parked: { reason: 'they move house' },
        },
      ]);
    });
  });

  it('stays parked when the clock has it looked at', async () => {
    await environment.aws.fireRule('interlock-local-supervisor');
    await until('the supervisor has looked', () =>
      expect(environment.aws.pendingMessages(['interlock-local-supervisor'])).toBe(0),
    );
    expect(await statesOf(toWallet)).toEqual(['Disabled', 'Disabled']);
    expect(alertsAbout('wallet')).toHaveLength(1);
  });

  it('goes on when the operator says so and a probe passes', async () => {
    expect((await run(['resume', 'wallet'])).code).toBe(0);
    await until('both functions of Wallet go on', async () =>
      expect(await statesOf(toWallet)).toEqual(['Enabled', 'Enabled']),
    );
    expect(await parking('wallet')).toBeUndefined();
    const probes = environment.standIns.wallet.journal.arrivals.filter(({ path }) =>
      path.startsWith('/v1/customers?email=interlock-probe'),
    );
    expect(probes.map(({ statusCode }) => statusCode)).toEqual([200]);
    await until('Wallet has customer 1', () => expect(held('wallet', 1)).toBe(1));
    const { code, stdout } = await run(['status', 'customer-created-to-wallet', '--json']);
    // Slowly for a minute: nothing else is left of it.
    const { integrations, destinations } = JSON.parse(stdout);
    expect([code, integrations[0], destinations[0].standstills]).toMatchObject([
      3,
      { eventSource: 'Enabled', parked: null },
      [{ kind: 'ramping' }],
    ]);
  });
});

describe('a destination that refuses its credentials', () => {
  it('is parked by the function that met it, and goes on as soon as a key is set that works', async () => {
    environment.standIns.gazette.setApiKey('the-new-key-0123456789');
    await publish(2);
    await until('the function of Gazette is paused', async () =>
      expect(await stateOf(toGazette)).toBe('Disabled'),
    );
    await until('the alert about Gazette is out', () => expect(alertsAbout('gazette')).toHaveLength(1));
    expect(held('gazette', 2)).toBe(0);

    const secret = (apiKey: string) => JSON.stringify({ apiKey, baseUrl: environment.standIns.gazette.url });
    await run(['secret', 'set', 'gazette'], secret('another-wrong-key-0123456789'));
    const setAtMs = Date.now();
    await until('Gazette has refused the new key too', async () => {
      const looks = await lastLook('gazette');
      expect(looks?.atMs).toBeGreaterThan(setAtMs);
      expect(looks?.outcome).toMatch(/^the probe came back with CREDENTIALS_REJECTED, HTTP 401/);
    });
    // It may take its third party a while to know it: for that no second alert.
    expect((await parking('gazette'))?.refusedVersion).not.toBe('id-1');
    expect(await stateOf(toGazette)).toBe('Disabled');

    // Its own version: each run of the command line counts its ids from 1.
    const context = { randomId: () => 'the-second-version-of-the-secret' };
    await interlock(['secret', 'set', 'gazette'], {
      endpoint: environment.aws.endpoint,
      stdin: secret('the-new-key-0123456789'),
      context,
    });
    await until('the function of Gazette goes on', async () =>
      expect(await stateOf(toGazette)).toBe('Enabled'),
    );
    await until('Gazette has customer 2', () => expect(held('gazette', 2)).toBe(1));
    expect(alertsAbout('gazette')).toHaveLength(1);
  });
});

describe('what a supervisor that died has left', () => {
  it('is found by the next look that the clock asks for: parked in the ledger, and not paused', async () => {
    await new DynamoDBClient(environment.aws.client).send(
      new UpdateItemCommand({
        TableName: ledgerTableName('local'),
        Key: { id: { S: 'destination#helpdesk#account' } },
        UpdateExpression: 'SET parkedAtMs = :now, parkedReason = :reason',
        ExpressionAttributeValues: { ':now': { N: `${Date.now()}` }, ':reason': { S: 'as found' } },
      }),
    );
    await environment.aws.fireRule('interlock-local-supervisor');
    await until('the function of Helpdesk is paused', async () =>
      expect(await stateOf('customer-created-to-helpdesk')).toBe('Disabled'),
    );
  });

  it('is found by the next look that the clock asks for: paused, and not parked in the ledger', async () => {
    await new DynamoDBClient(environment.aws.client).send(
      new UpdateItemCommand({
        TableName: ledgerTableName('local'),
        Key: { id: { S: 'destination#helpdesk#account' } },
        UpdateExpression: 'REMOVE parkedAtMs',
      }),
    );
    await environment.aws.fireRule('interlock-local-supervisor');
    await until('the function of Helpdesk goes on', async () =>
      expect(await stateOf('customer-created-to-helpdesk')).toBe('Enabled'),
    );
  });
});

/** The local AWS's client of who has the role of this description. */
const clientAs = (description: string) => {
  const { Resources } = JSON.parse(
    readFileSync(join(environment.outDir, 'interlock-local.template.json'), 'utf8'),
  );
  const [roleName = ''] =
    Object.entries<{ Properties?: { Description?: string } }>(Resources).find(
      ([, { Properties }]) => Properties?.Description === description,
    ) ?? [];
  const accessKeyId = new Iam().accessKeyOf(roleName);
  return { ...environment.aws.client, credentials: { accessKeyId, secretAccessKey: 'local' } };
};

describe('who may ask the supervisor', () => {
  it('is a function about its own destination, and it may not park, resume or name another', async () => {
    const QueueUrl = environment.aws.queueUrl(integrationName('local', 'supervisor'));
    const wallet = new SQSClient(clientAs(`What the function of ${toWallet[0]} may do`));
    const refused = [
      { ask: 'look', destination: 'gazette' },
      { ask: 'park', destination: 'gazette', reason: 'see https://evil.example' },
      { ask: 'park', destination: 'wallet', reason: 'see https://evil.example' },
      { ask: 'resume', destination: 'wallet' },
      { ask: 'look' },
    ];
    for (const request of [...refused, { ask: 'look', destination: 'wallet' }]) {
      await wallet.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(request) }));
    }
    const refusals = () => environment.lines.filter(({ message }) => message === 'ask.refused');
    await until('all but the look at its own are refused', async () =>
      expect([...new Set(refusals().map(({ reason }) => reason))].sort()).toEqual(
        ['look', 'look gazette', 'park gazette', 'park wallet', 'resume wallet'].map(
          (asked) =>
            `the function interlock-local-${toWallet[0]} may ask for nothing but to look at wallet, and asked to ${asked}`,
        ),
      ),
    );
    expect([await parking('gazette'), await parking('wallet')]).toEqual([undefined, undefined]);
    const told = environment.aws.published(alertsTopicName('local')).map(({ message }) => message);
    expect(told.filter((message) => message.includes('evil'))).toEqual([]);
  });
});

describe('who may pause', () => {
  /** A client with the credentials of the function's role. */
  const lambdaAs = (description: string) => new LambdaClient(clientAs(description));
  it('is the supervisor, every integration but neither itself nor the contract watch', async () => {
    const supervisor = lambdaAs('What the supervisor may do');
    const enable = async (name: string) => {
      const UUID = (await mappingOf(name))?.UUID;
      return supervisor.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: true }));
    };
    for (const integration of [...toWallet, toGazette]) {
      expect(await enable(integration)).toMatchObject({ State: 'Enabled' });
    }
    for (const name of ['supervisor', 'contract-watch']) {
      await expect(enable(name)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    }
  });

  it('is not the function of an integration', async () => {
    const worker = lambdaAs(`What the function of ${toGazette} may do`);
    const UUID = (await mappingOf(toGazette))?.UUID;
    await expect(
      worker.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false })),
    ).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});
