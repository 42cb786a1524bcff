/**
 * The limiter alone under a backlog that never ends: what a function makes of it once per cold start, on a model of the
 * table, in virtual time. Deliveries are what of them touches a limit or tells the time: a call to the table before each
 * request and one after it. The rest is trouble: clocks, frozen sandboxes, timers that ring late, dates that lie.
 */
import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { createAccountItem } from '../../functions/core/aws/account-item.ts';
import { datedClient } from '../../functions/core/aws/dated-client.ts';
import type { RateLimit } from '../../functions/core/declare/destination.ts';
import { createAccount } from '../../functions/core/pace/create-account.ts';
import { createPermitBatcher } from '../../functions/core/pace/permit-batcher.ts';
import { waitForPermit } from '../../functions/core/pace/permit-wait.ts';
import { createServiceTime } from '../../functions/core/pace/service-time.ts';
import { aheadMsMax, type Pacing, paceOf, sendWithinMs } from '../../functions/core/pace/spacing.ts';
import { TableModel } from '../models/table.ts';
import { mostInAWindow } from './invariants/rate-limits.ts';
import { createKernel, defaultStartMs } from './kernel.ts';
import { createRandom, type Random } from './random.ts';

export interface LimiterTrouble {
  /** That a sandbox is frozen for seconds after a batch, and that its monotonic clock stands still meanwhile. */
  readonly freezeChance?: number;
  readonly standsStillChance?: number;
  /** That its clock is set after a batch, within what is assumed of it. */
  readonly stepChance?: number;
  /** That a timer rings up to half a second late. */
  readonly lateChance?: number;
  /** That it is gone after a batch, and another one starts in its place. */
  readonly recycleChance?: number;
  /** What is stamped on an answer of a server whose clock shows this: epoch milliseconds. */
  readonly date?: (nowMs: number, random: Random, sandbox: number) => number;
}

export interface LimiterRun {
  readonly seed: string;
  readonly limit: RateLimit;
  readonly pacing: Pacing;
  readonly sandboxes: number;
  /** Ends when there were so many. */
  readonly arrivals: number;
  readonly trouble?: LimiterTrouble;
}

export interface LimiterOutcome {
  /** The most arrivals of any closed window. */
  readonly most: number;
  /** Windows that were looked at: one that begins with each arrival. */
  readonly windows: number;
  /** Share of the third party's limit that was used by the second half of the arrivals. */
  readonly used: number;
  /** Writes of the account a batch. */
  readonly writesPerBatch: number;
}

/** As the simulated third parties: all that dispersion leaves to the network. */
const networkMsMax = (pacing: Pacing) => Math.max(0, pacing.dispersionMs - sendWithinMs);

