/** An integration's real handler in production's settings, with the SDK's real clients and everything counted. */

import { AsyncLocalStorage } from 'node:async_hooks';
import { join } from 'node:path';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as driftClaims from '../../functions/core/aws/drift-claims.ts';
import * as tokens from '../../functions/core/aws/tokens.ts';
import * as turns from '../../functions/core/aws/turns.ts';
import type { Settings } from '../../functions/core/config.ts';
import * as driftLook from '../../functions/core/contract/drift/drift-comparator.ts';
import { contractOf } from '../../functions/core/declare/account-of.ts';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import { createHandler } from '../../functions/core/handler.ts';
// Loaded when an answer wants them, which takes real time, and virtual time would not wait.
import '../../functions/core/http/points-left.ts';
import '../../functions/core/http/rate-limit-fields.ts';
import type { HttpResult, SendHttp } from '../../functions/core/http/send-http.ts';
import { readIfThere } from '../../lib/contract/read-if-there.ts';
import type { Tally } from '../../lib/cost/counts.ts';
import { lockFile } from '../../lib/names.ts';
import { createKernel, type Kernel } from '../../test/simulation/kernel.ts';
import { createRandom } from '../../test/simulation/random.ts';
import { assumedLatencyMs } from './assumed-latency.ts';
import { createCountingClients } from './counting-clients.ts';
import { type Home, repository, standInIn } from './home.ts';
import { countLine, emptyTally } from './tally.ts';
import { createThirdParty } from './third-party.ts';

export interface Worker {
  readonly kernel: Kernel;
  /** A sandbox that has just started. */
  readonly coldStart: () => Sandbox;
  /** Counts what `scenario` does with so many events, in virtual time. */
  readonly counted: (events: number, scenario: () => Promise<void>) => Promise<Tally>;
  /** Leaves out of it what `run` does, and all that follows from that. */
  readonly uncounted: (run: () => Promise<void>) => Promise<void>;
  /** Answers so once, instead of what the third party would say. */
  readonly trouble: HttpResult[];
}

export interface Sandbox {
  /** Resolves to the records that come back. */
  readonly invoke: (records: readonly SQSRecord[]) => Promise<readonly SQSRecord[]>;
}

export interface WorkerOptions {
  readonly settings: Settings;
  /** The third party's; `null`: none. @default - its contract's */
  readonly limit?: null;
  readonly timeoutMs: number;
  /** @default - the repository's */
  readonly home?: Home;
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
  { settings, timeoutMs, home = repository, ...limited }: WorkerOptions,
): Promise<Worker> {
  Object.assign(process.env, lambdaVariables);
  const { destination } = integration.operation;
  const random = createRandom(integration.name);
  const kernel = createKernel({ random });
  const { now, sleep } = kernel;
  const trouble: HttpResult[] = [];
  const nowhere = { tally: emptyTally(0), told: new Set<string>() };
  const counting = new AsyncLocalStorage<typeof nowhere>();
  /** Where the call counts that is made now: sandboxes that run side by side may count elsewhere. */
  const here = () => counting.getStore() ?? nowhere;
  const apiKey = 'sk_counted_0123456789abcdef';
  const secret = { apiKey };
  const clients = await createCountingClients({ tableName, secret, now, sleep, tally: () => here().tally });
  const thirdParty = createThirdParty(standInIn(home, contractOf(destination)), {
    now,
    random: random.next,
    apiKey,
    ...limited,
  });
  const lock = await readIfThere(join(home.root, lockFile(contractOf(destination))));
  const send: SendHttp = async (request) => {
    here().tally.requests += 1;
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
          queueRetentionSeconds: 1_209_600,
          maxReceiveCount: 1_000,
          referenceKey: 'reference-key',
        },
      },
      clients,
      send,
      write: (line) => countLine(here().tally, here().told, line),
      now,
      monotonicMs: now,
      // Half-way through every jitter; and not in the hundredth whose bodies are kept, unless the settings keep all.
      random: () => 0.5,
      randomId: random.id,
      sleep,
      readContract: async () => lock,
      loadDriftComparator: async () => driftLook,
      loadTokens: async () => tokens,
      loadTurns: async () => turns,
      loadDriftClaims: async () => driftClaims,
    });
    return {
      invoke: async (records) => {
        const { tally } = here();
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
      const tally = emptyTally(events);
      let isOver = false;
      // As an event of its own: time goes on only when an event has had all its consequences.
      const ended = sleep(0)
        .then(() => counting.run({ tally, told: new Set() }, scenario))
        .finally(() => {
          isOver = true;
        });
      await Promise.all([ended, kernel.run({ endMs: now() + scenarioMsMax, until: () => isOver })]);
      return tally;
    },
    uncounted: (run) => counting.run(nowhere, run),
  };
}
