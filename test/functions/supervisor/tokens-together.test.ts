/** The real worker and the real supervisor, over one table and one queue, with a destination that has tokens. */
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Context, SQSEvent } from 'aws-lambda';
import { beforeEach, expect, test } from 'vitest';
import * as tokens from '../../../functions/core/aws/tokens.ts';
import * as turns from '../../../functions/core/aws/turns.ts';
import { clientCredentials } from '../../../functions/core/declare/token.ts';
import { createHandler } from '../../../functions/core/handler.ts';
import { createSendHttp } from '../../../functions/core/http/send-http.ts';
import type { Runtime } from '../../../functions/core/runtime.ts';
import { secretOf, visibleText } from '../../../functions/destinations/credentials.ts';
import type { SupervisorRuntime } from '../../../functions/supervisor/runtime.ts';
import { createSupervisor } from '../../../functions/supervisor/supervisor.ts';
import * as tokenKeeper from '../../../functions/supervisor/token-parts.ts';
import { environments } from '../../../lib/environments.ts';
import {
  createThing,
  thingBody,
  thingDestination,
  thingIntegration,
} from '../../fixtures/fixture-integration.ts';
import { TableModel } from '../../models/table.ts';
import { authorizationServer } from './authorization-server.ts';

const destination = thingDestination({
  credentials: secretOf({ clientId: visibleText(), clientSecret: visibleText() }),
  headers: () => ({}),
  requestTimeoutMs: 5_000,
  token: clientCredentials({
    origin: () => 'https://api.example.com',
    path: '/oauth/token',
    client: ({ clientId, clientSecret }) => ({ id: clientId, secret: clientSecret }),
  }),
});
const integration = thingIntegration(createThing(undefined, { destination }));

let nowMs: number;
let server: Awaited<ReturnType<typeof authorizationServer>>;
let secret: string | undefined;
let lines: string[];
let alerts: string[];
let asks: Promise<unknown>[];
let table: TableModel;

beforeEach(async () => {
  nowMs = Date.UTC(2026, 2, 1);
  server = await authorizationServer(() => nowMs);
  secret = JSON.stringify({
    clientId: 'client-012',
    clientSecret: 'cs_CANARY_0123',
    baseUrl: server.baseUrl,
  });
  [lines, alerts, asks] = [[], [], []];
  table = new TableModel({
    name: 'ledger',
    partitionKey: 'id',
    timeToLiveAttribute: 'expiration',
    now: () => nowMs,
  });
});

const answering = (respond: (command: { input: object }) => unknown) =>
  ({ send: async (command: { input: object }) => respond(command) }) as never;

function around() {
  let ids = 0;
  return {
    clients: {
      dynamodb: answering((command) =>
        table.execute(command.constructor.name.replace('Command', ''), command.input),
      ),
      secrets: answering(() => ({ SecretString: secret, VersionId: 'v1' })),
      sqs: answering((command) => {
        const { MessageBody, QueueUrl } = (command as SendMessageCommand).input;
        if (command instanceof SendMessageCommand && QueueUrl === 'https://sqs/supervisor')
          asks.push(supervise(MessageBody ?? ''));
        return {};
      }),
      sns: answering(({ input }) => {
        alerts.push(JSON.stringify(input));
        return {};
      }),
      lambda: answering(() => ({ State: 'Enabled' })),
    },
    send: createSendHttp({ allowPrivateAddresses: true, now: () => nowMs }),
    write: (line: string) => lines.push(line),
    now: () => nowMs,
    monotonicMs: () => nowMs,
    random: () => 0.5,
    randomId: () => {
      ids += 1;
      return `id-${nowMs}-${asks.length}-${ids}`;
    },
    sleep: async (ms: number) => {
      if (ms > 2_000) return new Promise<void>(() => {});
      await Promise.all(asks);
      nowMs += ms;
    },
  };
}
const { settings } = environments.local;
const common = { ledgerTable: 'ledger', queueRetentionSeconds: 1_209_600, maxReceiveCount: 1_000 };

