/** How far back the command line looks, how often it asks and how long it waits: to the millisecond. */
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import type { Clients } from '../../../lib/cli/clients.ts';
import type { Context } from '../../../lib/cli/context.ts';
import { scanQueue } from '../../../lib/cli/dead-letters/scan-queue.ts';
import { waitForOutcomes } from '../../../lib/cli/logs/wait-for-outcomes.ts';
import { waitTimeoutMs } from '../../../lib/cli/send/wait-for-deliveries.ts';
import { parseDuration } from '../../../lib/cli/shell/duration.ts';
import { interlock, nowMs } from './interlock.ts';

/** CloudWatch without a line, and from when on it was asked. */
function emptyLogs() {
  const fromMs: number[] = [];
  const send = async ({ input }: { readonly input: { readonly startTime: number } }) => {
    fromMs.push(input.startTime);
    return { events: [] };
  };
  // The paginator takes nothing but a client of the SDK.
  return { fromMs, logs: Object.assign(new CloudWatchLogsClient({ region: 'us-east-1' }), { send }) };
}

it.each([
  ['1s', 1_000],
  ['1m', 60_000],
  ['1h', 3_600_000],
  ['1d', 86_400_000],
  ['1d2h3m4s', 93_784_000],
  ['3650d', 315_360_000_000],
])('%s is %d ms', (text, ms) => {
  expect(parseDuration('since', text)).toBe(ms);
});

it.each(['3650d1s', '0s', '1', 's', '1w', '1h ', '1h-'])('%s is no duration', (text) => {
  expect(() => parseDuration('since', text)).toThrow('--since takes a duration like 90s, 15m, 2h or 1d');
});

const wallet = ['logs', '--integration', 'customer-created-to-wallet'];

it('logs shows the last hour, unless told otherwise', async () => {
  for (const [args, agoMs] of [
    [[], 3_600_000],
    [['--since', '15m'], 900_000],
  ] as const) {
    const { fromMs, logs } = emptyLogs();
    await interlock([...wallet, ...args], {
      context: { clients: async () => ({ logs }) as unknown as Clients },
    });
    expect(fromMs).toEqual([nowMs - agoMs]);
  }
});

it('logs --follow begins now, asks every two seconds, and looks back a minute for what comes late', async () => {
  const { fromMs, logs } = emptyLogs();
  const ending = new AbortController();
  let clockMs = nowMs;
  const sleptMs: number[] = [];
  const { code } = await interlock([...wallet, '--follow'], {
    context: {
      clients: async () => ({ logs }) as unknown as Clients,
      now: () => clockMs,
      signal: ending.signal,
      sleep: async (ms) => {
        sleptMs.push(ms);
        clockMs += 30_000;
        if (sleptMs.length === 5) ending.abort();
        ending.signal.throwIfAborted();
      },
    },
  });
  expect(code).toBe(0);
  expect(sleptMs).toEqual([2_000, 2_000, 2_000, 2_000, 2_000]);
  // Never before it began; then always a minute back.
  expect(fromMs.map((ms) => ms - nowMs)).toEqual([0, 0, 0, 0, 30_000]);
});

it('send --wait waits for two minutes, unless told otherwise', () => {
  expect(waitTimeoutMs({ wait: true, timeout: undefined })).toBe(120_000);
  expect(waitTimeoutMs({ wait: true, timeout: '10s' })).toBe(10_000);
});

it('whoever waits for outcomes asks every two seconds until the time is over, from ten seconds before the sending', async () => {
  const { fromMs, logs } = emptyLogs();
  const sleptMs: number[] = [];
  const context = {
    now: () => nowMs,
    signal: new AbortController().signal,
    sleep: async (ms: number) => {
      sleptMs.push(ms);
    },
  } as unknown as Context;
  const awaited = [{ eventId: 'e', integration: 'customer-created-to-wallet' }];
  const options = { logs, environment: 'local', timeoutMs: 10_000 } as const;
  expect(await waitForOutcomes(awaited, options, context, () => {})).toEqual(awaited);
  expect(sleptMs).toEqual([2_000, 2_000, 2_000, 2_000, 2_000]);
  expect(fromMs).toEqual(Array.from({ length: 6 }, () => nowMs - 10_000));
});

it('a scan hides ten messages at a time for five minutes, asks all of SQS, and puts all back at once', async () => {
  const asked: { readonly name: string; readonly input: unknown }[] = [];
  const messages = Array.from({ length: 11 }, (_, n) => ({ MessageId: `m${n}`, ReceiptHandle: `r${n}` }));
  const rounds = [messages.slice(0, 10), messages.slice(10)];
  const sqs = {
    send: async (command: { input: unknown }) => {
      asked.push({ name: command.constructor.name, input: command.input });
      return { Messages: rounds.shift() ?? [] };
    },
  } as unknown as SQSClient;
  const scan = scanQueue(sqs, 'queue');
  await scan.next();
  await scan.next();
  await scan.release();
  expect(asked[0]).toEqual({
    name: 'ReceiveMessageCommand',
    input: {
      QueueUrl: 'queue',
      MaxNumberOfMessages: 10,
      VisibilityTimeout: 300,
      WaitTimeSeconds: 1,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    },
  });
  const entry = (n: number, id: number) => ({ Id: `${id}`, ReceiptHandle: `r${n}`, VisibilityTimeout: 0 });
  expect(asked.slice(2).map(({ input }) => input)).toEqual([
    { QueueUrl: 'queue', Entries: messages.slice(0, 10).map((_, n) => entry(n, n)) },
    { QueueUrl: 'queue', Entries: [entry(10, 0)] },
  ]);
});
