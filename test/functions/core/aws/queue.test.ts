import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import { expect, test } from 'vitest';
import { createQueue } from '../../../../functions/core/aws/queue.ts';
import type { Diagnosis } from '../../../../functions/core/deliver/diagnosis.ts';

const message = { body: '{"id": "1"}', receiptHandle: 'handle-1' } as SQSRecord;
const diagnosis: Diagnosis = {
  code: 'REQUEST_REJECTED',
  stage: 'attempt',
  attempts: 1,
  firstReceivedAt: '2026-03-01T00:00:00.000Z',
  failedAt: '2026-03-01T00:00:00.000Z',
  destination: 'thing',
  fingerprint: '0123456789ab',
  advice: 'no',
};

function queue() {
  const sent: unknown[] = [];
  const client = { send: async (command: unknown) => sent.push(command) } as unknown as SQSClient;
  const urls = { queueUrl: 'queue', deadLetterQueueUrl: 'dead-letters', supervisorQueueUrl: 'supervisor' };
  return { sent, queue: createQueue(client, (text) => text.replaceAll('sk_1', '«secret»'), urls) };
}

test('a deferred message is hidden for whole seconds, rounded up', async () => {
  const { sent, queue: one } = queue();
  await one.defer(message, 2_001);
  expect(sent[0]).toBeInstanceOf(ChangeMessageVisibilityCommand);
  expect((sent[0] as ChangeMessageVisibilityCommand).input).toEqual({
    QueueUrl: 'queue',
    ReceiptHandle: 'handle-1',
    VisibilityTimeout: 3,
  });
});

test('a dead letter has the untouched body and the diagnosis beside it', async () => {
  const { sent, queue: one } = queue();
  await one.deadLetter(message, diagnosis);
  expect(sent[0]).toBeInstanceOf(SendMessageCommand);
  expect((sent[0] as SendMessageCommand).input).toEqual({
    QueueUrl: 'dead-letters',
    MessageBody: '{"id": "1"}',
    MessageAttributes: { diagnosis: { DataType: 'String', StringValue: JSON.stringify(diagnosis) } },
  });
});

test('what a third party says cannot make SQS refuse the dead letter', async () => {
  const { sent, queue: one } = queue();
  await one.deadLetter(message, { ...diagnosis, advice: 'a\u0000b\uffffc\ufffed\ud83d' });
  const { MessageAttributes } = (sent[0] as SendMessageCommand).input;
  const text = MessageAttributes?.diagnosis?.StringValue ?? '';
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
  expect(text).toMatch(/^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u);
  expect(JSON.parse(text)).toMatchObject({ advice: 'a\u0000b\ufffdc\ufffdd\ud83d' });
});

test('the supervisor is asked to look at a destination', async () => {
  const { sent, queue: one } = queue();
  await one.askToLook('stripe');
  expect((sent[0] as SendMessageCommand).input).toEqual({
    QueueUrl: 'supervisor',
    MessageBody: '{"ask":"look","destination":"stripe"}',
  });
});

test('the supervisor is asked to put aside what the queues of a destination would soon drop', async () => {
  const { sent, queue: one } = queue();
  await one.askToSweep('stripe');
  expect((sent[0] as SendMessageCommand).input).toEqual({
    QueueUrl: 'supervisor',
    MessageBody: '{"ask":"sweep","destination":"stripe","running":true}',
  });
});

test('no secret leaves with a diagnosis', async () => {
  const { sent, queue: one } = queue();
  await one.deadLetter(message, { ...diagnosis, advice: 'the event has the key "sk_1" twice' });
  const { MessageAttributes } = (sent[0] as SendMessageCommand).input;
  expect(MessageAttributes?.diagnosis?.StringValue).toContain('the event has the key \\"«secret»\\" twice');
});
