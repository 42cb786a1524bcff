/** What an integration's function is counted in: the straight way, and the ways beside it. */
import type { SQSRecord } from 'aws-lambda';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import type { HttpResult } from '../../functions/core/http/send-http.ts';
import type { ScenarioName, Tally } from '../../lib/cost/counts.ts';
import { environments } from '../../lib/environments.ts';
import { capacityOf } from '../../lib/stack/capacity.ts';
import type { Home } from './home.ts';
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

/** Each waits twice as long as the one before: with so many three quarters of an hour, at the slowest limit that we know of. */
const receivesMax = 9;

const answered = (statusCode: number, headers: Readonly<Record<string, string>> = {}): HttpResult => ({
  response: { statusCode, headers, body: '', bodyTruncated: false },
});

/**
 * One of `integrations`, in production's settings. Rejects when a delivery ends otherwise than its scenario says.
 */
export async function countScenarios(
  integration: AnyIntegration,
  integrations: readonly AnyIntegration[],
  home: Home,
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
      home,
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

async function settled(worker: Worker, sandbox: Sandbox, batch: Batch): Promise<void> {
  await worker.kernel.sleep(quietMs);
  await toItsEnd(worker, sandbox, batch);
}

/** What comes back is received again, until all of it is over: a slow limit lets a batch through bit by bit. */
async function toItsEnd({ kernel }: Worker, sandbox: Sandbox, batch: Batch): Promise<void> {
  let left = await sandbox.invoke(batch);
  for (let time = 1; left.length > 0; time += 1) {
    if (time > receivesMax) throw new Error(`${left.length} of ${batch.length} deliveries came back`);
    await kernel.sleep(quietMs * 2 ** time);
    left = await sandbox.invoke(left.map((record) => again(record)));
  }
}

/** The first request meets trouble. When its wait is over the message is delivered, or it was given up where nothing may be repeated. */
async function afterTrouble(worker: Worker, sandbox: Sandbox, batch: Batch, trouble: HttpResult) {
  await worker.kernel.sleep(quietMs);
  worker.trouble.push(trouble);
  const back = await sandbox.invoke(batch);
  if (worker.trouble.length > 0) throw new Error('nobody met the trouble');
  if (back.length > 0)
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
    await Promise.all(sandboxes.map((sandbox) => carry(worker, sandbox, batch, 1)));
  });
}

/** In its midst: each has its next batch at once. */
function backlog(worker: Worker, sandboxes: readonly Sandbox[], batch: () => Batch): Promise<Tally> {
  const { before, counted, after } = backlogBatches;
  return worker.counted(counted * batch().length * sandboxes.length, async () => {
    await Promise.all(
      sandboxes.map(async (sandbox) => {
        await worker.uncounted(() => carry(worker, sandbox, batch, before));
        await carry(worker, sandbox, batch, counted);
        await worker.uncounted(() => carry(worker, sandbox, batch, after));
      }),
    );
  });
}

async function carry(worker: Worker, sandbox: Sandbox, batch: () => Batch, batches: number): Promise<void> {
  for (let n = 0; n < batches; n += 1) await toItsEnd(worker, sandbox, batch());
}
