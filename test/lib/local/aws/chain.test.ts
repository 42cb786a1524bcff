import { fileURLToPath } from 'node:url';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalAws } from '../../../../lib/local/aws/local-aws.ts';
import { startLocalAws } from '../../../../lib/local/aws/start-local-aws.ts';

let aws: LocalAws;
const errors: unknown[] = [];
const lines: Record<string, unknown>[] = [];

beforeAll(async () => {
  aws = await startLocalAws({
    assemblyDir: fileURLToPath(new URL('fixtures', import.meta.url)),
    stackName: 'chain',
    port: 0,
    secrets: { 'test/given': 'given' },
    onLog: ({ line }) => lines.push(line.startsWith('{') ? JSON.parse(line) : { line }),
    onError: (error) => errors.push(error),
  });
});
afterAll(() => aws?.stop());

const publish = (message: object) =>
  new SNSClient(aws.client).send(
    new PublishCommand({ TopicArn: aws.topicArn('test-events'), Message: JSON.stringify(message) }),
  );
const sendToQueue = (message: object) =>
  new SQSClient(aws.client).send(
    new SendMessageCommand({ QueueUrl: aws.queueUrl('test-queue'), MessageBody: JSON.stringify(message) }),
  );
const readItem = async (id: string) => {
  const command = new GetItemCommand({ TableName: 'test-ledger', Key: { id: { S: id } } });
  return (await new DynamoDBClient(aws.client).send(command)).Item;
};
const bodiesIn = (queueName: string) =>
  aws.queues.inspect(queueName).ready.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
const receivesOf = (id: string) => lines.filter((line) => line.message === 'received' && line.id === id);
const failuresOf = (id: string) => lines.filter((line) => line.message === 'failed' && line.id === id);
const isRunning = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
/** A visibility timeout of 1 s, twice, and time for a busy machine. */
const patience = { timeout: 8_000, interval: 20 };

describe('the whole chain', () => {
  it('carries a message from topic through filter, queue and function into the table', async () => {
    await publish({ id: 'first', type: 'counted' });

    await expect
      .poll(() => readItem('worker#first'), patience)
      .toEqual({
        id: { S: 'worker#first' },
        taken: { N: '1' },
        done: { N: '1' },
      });
    await expect.poll(() => aws.pendingMessages(['test-queue', 'test-enveloped']), patience).toBe(0);
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
    await sendToQueue({ id: 'good' });
    await sendToQueue({ id: 'bad', does: 'fail' });

    await expect.poll(() => bodiesIn('test-dead-letters'), patience).toEqual([{ id: 'bad', does: 'fail' }]);
    expect(receivesOf('bad').map(({ receiveCount }) => receiveCount)).toEqual([1, 2]);
    expect(receivesOf('good')).toHaveLength(1);
  });

  it.each(['throw', 'exit', 'answer-unknown-id'])(
    'brings the batch back when the function does %s',
    async (does) => {
      await sendToQueue({ id: does, does });

      await expect
        .poll(() => receivesOf(does).map(({ receiveCount }) => receiveCount), patience)
        .toEqual([1, 2]);
      await expect.poll(() => bodiesIn('test-dead-letters').map(({ id }) => id), patience).toContain(does);
    },
  );

  it.each(['hang', 'spin'])('kills the sandbox of a function that does %s at its timeout', async (does) => {
    await sendToQueue({ id: does, does });

    await expect.poll(() => bodiesIn('test-dead-letters').map(({ id }) => id), patience).toContain(does);
    const pids = receivesOf(does).map(({ pid }) => Number(pid));
    expect(new Set(pids).size).toBe(2);
    await expect.poll(() => pids.filter(isRunning), patience).toEqual([]);
    const reports = lines.filter((line) => line.type === 'platform.report').map(({ record }) => record);
    expect(reports.filter((record) => (record as { status: string }).status === 'timeout')).toHaveLength(
      aws.functions.get('test-worker')?.timeouts ?? 0,
    );
    expect(aws.functions.get('test-worker')?.timeouts).toBe(does === 'hang' ? 2 : 4);
  });

  it('goes on after all that', async () => {
    await publish({ id: 'last', type: 'counted' });

    await expect.poll(() => readItem('worker#last'), patience).toMatchObject({ done: { N: '1' } });
  });
});

describe('the runtime of the function', () => {
  it('keeps its connection for as long as an invocation takes', async () => {
    await sendToQueue({ id: 'idle', does: 'ask-runtime' });

    // A server that ends idle connections says after how long.
    await expect
      .poll(() => lines, patience)
      .toContainEqual({ message: 'runtime', id: 'idle', keepAlive: null });
  });
});

describe('the role of the function', () => {
  it('lets it read its secret', async () => {
    await sendToQueue({ id: 'reader', does: 'read-secret' });

    await expect.poll(() => lines, patience).toContainEqual({ message: 'secret', id: 'reader', length: 5 });
  });

  it.each(['write-elsewhere', 'read-other-secret'])('does not let it %s', async (does) => {
    await sendToQueue({ id: does, does });

    await expect.poll(() => failuresOf(does), patience).not.toEqual([]);
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

    await expect.poll(read, patience).toEqual([expect.stringContaining('"id":"logged"')]);
  });
});
