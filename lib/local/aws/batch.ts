/** A batch of messages as Lambda gives it to a function, and what the function's answer says of each. */
import { region } from './account.ts';
import type { ReceivedMessage } from './queues.ts';
import type { InvocationResult } from './runtime-api.ts';

/** The event. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html#example-standard-queue-message-event */
export const eventOf = (batch: readonly ReceivedMessage[], queueArn: string) => ({
  Records: batch.map((message) => recordOf(message, queueArn)),
});

function recordOf(message: ReceivedMessage, queueArn: string) {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes ?? {},
    messageAttributes: Object.fromEntries(
      Object.entries(message.MessageAttributes ?? {}).map(([name, attribute]) => [
        name,
        {
          ...(attribute.StringValue === undefined ? {} : { stringValue: attribute.StringValue }),
          ...(attribute.BinaryValue === undefined ? {} : { binaryValue: attribute.BinaryValue }),
          stringListValues: [],
          binaryListValues: [],
          dataType: attribute.DataType,
        },
      ]),
    ),
    md5OfBody: message.MD5OfBody,
    ...(message.MD5OfMessageAttributes === undefined
      ? {}
      : { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
    eventSource: 'aws:sqs',
    eventSourceARN: queueArn,
    awsRegion: region,
  };
}

/** Lambda's rules: null and an empty list are success; what it cannot read, or an id it did not send, fails the batch. */
export function succeeded(
  result: InvocationResult,
  batch: readonly ReceivedMessage[],
  reportsFailures: boolean,
): readonly ReceivedMessage[] {
  if (!result.ok) return [];
  if (!reportsFailures) return batch;
  const answer = JSON.parse(result.payload || 'null') as { batchItemFailures?: unknown } | null;
  const failures = answer?.batchItemFailures ?? [];
  if (!Array.isArray(failures)) return [];
  const failedIds = failures.map((failure: { itemIdentifier?: unknown } | null) => failure?.itemIdentifier);
  const sentIds = new Set<unknown>(batch.map(({ MessageId }) => MessageId));
  if (!failedIds.every((id) => sentIds.has(id))) return [];
  return batch.filter(({ MessageId }) => !failedIds.includes(MessageId));
}
