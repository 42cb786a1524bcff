/** One event through the real handler, its real HTTP and models of what it calls of AWS; and all that it leaves behind. */

import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context } from 'aws-lambda';
import { instantClient } from '../../../bench/instant-client.ts';
import * as driftClaims from '../../../functions/core/aws/drift-claims.ts';
import * as tokens from '../../../functions/core/aws/tokens.ts';
import * as turns from '../../../functions/core/aws/turns.ts';
import * as driftLook from '../../../functions/core/contract/drift/drift-comparator.ts';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { createHandler } from '../../../functions/core/handler.ts';
import { createSendHttp } from '../../../functions/core/http/send-http.ts';
import { environments } from '../../../lib/environments.ts';
import { TableModel } from '../../models/table.ts';
import { alertsOf } from './alerts.ts';

export interface DeadLetter {
  readonly body: string;
  readonly diagnosis: string;
}

export interface Remains {
  readonly lines: readonly string[];
  readonly deadLetters: readonly DeadLetter[];
  /** Items of the ledger, as JSON: deliveries, the account with its incidents, claims of drifts. */
  readonly items: readonly string[];
  /** What the supervisor then says to people, in alerts and in its own lines. */
  readonly alerts: readonly string[];
}

export interface ChainOptions {
  readonly integration: AnyIntegration;
  readonly secret: { readonly apiKey: string; readonly baseUrl: string };
  /** The lock that the answers are compared with, as JSON. */
  readonly lock?: string;
}

/** Beyond five minutes the supervisor itself looks at what stands still. */
const lookedAtAfterMs = 6 * 60_000;

const tableName = 'interlock-local-ledger';
const url = (name: string) => `https://sqs.us-east-1.amazonaws.com/000000000000/${name}`;

/** A sandbox and a ledger of its own: no event waits for what another met. */
export async function carry(body: string, { integration, secret, lock }: ChainOptions): Promise<Remains> {
  const lines: string[] = [];
  const deadLetters: DeadLetter[] = [];
  const now = Date.now;
  const table = new TableModel({
    name: tableName,
    partitionKey: 'id',
    timeToLiveAttribute: 'expiration',
    now,
  });
  const queueUrl = url(`interlock-local-${integration.name}`);
  const deadLetterQueueUrl = `${queueUrl}-dead-letters`;
  const handler = createHandler(integration, {
    config: {
      settings: environments.local.settings,
      resources: {
        ledgerTable: tableName,
        secretId: 'secret',
        queueUrl,
        deadLetterQueueUrl,
        supervisorQueueUrl: url('interlock-local-supervisor'),
        queueRetentionSeconds: 1_209_600,
        maxReceiveCount: 1_000,
        referenceKey: 'reference-key',
      },
    },
    clients: {
      dynamodb: new DynamoDBClient(instantClient((operation, input) => table.execute(operation, input))),
      secrets: new SecretsManagerClient(
        instantClient(() => ({ SecretString: JSON.stringify(secret), VersionId: 'v1' })),
      ),
      sqs: new SQSClient({
        ...instantClient((_, input) => {
          const { QueueUrl, MessageBody, MessageAttributes } = input as SendInput;
          if (QueueUrl === deadLetterQueueUrl && MessageBody !== undefined)
            deadLetters.push({
              body: MessageBody,
              diagnosis: MessageAttributes?.diagnosis?.StringValue ?? '',
            });
          return {};
        }),
        md5: false,
      }),
    },
    send: createSendHttp({ allowPrivateAddresses: true, now }),
    write: (line) => lines.push(line),
    now,
    monotonicMs: () => performance.now(),
    random: () => 0.5,
    randomId: () => 'owner-1',
    // Deadlines do not come: each wait of a delivery is far shorter.
    sleep: (ms) => (ms > 2_000 ? new Promise(() => {}) : sleep(Math.min(ms, 1))),
    readContract: async () => lock,
    loadDriftComparator: async () => driftLook,
    loadTokens: async () => tokens,
    loadTurns: async () => turns,
    loadDriftClaims: async () => driftClaims,
  });
  const record = {
    messageId: 'm-1',
    receiptHandle: 'handle',
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: `${now()}`,
      SenderId: 'sender',
      ApproximateFirstReceiveTimestamp: `${now()}`,
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:queue',
    awsRegion: 'us-east-1',
  };
  await handler({ Records: [record] }, { getRemainingTimeInMillis: () => 30_000 } as Context);
  const { Items = [] } = table.execute('Scan', { TableName: tableName }) as { Items?: object[] };
  const items = Items.map((item) => JSON.stringify(item));
  const later = () => now() + lookedAtAfterMs;
  const alerts = await alertsOf({ table, tableName, integration, secret, now: later });
  return { lines, deadLetters, items, alerts };
}

interface SendInput {
  readonly QueueUrl?: string;
  readonly MessageBody?: string;
  readonly MessageAttributes?: { readonly diagnosis?: { readonly StringValue?: string } };
}
