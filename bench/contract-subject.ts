/** An integration's real handler with everything around it in this process, and a third party that answers at once. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SQSClient } from '@aws-sdk/client-sqs';
import { createDriftClaims } from '../functions/core/aws/drift-claims.ts';
import * as tokens from '../functions/core/aws/tokens.ts';
import * as turns from '../functions/core/aws/turns.ts';
import { createDriftComparator } from '../functions/core/contract/drift/drift-comparator.ts';
import type { HttpResponse } from '../functions/core/declare/http-message.ts';
import type { AnyIntegration } from '../functions/core/declare/integration.ts';
import { createHandler } from '../functions/core/handler.ts';
import { renderRequest } from '../functions/core/http/request.ts';
import { environments } from '../lib/environments.ts';
import { createReception } from '../lib/local/stand-ins/reception.ts';
import { besideData } from '../test/fixtures/map-data.ts';
import { customerCreated } from '../test/fixtures/shop/functions/events/customer-created.ts';
import { gazette } from '../test/fixtures/shop/stand-ins/gazette.ts';
import { helpdesk } from '../test/fixtures/shop/stand-ins/helpdesk.ts';
import { wallet } from '../test/fixtures/shop/stand-ins/wallet.ts';
import { TableModel } from '../test/models/table.ts';
import { batchSize, context, eventsFrom } from './batches.ts';
import { instantClient } from './instant-client.ts';

const apiKey = 'sk_bench_0123456789abcdef';
const secret = { SecretString: JSON.stringify({ apiKey }), VersionId: 'v1' };
const contracts = { wallet, gazette, helpdesk };
const tableName = 'ledger';

/**
 * Carries `batches` of new events. Resolves to the CPU of it, microseconds, when all of them were delivered.
 * A machine that stands still longer than a permit holds has deliveries come back: those batches are carried again, with
 * other events.
 *
 * @throws when `disturbancesMax` batches in a row had some that came back: then it is no matter of the machine
 */
export type Carry = (batches: number) => Promise<number>;

/** A busy machine disturbs the first batches, which load what they need, and a few later; not twenty one after another. */
const disturbancesMax = 20;

/**
 * @param lock as it is deployed; `undefined`: none, so that nothing is watched
 * @param onLook told how long each look took, microseconds
 */
export function createSubject(
  integration: AnyIntegration,
  answer: HttpResponse,
  lock: string | undefined,
  onLook: (us: number) => void = () => {},
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
        referenceKey: 'reference-key',
        queueRetentionSeconds: 1_209_600,
        maxReceiveCount: 1_000,
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
    monotonicMs: now,
    random,
    randomId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    // Waiting for a permit takes its moment; a deadline does not come.
    sleep: (ms) => (ms < 1_000 ? new Promise((resolve) => setTimeout(resolve, ms)) : new Promise(() => {})),
    readContract: async () => lock,
    loadDriftComparator: async () => ({ createDriftComparator: timed(onLook) }),
    loadTokens: async () => tokens,
    loadTurns: async () => turns,
    loadDriftClaims: async () => ({ createDriftClaims }),
  });
  const deliversAll = async (): Promise<boolean> => {
    const { batchItemFailures } = await handler(eventsFrom(next), context);
    next += batchSize;
    return batchItemFailures.length === 0;
  };
  return async (batches) => {
    let spentUs = 0;
    for (let batch = 0; batch < batches; batch += 1) {
      let disturbances = 0;
      let before = process.cpuUsage();
      while (!(await deliversAll())) {
        disturbances += 1;
        if (disturbances === disturbancesMax) throw new Error(`deliveries came back ${disturbances} times`);
        before = process.cpuUsage();
      }
      const { user, system } = process.cpuUsage(before);
      spentUs += user + system;
    }
    // What was delivered long ago costs DynamoDB nothing either.
    table = new TableModel({ name: tableName, partitionKey: 'id', now });
    return spentUs;
  };
}

const timed =
  (onLook: (us: number) => void): typeof createDriftComparator =>
  (text, options) => {
    const compare = createDriftComparator(text, options);
    return async (seen) => {
      const startedMs = performance.now();
      await compare?.(seen);
      onLook((performance.now() - startedMs) * 1_000);
    };
  };

/** What the stand-in says to the first customer. */
export function honestAnswer({ operation, map }: AnyIntegration): HttpResponse {
  const { destination } = operation;
  const {
    method,
    url,
    headers,
    body = '',
  } = renderRequest({
    request: operation.request(map.map(customerCreated.example, besideData).output as never),
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
