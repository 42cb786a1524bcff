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

/** The third party has not answered lately, as the limiter has it: it is asked a few times at first. */
const longQuietMs = 120_000;

/**
 * Batches of each sandbox. With the first two all learn that the limit is used up, and with the last the others are still
 * there: what is counted depends neither on who comes first nor on who is left alone. `onset` counts what a beginning costs.
 */
const backlogBatches = { before: 2, counted: 4, after: 1 };

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
  const openSandboxes = () => Array.from({ length: maximumConcurrency }, worker.coldStart);
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
    onset: await onset(worker, openSandboxes(), () => records(batchSize)),
    backlog: await backlog(worker, openSandboxes(), () => records(batchSize)),
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

/** As a backlog begins: all sandboxes that the event source runs have their first batch in one millisecond. */
function onset(worker: Worker, sandboxes: readonly Sandbox[], batch: () => Batch): Promise<Tally> {
  return worker.counted(batch().length * sandboxes.length, async () => {
    await worker.kernel.sleep(longQuietMs);
    await Promise.all(sandboxes.map((sandbox) => carry(sandbox, batch, 1)));
  });
}

/** In its midst: each has its next batch at once. */
function backlog(worker: Worker, sandboxes: readonly Sandbox[], batch: () => Batch): Promise<Tally> {
  const { before, counted, after } = backlogBatches;
  return worker.counted(counted * batch().length * sandboxes.length, async () => {
    await Promise.all(
      sandboxes.map(async (sandbox) => {
        await worker.uncounted(() => carry(sandbox, batch, before));
        await carry(sandbox, batch, counted);
        await worker.uncounted(() => carry(sandbox, batch, after));
      }),
    );
  });
}

async function carry(sandbox: Sandbox, batch: () => Batch, batches: number): Promise<void> {
  for (let n = 0; n < batches; n += 1) {
    const back = await sandbox.invoke(batch());
    if (back.length > 0) throw new Error(`${back.length} deliveries came back under a backlog`);
  }
}
