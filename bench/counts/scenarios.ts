/** What an integration's function is counted in: the straight way, and the ways beside it. */
import type { SQSRecord } from 'aws-lambda';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import type { HttpResult } from '../../functions/core/http/send-http.ts';
import type { ScenarioName, Tally } from '../../lib/cost/counts.ts';
import { environments } from '../../lib/environments.ts';
import { capacityOf } from '../../lib/stack/capacity.ts';
import { again, createRecords } from './records.ts';
import { createWorker, type Sandbox, type Worker } from './worker.ts';

type Batch = readonly SQSRecord[];

/** Everything that was permitted before has been used, and the sandbox is not given up yet. */
const quietMs = 5_000;

/** Batches of each sandbox: with the first they use the limit up. */
const backlogBatches = { before: 1, counted: 4 };

const answered = (statusCode: number, headers: Readonly<Record<string, string>> = {}): HttpResult => ({
  response: { statusCode, headers, body: '', bodyTruncated: false },
});

/**
 * One of `integrations`, in production's settings. Rejects when a delivery ends otherwise than its scenario says.
 */
export async function countScenarios(
  integration: AnyIntegration,
  integrations: readonly AnyIntegration[],
): Promise<Readonly<Record<ScenarioName, Tally>>> {
  const { prod } = environments;
  const { batchSize, maximumConcurrency, functionTimeoutSeconds } = capacityOf(
    integration,
    prod,
    integrations,
  );
  const open = (loggedShare: number) =>
    createWorker(integration, {
      settings: { ...prod.settings, loggedShare },
      timeoutMs: functionTimeoutSeconds * 1_000,
    });
  // None is kept whole here and all are there: what is in between is worked out.
  const worker = await open(0);
  const wholeWorker = await open(1);
  const records = createRecords(integration, worker.kernel.now);
  const sandbox = worker.coldStart();
  const settles = (batch: () => Batch) => () => settled(worker, sandbox, batch());
  const once = (trouble: HttpResult) => () => afterTrouble(worker, sandbox, records(1), trouble);
  const known = records(batchSize);
  const half = batchSize / 2;

  const cold = await worker.counted(
    batchSize,
    settles(() => records(batchSize)),
  );
  await worker.counted(
    batchSize,
    settles(() => known),
  );
  return {
    cold,
    ten: await worker.counted(
      batchSize,
      settles(() => records(batchSize)),
    ),
    whole: await wholeWorker.counted(batchSize, () =>
      settled(
        wholeWorker,
        wholeWorker.coldStart(),
        createRecords(integration, wholeWorker.kernel.now)(batchSize),
      ),
    ),
    one: await worker.counted(
      1,
      settles(() => records(1)),
    ),
    duplicates: await worker.counted(
      batchSize,
      settles(() => known.map((record) => again(record))),
    ),
    twice: await worker.counted(
      half,
      settles(() => records(half).flatMap((record, at) => [record, again(record, `copy-${at}`)])),
    ),
    retried: await worker.counted(1, once(answered(503))),
    throttled: await worker.counted(1, once(answered(429, { 'retry-after': '2' }))),
    backlog: await backlog(worker, () => records(batchSize), maximumConcurrency),
  };
}

async function settled({ kernel }: Worker, sandbox: Sandbox, batch: Batch): Promise<void> {
  await kernel.sleep(quietMs);
  const back = await sandbox.invoke(batch);
  if (back.length > 0) throw new Error(`${back.length} of ${batch.length} deliveries came back`);
}

/** The first request meets trouble; when its wait is over the message is delivered. */
async function afterTrouble(worker: Worker, sandbox: Sandbox, batch: Batch, trouble: HttpResult) {
  await worker.kernel.sleep(quietMs);
  worker.trouble.push(trouble);
  const back = await sandbox.invoke(batch);
  if (back.length !== batch.length) throw new Error('nothing came back of what met trouble');
  await settled(
    worker,
    sandbox,
    back.map((record) => again(record)),
  );
}

/** As many sandboxes as the event source runs, each with its next batch at once. */
async function backlog(worker: Worker, batch: () => Batch, concurrency: number): Promise<Tally> {
  const sandboxes = Array.from({ length: concurrency }, worker.coldStart);
  const carry = (batches: number) =>
    worker.counted(batches * batch().length * concurrency, async () => {
      await Promise.all(
        sandboxes.map(async (sandbox) => {
          for (let n = 0; n < batches; n += 1) {
            const back = await sandbox.invoke(batch());
            if (back.length > 0) throw new Error(`${back.length} deliveries came back under a backlog`);
          }
        }),
      );
    });
  await carry(backlogBatches.before);
  return carry(backlogBatches.counted);
}
