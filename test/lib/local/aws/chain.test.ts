import { rmSync } from 'node:fs';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalAws } from '../../../../lib/local/aws/local-aws.ts';
import { startLocalAws } from '../../../../lib/local/aws/start-local-aws.ts';
import { explainFailures } from '../../../scenarios/explain-failures.ts';
import { createFunctionLog } from '../../../scenarios/function-log.ts';
import { createWaiting } from '../../../scenarios/until.ts';
import { chainAssembly } from './fixtures/chain-assembly.ts';

/** What a function may do wrong with its batch. Each has a queue of its own, so that all go wrong at the same time. */
const failures = ['fail', 'throw', 'exit', 'answer-unknown-id', 'hang', 'spin'];

let aws: LocalAws;
const errors: unknown[] = [];
const log = createFunctionLog();
const { lines } = log;
/** What is meant to end runs into it and nothing else: a cold start and an invocation take seconds on a busy machine. */
const timeoutSeconds = 4;
/** Two of them, as many visibility timeouts, and time for a busy machine. */
const { until, current } = createWaiting({ patienceMs: 40_000, troubles: log.troubles });
explainFailures({ troubles: log.troubles, current });
/** Which invocation wrote a line, by its place in `lines`. */
const requestIds: string[] = [];

const assemblyDir = chainAssembly({ queues: failures, timeoutSeconds });
beforeAll(async () => {
  aws = await startLocalAws({
    assemblyDir,
    stackName: 'chain',
    port: 0,
    secrets: { 'test/given': 'given' },
    onLog: ({ line, functionName, requestId }) => {
      log.read(line, functionName);
      requestIds[lines.length - 1] = requestId;
    },
    onError: (error) => errors.push(error),
  });
});
afterAll(async () => {
  await aws?.stop();
  rmSync(assemblyDir, { recursive: true });
});

const publish = (message: object) =>
  new SNSClient(aws.client).send(
    new PublishCommand({ TopicArn: aws.topicArn('test-events'), Message: JSON.stringify(message) }),
  );
const sendToQueue = (message: object, queueName = 'test-queue') =>
  new SQSClient(aws.client).send(
    new SendMessageCommand({ QueueUrl: aws.queueUrl(queueName), MessageBody: JSON.stringify(message) }),
  );
const readItem = async (id: string) => {
  const command = new GetItemCommand({ TableName: 'test-ledger', Key: { id: { S: id } } });
  return (await new DynamoDBClient(aws.client).send(command)).Item;
};
const bodiesIn = (queueName: string) =>
  aws.queues.inspect(queueName).ready.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
const receivesOf = (id: string) => lines.filter((line) => line.message === 'received' && line.id === id);
/** In order of the count: an order between the lines of two processes is nobody's promise. */
const receiveCountsOf = (id: string) =>
  receivesOf(id)
    .map(({ receiveCount }) => receiveCount)
    .sort();
/** Whether the invocation that wrote it ran into its timeout. */
const isKilled = (line: (typeof lines)[number]) => {
  const requestId = requestIds[lines.indexOf(line)];
  return lines.some(({ type, record }) => {
    const end = record as { readonly requestId: string; readonly status: string };
    return type === 'platform.report' && end.requestId === requestId && end.status === 'timeout';
  });
};
const failuresOf = (id: string) => lines.filter((line) => line.message === 'failed' && line.id === id);
const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
/** Sends what goes wrong, when the first test asks for it: all of it at once. */
let sent: Promise<unknown> | undefined;
const allGoWrong = () => {
  sent ??= sendToQueue({ id: 'good' }, 'test-fail').then(() =>
    Promise.all(failures.map((does) => sendToQueue({ id: does, does }, `test-${does}`))),
  );
  return sent;
};
const inDeadLetters = (id: string) => bodiesIn('test-dead-letters').filter((body) => body.id === id);