function supervise(body: string) {
  const runtime = {
    ...around(),
    config: {
      settings,
      resources: {
        ...common,
        alertsTopicArn: 'arn:alerts',
        queueUrl: 'https://sqs/interlock-local-supervisor',
        secretPrefix: 'interlock/local/',
        destinations: ['thing'],
      },
    },
    loadTokenKeeper: async () => tokenKeeper,
  } as SupervisorRuntime;
  const Records = [{ messageId: 'm', body, attributes: { SenderId: 'AIDAOPERATOR' } }];
  return createSupervisor([integration], runtime)({ Records } as SQSEvent);
}

function sandbox() {
  const runtime: Runtime = {
    ...around(),
    config: {
      settings,
      resources: {
        ...common,
        secretId: 's',
        queueUrl: 'https://sqs/q',
        deadLetterQueueUrl: 'https://sqs/d',
        supervisorQueueUrl: 'https://sqs/supervisor',
        referenceKey: 'k',
      },
    },
    readContract: async () => undefined,
    loadDriftComparator: () => Promise.reject(new Error('not needed')),
    loadDriftClaims: () => Promise.reject(new Error('not needed')),
    loadTokens: async () => tokens,
    loadTurns: async () => turns,
  };
  const handle = createHandler(integration, runtime);
  return async (...eventIds: string[]) => {
    const Records = eventIds.map((id) => ({
      messageId: id,
      receiptHandle: 'r',
      body: thingBody({ id }),
      attributes: {
        ApproximateReceiveCount: '1',
        SentTimestamp: `${nowMs}`,
        ApproximateFirstReceiveTimestamp: `${nowMs}`,
      },
      messageAttributes: {},
    }));
    const context = { getRemainingTimeInMillis: () => 60_000, functionName: 'f' } as Context;
    const { batchItemFailures } = await handle({ Records } as unknown as SQSEvent, context);
    return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  };
}

test('the first events of a destination with tokens are delivered with one that the supervisor got, in one attempt each', async () => {
  expect(await sandbox()('e-1', 'e-2')).toEqual([]);
  expect(server.asked).toHaveLength(1);
  expect(server.calls).toEqual(['at_CANARY_1_0123456789', 'at_CANARY_1_0123456789']);
  expect(lines.join('\n')).not.toMatch(/CANARY/);
  expect(JSON.stringify(table.execute('Scan', { TableName: 'ledger' }))).not.toMatch(/CANARY/);
});

test('a token that ends too early is replaced after its 401, and the event goes through', async () => {
  const batch = sandbox();
  await batch('e-1');
  server.state.valid.clear();
  expect(await batch('e-2')).toEqual([]);
  expect(server.calls.slice(1)).toEqual(['at_CANARY_1_0123456789', 'at_CANARY_2_0123456789']);
  expect(alerts).toEqual([]);
});

test('a grant that is gone parks with an alert that says what to do, and no event is lost', async () => {
  server.state.revoked = true;
  expect(await sandbox()('e-1')).toEqual(['e-1']);
  await Promise.all(asks);
  expect(server.calls).toEqual([]);
  expect(alerts.join()).toContain(
    'the authorization server refuses a token for good (status 400): look at the client and its key',
  );
  expect(alerts).toHaveLength(1);
});

test('the clock of the supervisor gets the token ahead; a secret that is not set parks nothing', async () => {
  await supervise('{"ask":"look"}');
  expect(server.asked).toHaveLength(1);
  await sandbox()('e-1');
  expect(server.asked).toHaveLength(1);
  table = new TableModel({ name: 'ledger', partitionKey: 'id', now: () => nowMs });
  secret = '{"unset":"nobody has set it yet"}';
  await supervise('{"ask":"look"}');
  expect(alerts).toEqual([]);
});
