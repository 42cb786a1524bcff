/**
 * A limit of 1,666 in ten seconds by a real third party's clock: the limiter as functions have it, sixteen sandboxes whose
 * clocks differ by up to 500 ms, real HTTP and real timers. The whole local stack delivers some tens of events a second on two
 * processors and would never come near this limit, so the table is a model in memory and nothing is mapped or redacted.
 * Wants a quiet machine: where others had the processors it used 57 to 84 %, and was never over.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, it } from 'vitest';
import { createAccountItem } from '../../functions/core/aws/account-item.ts';
import { datedClient } from '../../functions/core/aws/dated-client.ts';
import { createSendHttp } from '../../functions/core/http/send-http.ts';
import { createAccount } from '../../functions/core/pace/create-account.ts';
import { createPermitBatcher, type PermitTicket } from '../../functions/core/pace/permit-batcher.ts';
import { waitForPermit } from '../../functions/core/pace/permit-wait.ts';
import { createServiceTime } from '../../functions/core/pace/service-time.ts';
import { paceOf } from '../../functions/core/pace/spacing.ts';
import { environments } from '../../lib/environments.ts';
import { TableModel } from '../models/table.ts';
import { mostInAWindow } from '../simulation/invariants/rate-limits.ts';

const { pacing } = environments.prod.settings;
const limit = { requests: 1_666, windowMs: 10_000 };
const sandboxes = 16;
/** Half a minute to learn the time, and after it five windows: one in which the machine stood still is no matter of the limiter. */
const toLearn = 4_500;
const arrivalsWanted = toLearn + 5 * limit.requests;
const batchSize = 10;
/** As DynamoDB. */
const tableMs = 4;

it('uses 97 % of 1,666 in ten seconds under a backlog, window by window, and never more than all of it', async () => {
  const arrivals: number[] = [];
  const server = createServer((request, response) => {
    arrivals.push(Date.now());
    request.resume().on('end', () => response.end('{"id":"thing_1"}'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/things`);
  const table = new TableModel({ name: 'ledger', partitionKey: 'id', now: Date.now });
  const isOver = () => arrivals.length >= arrivalsWanted;

  const liveOn = async (which: number) => {
    const skewMs = Math.round((which / (sandboxes - 1) - 0.5) * pacing.clockSkewMs);
    const now = () => Date.now() + skewMs;
    const monotonicMs = () => performance.now();
    const time = createServiceTime({ now, monotonicMs }, pacing.clockSkewMs);
    const client = {
      send: async (command: { readonly input: object }) => {
        await sleep(tableMs / 2);
        const $metadata = { httpStatusCode: 200, date: new Date().toUTCString() };
        try {
          return {
            ...table.execute(command.constructor.name.replace('Command', ''), command.input),
            $metadata,
          };
        } catch (error) {
          throw Object.assign(error as Error, { $metadata });
        } finally {
          await sleep(tableMs / 2);
        }
      },
    };
    const dynamodb = datedClient(client as unknown as Pick<DynamoDBClient, 'send'>, {
      monotonicMs,
      hear: time.hear,
    });
    const account = createAccount({
      item: createAccountItem({ client: dynamodb, tableName: 'ledger', destination: 'thing' }),
      pace: paceOf([limit], pacing),
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
    const send = createSendHttp({ allowPrivateAddresses: true, now });
    const touchLedger = () =>
      dynamodb.send(new GetItemCommand({ TableName: 'ledger', Key: { id: { S: `delivery ${which}` } } }));
    const deliver = async ({ ask }: PermitTicket) => {
      await touchLedger();
      const waits = {
        remainingMs: () => 60_000,
        requestTimeoutMs: 10_000,
        spreadMs: () => 0,
        pauseMs: () => 1_000,
      };
      const go = await waitForPermit(
        { account, meter: { time: () => {} }, now, monotonicMs, sleep, ...waits },
        { ask, prepare: async () => undefined },
      );
      if (!('permit' in go)) return;
      await send({ method: 'POST', url, headers: { 'content-length': '2' }, body: '{}' }, 10_000);
      await touchLedger();
    };
    while (!isOver()) {
      const batcher = createPermitBatcher(account, batchSize, sleep);
      await Promise.all(Array.from({ length: batchSize }, () => deliver(batcher.take())));
    }
  };
  await Promise.all(Array.from({ length: sandboxes }, (_, which) => liveOn(which)));
  server.close();
  server.closeAllConnections();

  const shares = sharesOf(arrivals.slice(toLearn));
  const most = mostInAWindow(arrivals, limit.windowMs);
  process.stdout.write(
    `${arrivals.length} requests; at most ${most} of ${limit.requests} in ${limit.windowMs} ms; ` +
      `window by window ${shares.map((share) => `${(share * 100).toFixed(1)} %`).join(', ')}\n`,
  );
  expect(most).toBeLessThanOrEqual(limit.requests);
  expect(shares.length).toBeGreaterThanOrEqual(3);
  expect(median(shares)).toBeGreaterThanOrEqual(0.97);
}, 300_000);

/** How much of the limit each window used, one after the other. */
function sharesOf(atMs: readonly number[]): readonly number[] {
  const [fromMs = 0] = atMs;
  const windows = Math.floor(((atMs.at(-1) ?? 0) - fromMs) / limit.windowMs);
  return Array.from({ length: windows }, (_, n) => {
    const [from, to] = [fromMs + n * limit.windowMs, fromMs + (n + 1) * limit.windowMs];
    return atMs.filter((at) => at >= from && at < to).length / limit.requests;
  });
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