describe('the whole chain', () => {
  it('carries a message from topic through filter, queue and function into the table', async () => {
    await publish({ id: 'first', type: 'counted' });

    await until('the function has counted the message', async () =>
      expect(await readItem('worker#first')).toEqual({
        id: { S: 'worker#first' },
        taken: { N: '1' },
        done: { N: '1' },
      }),
    );
    await until('its message is deleted', () =>
      expect(aws.pendingMessages(['test-queue', 'test-enveloped'])).toBe(0),
    );
    expect(aws.metric('Test', 'Done', { worker: 'one' })).toBe(1);
    expect(aws.eventSources.get('test-queue')).toMatchObject({ messages: 1, deleted: 1, failed: 0 });
    expect(aws.functions.get('test-worker')).toMatchObject({ invocations: 1, errors: 0, coldStarts: 1 });
  });

  it('gives what no filter knows to the subscription that asks for it, in an envelope', async () => {
    await publish({ id: 'odd', type: 'misspelled' });

    expect(bodiesIn('test-enveloped')).toMatchObject([
      {
        Type: 'Notification',
        TopicArn: aws.topicArn('test-events'),
        Message: '{"id":"odd","type":"misspelled"}',
      },
    ]);
  });

  it('puts what the queue refuses, by its policy or its size, into the dead-letter queue of the subscription', async () => {
    await publish({ id: 'forbidden', type: 'closed' });
    await publish({ id: 'large', type: 'counted', text: 'x'.repeat(4_096) });

    expect(bodiesIn('test-undelivered')).toMatchObject([{ id: 'forbidden' }, { id: 'large' }]);
    expect(
      aws.queues
        .inspect('test-undelivered')
        .ready.map(({ messageAttributes }) => messageAttributes.ErrorCode),
    ).toEqual([
      { DataType: 'String', StringValue: 'AccessDenied' },
      { DataType: 'String', StringValue: 'InvalidParameterValue' },
    ]);
    expect(errors).toEqual([]);
  });

  it('brings back only the message that the function reported, and redrives it after its last receive', async () => {
    await allGoWrong();
    await until('the message is in the dead-letter queue', () =>
      expect(inDeadLetters('fail')).toEqual([{ id: 'fail', does: 'fail' }]),
    );
    expect(receiveCountsOf('fail')).toEqual([1, 2]);
    // On a busy machine its first invocation may be killed at its timeout, and brings all of its batch back.
    expect(receivesOf('good').filter((line) => !isKilled(line))).toHaveLength(1);
  });

  it.each(['throw', 'exit', 'answer-unknown-id'])(
    'brings the batch back when the function does %s',
    async (does) => {
      await allGoWrong();
      await until('the message is in the dead-letter queue', () =>
        expect(inDeadLetters(does)).toEqual([{ id: does, does }]),
      );
      expect(receiveCountsOf(does)).toEqual([1, 2]);
    },
  );

  it.each(['hang', 'spin'])('kills the sandbox of a function that does %s at its timeout', async (does) => {
    await allGoWrong();
    await until('the message is in the dead-letter queue', () =>
      expect(inDeadLetters(does)).toEqual([{ id: does, does }]),
    );
    const pids = receivesOf(does).map(({ pid }) => Number(pid));
    expect(new Set(pids).size).toBe(2);
    await until('both sandboxes are gone', () => expect(pids.filter(isRunning)).toEqual([]));
    const invocations = receivesOf(does).map((line) => requestIds[lines.indexOf(line)]);
    const ends = lines
      .filter(({ type }) => type === 'platform.report')
      .map(({ record }) => record as { readonly requestId: string; readonly status: string });
    expect(ends.filter(({ requestId }) => invocations.includes(requestId))).toMatchObject([
      { status: 'timeout' },
      { status: 'timeout' },
    ]);
  });

  it('counts each invocation that ran into its timeout', () => {
    expect(aws.functions.get('test-worker')?.timeouts).toBe(4);
  });

  it('goes on after all that', async () => {
    await publish({ id: 'last', type: 'counted' });

    await until('the function has counted the message', async () =>
      expect(await readItem('worker#last')).toMatchObject({ done: { N: '1' } }),
    );
  });
});

describe('the runtime of the function', () => {
  it('keeps its connection for as long as an invocation takes', async () => {
    await sendToQueue({ id: 'idle', does: 'ask-runtime' });

    // A server that ends idle connections says after how long.
    await until('the function has said how long', () =>
      expect(lines).toContainEqual({ message: 'runtime', id: 'idle', keepAlive: null }),
    );
  });
});

describe('the role of the function', () => {
  it('lets it read its secret', async () => {
    await sendToQueue({ id: 'reader', does: 'read-secret' });

    await until('the function has read its secret', () =>
      expect(lines).toContainEqual({ message: 'secret', id: 'reader', length: 5 }),
    );
  });

  it.each(['write-elsewhere', 'read-other-secret'])('does not let it %s', async (does) => {
    await sendToQueue({ id: does, does });

    await until('the function has failed', () => expect(failuresOf(does)).not.toEqual([]));
    expect(failuresOf(does)[0]).toMatchObject({ error: 'AccessDeniedException' });
  });
});

describe('the log of the function', () => {
  it('is read by pattern', async () => {
    await sendToQueue({ id: 'logged' });
    const filter = new FilterLogEventsCommand({
      logGroupName: '/test/worker',
      filterPattern: '{ $.message = "received" && $.id = "logged" }',
    });
    const read = async () =>
      (await new CloudWatchLogsClient(aws.client).send(filter)).events?.map(({ message }) => message);

    await until('the line is there', async () =>
      expect(await read()).toEqual([expect.stringContaining('"id":"logged"')]),
    );
  });
});
