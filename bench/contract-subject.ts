/** An integration's real handler with everything around it in this process, and a third party that answers at once. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSEvent } from 'aws-lambda';
import { createDriftLook } from '../functions/core/contract/drift-look.ts';
import type { HttpResponse } from '../functions/core/destination.ts';
import { createHandler } from '../functions/core/handler.ts';
import type { AnyIntegration } from '../functions/core/integration.ts';
import { renderRequest } from '../functions/core/request.ts';
import { customerCreated } from '../functions/events/customer-created.ts';
import { environments } from '../lib/environments.ts';
import { hubspot } from '../lib/local/stand-ins/hubspot.ts';
import { intercom } from '../lib/local/stand-ins/intercom.ts';
import { createReception } from '../lib/local/stand-ins/reception.ts';
import { stripe } from '../lib/local/stand-ins/stripe.ts';
import { TableModel } from '../test/simulation/models/table.ts';
import { instantClient } from './instant-client.ts';

const apiKey = 'sk_bench_0123456789abcdef';
const secret = { SecretString: JSON.stringify({ apiKey }), VersionId: 'v1' };
const contracts = { stripe, hubspot, intercom };
const tableName = 'ledger';

/** A full batch: what a backlog is carried by. */
export const batchSize = 10;

/** Carries `batches` of new events; rejects when one of them is not delivered. Resolves to the CPU of it, microseconds. */
export type Carry = (batches: number) => Promise<number>;

/** @param lock as it is deployed; `undefined`: none, so that nothing is watched */
export function createSubject(
  integration: AnyIntegration,
  answer: HttpResponse,
  lock: string | undefined,
): Carry {
  const { now, random } = { now: Date.now, random: Math.random };
  const { settings } = environments.prod;
  const unlimited = [{ requests: 1_000_000, windowMs: 1_000 }];
  let table = new TableModel({ name: tableName, partitionKey: 'id', now });
  let next = 0;
  let ids = 0;
  const handler = createHandler(integration, {
    config: {
      settings: { ...settings, rateLimits: { [integration.operation.destination.name]: unlimited } },
      resources: {
        ledgerTable: tableName,
        secretId: 'secret',
        queueUrl: 'https://sqs.us-east-1.amazonaws.com/0/queue',
        deadLetterQueueUrl: 'https://sqs.us-east-1.amazonaws.com/0/dead-letters',
        supervisorQueueUrl: 'https://sqs.us-east-1.amazonaws.com/0/supervisor',
      },
    },
    clients: {
      dynamodb: new DynamoDBClient(instantClient((operation, input) => table.execute(operation, input))),
      secrets: new SecretsManagerClient(instantClient(() => secret)),
      sqs: new SQSClient(instantClient(() => ({}))),
    },
    send: async () => ({ response: answer }),
    write: () => {},
    now,
    random,
    randomId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    // Waiting for a permit takes its moment; a deadline does not come.
    sleep: (ms) => (ms < 1_000 ? new Promise((resolve) => setTimeout(resolve, ms)) : new Promise(() => {})),
    readContract: async () => lock,
    loadDriftLook: async () => ({ createDriftLook }),
  });
  return async (batches) => {
    const before = process.cpuUsage();
    for (let batch = 0; batch < batches; batch += 1) {
      const { batchItemFailures } = await handler(eventsFrom(next), context);
      if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} deliveries came back`);
      next += batchSize;
    }
    const { user, system } = process.cpuUsage(before);
    // What was delivered long ago costs DynamoDB nothing either.
    table = new TableModel({ name: tableName, partitionKey: 'id', now });
    return user + system;
  };
}

/** What the stand-in says to the first customer. */
export function honestAnswer({ operation, map }: AnyIntegration): HttpResponse {
  const { destination } = operation;
  const {
    method,
    url,
    headers,
    body = '',
  } = renderRequest({
    request: operation.request(map.map(customerCreated.example).output as never),
    destination,
    credentials: { apiKey },
    idempotency: undefined,
    allowPrivateAddresses: false,
  });
  const contract = contracts[destination.name as keyof typeof contracts];
  const reception = createReception(contract, { now: Date.now, random: Math.random, apiKey, limit: null });
  const { answer } = reception.receive({
    method,
    path: url.pathname + url.search,
    headers,
    body,
    sha256: '',
    bytes: body.length,
    atMs: Date.now(),
  });
  return { ...answer, body: String(answer.body), bodyTruncated: false };
}

const eventsFrom = (first: number): SQSEvent => ({
  Records: Array.from({ length: batchSize }, (_, n) => recordOf(first + n)),
});

const recordOf = (number: number) => ({
  messageId: `message-${number}`,
  receiptHandle: 'handle',
  body: JSON.stringify({
    specversion: '1.0',
    id: `event-${number}`,
    source: 'urn:interlock:bench',
    type: customerCreated.type,
    time: new Date().toISOString(),
    subject: `${number + 1}`,
    data: { ...customerCreated.example, customerId: number + 1, email: `customer${number}@example.com` },
  }),
  attributes: {
    ApproximateReceiveCount: '1',
    SentTimestamp: `${Date.now()}`,
    SenderId: 'sender',
    ApproximateFirstReceiveTimestamp: `${Date.now()}`,
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:queue',
  awsRegion: 'us-east-1',
});

const context = {
  awsRequestId: 'request',
  getRemainingTimeInMillis: () => 30_000,
} as Context;
