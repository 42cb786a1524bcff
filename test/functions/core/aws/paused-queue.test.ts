import type { SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from 'vitest';
import { createPausedQueue } from '../../../../functions/core/aws/paused-queue.ts';
import { createSendLater } from '../../../../functions/core/aws/send-later.ts';

const sent: unknown[] = [];
const client = {
  send: async (command: { input: object }) => {
    sent.push([command.constructor.name, command.input]);
    return {};
  },
} as unknown as SQSClient;

it.each(['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'])(
  'takes a queue that is not there, in the midst of a deployment, for an empty one: %s',
  async (name) => {
    const failing = {
      send: async () => {
        throw Object.assign(new Error('no'), { name });
      },
    } as unknown as SQSClient;
    const urls = { queueUrl: 'https://sqs/queue', deadLetterQueueUrl: 'https://sqs/dead' };
    const queue = createPausedQueue({
      client: failing,
      ...urls,
      hiddenSeconds: 120,
      redact: (text) => text,
    });
    expect(await queue.receive()).toEqual([]);
  },
);

it('waits for messages, so that all servers are asked, and asks for what tells their age', async () => {
  sent.length = 0;
  const queue = createPausedQueue({
    client,
    queueUrl: 'https://sqs/queue',
    deadLetterQueueUrl: 'https://sqs/dead',
    hiddenSeconds: 120,
    redact: (text) => text,
  });
  expect(await queue.receive()).toEqual([]);
  expect(sent).toEqual([
    [
      'ReceiveMessageCommand',
      {
        QueueUrl: 'https://sqs/queue',
        MaxNumberOfMessages: 10,
        VisibilityTimeout: 120,
        WaitTimeSeconds: 1,
        MessageSystemAttributeNames: [
          'SentTimestamp',
          'ApproximateReceiveCount',
          'ApproximateFirstReceiveTimestamp',
        ],
      },
    ],
  ]);
});

it('lets a message wait for as long as it is told, and no longer than SQS can', async () => {
  sent.length = 0;
  const sendLater = createSendLater(client, 'https://sqs/own');
  await sendLater({ ask: 'look' }, 61);
  await sendLater({ ask: 'look' }, 901);
  expect(sent).toEqual([
    ['SendMessageCommand', { QueueUrl: 'https://sqs/own', MessageBody: '{"ask":"look"}', DelaySeconds: 61 }],
    ['SendMessageCommand', { QueueUrl: 'https://sqs/own', MessageBody: '{"ask":"look"}', DelaySeconds: 900 }],
  ]);
});
