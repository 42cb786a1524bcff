/** An integration's real handler in production's settings, with the SDK's real clients and everything counted. */
import { readFileSync } from 'node:fs';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Settings } from '../../functions/core/config.ts';
import * as driftLook from '../../functions/core/contract/drift-look.ts';
import { createHandler } from '../../functions/core/handler.ts';
import type { HttpResult, SendHttp } from '../../functions/core/http.ts';
import type { AnyIntegration } from '../../functions/core/integration.ts';
import type { RenderedRequest } from '../../functions/core/request.ts';
import type { Tally } from '../../lib/cost/counts.ts';
import { lockFile } from '../../lib/functions.ts';
import { contracts } from '../../lib/local/stand-ins/index.ts';
import { createReception } from '../../lib/local/stand-ins/reception.ts';
import { createKernel, type Kernel } from '../../test/simulation/kernel.ts';
import { createRandom } from '../../test/simulation/random.ts';
import { instantClient } from '../instant-client.ts';
import { assumedLatencyMs } from './assumed-latency.ts';
import { createCountingTable } from './counting-table.ts';
import { countLine, emptyTally } from './tally.ts';

export interface Worker {
  readonly kernel: Kernel;
  /** A sandbox that has just started. */
  readonly coldStart: () => Sandbox;
  /** Counts what `scenario` does with so many events, in virtual time. */
  readonly counted: (events: number, scenario: () => Promise<void>) => Promise<Tally>;
  /** Answers so once, instead of what the third party would say. */
  readonly trouble: HttpResult[];
}

export interface Sandbox {
  /** Resolves to the records that come back. */
  readonly invoke: (records: readonly SQSRecord[]) => Promise<readonly SQSRecord[]>;
}

export interface WorkerOptions {
  readonly settings: Settings;
  readonly timeoutMs: number;
}

const tableName = 'interlock-prod-ledger';
const queueUrl = (name: string) => `https://sqs.us-east-1.amazonaws.com/123456789012/${name}`;

/** What Powertools would write into every line of log: the time zone with the time, and the trace. */
const lambdaVariables = {
  TZ: ':UTC',
  _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=0',
};

/** Longer than any scenario lasts. */
const scenarioMsMax = 3_600_000;

export async function createWorker(
  integration: AnyIntegration,
  { settings, timeoutMs }: WorkerOptions,
): Promise<Worker> {
  Object.assign(process.env, lambdaVariables);
  const { destination } = integration.operation;
  const random = createRandom(integration.name);
  const kernel = createKernel({ random });
  const { now, sleep } = kernel;
  const trouble: HttpResult[] = [];
  let tally = emptyTally(0);
  let isRunning = false;
  const takes = (ms: number) => async () => {
    if (isRunning) await sleep(ms);
  };
  const apiKey = 'sk_counted_0123456789abcdef';
  const table = createCountingTable(tableName, now, () => tally);
  const thirdParty = thirdPartyOf(destination.name, kernel, random.next, apiKey);
  const lock = readFileSync(new URL(`../../${lockFile(destination.name)}`, import.meta.url), 'utf8');
  const dynamodb = new DynamoDBClient(
    instantClient((operation, input) => table.execute(operation, input), takes(assumedLatencyMs.dynamodb)),
  );
  const secrets = new SecretsManagerClient(
    instantClient(() => {
      tally.secretReads += 1;
      return { SecretString: JSON.stringify({ apiKey }), VersionId: 'v1' };
    }, takes(assumedLatencyMs.otherAws)),
  );
  const sqs = new SQSClient({
    ...instantClient((operation) => {
      if (operation === 'ChangeMessageVisibility') tally.visibilityChanges += 1;
      else tally.sends += 1;
      return {};
    }, takes(assumedLatencyMs.otherAws)),
    // The client would hold the answer's checksum against what it sent, and this answer says nothing.
    md5: false,
  });
  // A client's first call reads files, for which virtual time does not wait.
  await dynamodb.send(new GetItemCommand({ TableName: tableName, Key: { id: { S: 'nothing' } } }));
  await secrets.send(new GetSecretValueCommand({ SecretId: 'any' }));
  await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl('any'), MessageBody: 'any' }));
  isRunning = true;

  const send: SendHttp = async (request) => {
    tally.requests += 1;
    await sleep(assumedLatencyMs.thirdParty);
    return trouble.shift() ?? thirdParty(request);
  };

  const coldStart = (): Sandbox => {
    const handler = createHandler(integration, {
      config: {
        settings,
        resources: {
          ledgerTable: tableName,
          secretId: `arn:aws:secretsmanager:us-east-1:123456789012:secret:interlock/prod/${destination.name}-AbCdEf`,
          queueUrl: queueUrl(`interlock-prod-${integration.name}`),
          deadLetterQueueUrl: queueUrl(`interlock-prod-${integration.name}-dead-letters`),
          supervisorQueueUrl: queueUrl('interlock-prod-supervisor'),
        },
      },
      clients: { dynamodb, secrets, sqs },
      send,
      write: (line) => countLine(tally, line),
      now,
      // Half-way through every jitter; and not in the hundredth whose bodies are kept, unless the settings keep all.
      random: () => 0.5,
      randomId: random.id,
      sleep,
      readContract: async () => lock,
      loadDriftLook: async () => driftLook,
    });
    return {
      invoke: async (records) => {
        const startedMs = now();
        tally.invocations += 1;
        tally.receives += records.length;
        const context = {
          awsRequestId: random.id(),
          getRemainingTimeInMillis: () => startedMs + timeoutMs - now(),
        } as Context;
        const event: SQSEvent = { Records: [...records] };
        const { batchItemFailures } = (await handler(event, context)) as SQSBatchResponse;
        tally.waitedMs += now() - startedMs;
        if (batchItemFailures.length < records.length) tally.deletes += 1;
        const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
        return records.filter(({ messageId }) => failed.has(messageId));
      },
    };
  };
  return {
    kernel,
    coldStart,
    trouble,
    counted: async (events, scenario) => {
      tally = emptyTally(events);
      let isOver = false;
      // As an event of its own: time goes on only when an event has had all its consequences.
      const ended = sleep(0)
        .then(scenario)
        .finally(() => {
          isOver = true;
        });
      await Promise.all([ended, kernel.run({ endMs: now() + scenarioMsMax, until: () => isOver })]);
      return tally;
    },
  };
}

/** The local environment's stand-in, without a network. */
function thirdPartyOf(name: string, { now }: Kernel, random: () => number, apiKey: string) {
  const contract = contracts.find((one) => one.name === name);
  if (contract === undefined) throw new Error(`there is no stand-in for ${name}`);
  const reception = createReception(contract, { now, random, apiKey });
  return ({ method, url, headers, body = '' }: RenderedRequest): HttpResult => {
    const path = url.pathname + url.search;
    const bytes = Buffer.byteLength(body);
    const { answer } = reception.receive({ method, path, headers, body, sha256: body, bytes, atMs: now() });
    return { response: { ...answer, body: String(answer.body), bodyTruncated: false } };
  };
}