export async function runLimiter(options: LimiterRun): Promise<LimiterOutcome> {
  const { seed, limit, pacing, trouble = {} } = options;
  const random = createRandom(seed);
  const kernel = createKernel({ random });
  const pace = paceOf([limit], pacing);
  const permits = (aheadMsMax * 1_000) / pace.intervalUs / options.sandboxes;
  const batchSize = Math.max(1, Math.min(10, Math.floor(permits)));
  const table = new TableModel({ name: 'ledger', partitionKey: 'id', now: kernel.now });
  const arrivals: number[] = [];
  let [batches, writes] = [0, 0];

  const wireMs = () => (random.chance(0.01) ? random.int(8, 1_000) : random.int(1, 8));
  const client = (which: number) => ({
    send: async (command: { readonly input: object }) => {
      await kernel.sleep(wireMs());
      const operation = command.constructor.name.replace('Command', '');
      if (operation === 'UpdateItem') writes += 1;
      // Servers of a service differ by a millisecond or two.
      const showsMs = kernel.now() + random.int(-2, 2);
      const dateMs = trouble.date?.(showsMs, random, which) ?? showsMs;
      const $metadata = { httpStatusCode: 200, date: new Date(dateMs).toUTCString() };
      try {
        const output = table.execute(operation, command.input);
        await kernel.sleep(wireMs());
        return { ...output, $metadata };
      } catch (error) {
        await kernel.sleep(wireMs());
        throw Object.assign(error as Error, { $metadata });
      }
    },
  });

  const liveOn = async (which: number): Promise<void> => {
    const wall = () => random.int(-pacing.clockSkewMs / 2, pacing.clockSkewMs / 2);
    let skewMs = wall();
    let stoodStillMs = 0;
    const now = () => kernel.now() + skewMs;
    const monotonicMs = () => kernel.now() - defaultStartMs - stoodStillMs;
    const time = createServiceTime({ now, monotonicMs }, pacing.clockSkewMs);
    const dynamodb = datedClient(client(which) as unknown as Pick<DynamoDBClient, 'send'>, {
      monotonicMs,
      hear: time.hear,
    });
    const sleep = (ms: number) =>
      kernel.sleep(ms + (random.chance(trouble.lateChance ?? 0) ? random.int(1, 500) : 0));
    const account = createAccount({
      item: createAccountItem({ client: dynamodb, tableName: 'ledger', destination: 'thing' }),
      pace,
      breaker: { firstMs: 30_000, mostMs: 300_000 },
      now,
      monotonicMs,
      time,
      recheckMs: 60_000,
      requestTimeoutMs: 10_000,
      onError: (_what, error) => {
        throw error;
      },
    });
    const touchLedger = () =>
      dynamodb.send(new GetItemCommand({ TableName: 'ledger', Key: { id: { S: `delivery ${which}` } } }));
    const deliver = async (ask: ReturnType<ReturnType<typeof createPermitBatcher>['take']>['ask']) => {
      await touchLedger();
      const go = await waitForPermit(
        { account, meter: { time: () => {} }, now, monotonicMs, sleep, ...unbounded, pauseMs: () => 1_000 },
        { ask, prepare: async () => undefined },
      );
      if (!('permit' in go)) return;
      await kernel.sleep(random.int(0, networkMsMax(pacing)));
      arrivals.push(kernel.now());
      await kernel.sleep(random.int(25, 300));
      await touchLedger();
    };
    while (arrivals.length < options.arrivals) {
      batches += 1;
      const batcher = createPermitBatcher(account, batchSize, kernel.sleep);
      await Promise.all(Array.from({ length: batchSize }, () => deliver(batcher.take().ask)));
      if (random.chance(trouble.recycleChance ?? 0)) return void liveOn(which);
      if (random.chance(trouble.stepChance ?? 0)) skewMs = wall();
      if (random.chance(trouble.freezeChance ?? 0)) {
        const frozenMs = random.int(1_000, 30_000);
        if (random.chance(trouble.standsStillChance ?? 0)) stoodStillMs += frozenMs;
        await kernel.sleep(frozenMs);
      }
      await kernel.sleep(random.int(5, 50));
    }
  };

  for (let which = 0; which < options.sandboxes; which += 1)
    kernel.schedule(random.int(0, 2_000), () => void liveOn(which));
  await kernel.run({
    endMs: defaultStartMs + 24 * 3_600_000,
    until: () => arrivals.length >= options.arrivals,
  });
  arrivals.sort((a, b) => a - b);
  const steady = arrivals.slice(Math.floor(arrivals.length / 2));
  const steadyMs = (steady.at(-1) ?? 0) - (steady[0] ?? 0);
  return {
    most: mostInAWindow(arrivals, limit.windowMs),
    windows: arrivals.length,
    used: ((steady.length - 1) / steadyMs) * (limit.windowMs / limit.requests),
    writesPerBatch: writes / batches,
  };
}

const unbounded = {
  remainingMs: () => 60_000,
  requestTimeoutMs: 10_000,
  spreadMs: () => 0,
} as const;
