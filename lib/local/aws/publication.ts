/** A message that is published to SNS: how long it is, what filters see of it, and what becomes of it. */
import { AwsError } from './aws-error.ts';
import { type FilterPolicy, type FilterScope, letsThrough } from './filter-policy.ts';
import type { MessageAttribute } from './queue-store.ts';

export interface Publication {
  readonly message: string;
  readonly subject?: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
}

/** What a queue gets that does not take messages as they are. `nowMs`: epoch milliseconds. */
export function notification(
  topicArn: string,
  { message, subject, attributes }: Publication,
  messageId: string,
  nowMs: number,
) {
  return {
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: topicArn,
    ...(subject === undefined ? {} : { Subject: subject }),
    Message: message,
    Timestamp: new Date(nowMs).toISOString(),
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, { DataType, StringValue, BinaryValue }]) => [
        name,
        { Type: DataType, Value: StringValue ?? BinaryValue },
      ]),
    ),
  };
}

/** As SNS counts them, attributes included. */
export const bytesOf = ({ message, attributes }: Publication) =>
  Object.entries(attributes).reduce(
    (sum, [name, { DataType, StringValue = '', BinaryValue = '' }]) =>
      sum + Buffer.byteLength(name + DataType + StringValue) + Buffer.from(BinaryValue, 'base64').length,
    Buffer.byteLength(message),
  );

/** As SNS marks it. https://docs.aws.amazon.com/sns/latest/dg/sns-configure-dead-letter-queue.html */
export const refusal = (error: unknown): Record<string, MessageAttribute> => ({
  ErrorCode: { DataType: 'String', StringValue: error instanceof AwsError ? error.code : 'InternalError' },
  ErrorMessage: { DataType: 'String', StringValue: error instanceof Error ? error.message : String(error) },
});

/** Whether a policy lets the message through, by scope; each form of the message is parsed once, if at all. */
export function contentsOf({
  message,
  attributes,
}: Publication): Record<FilterScope, (policy: FilterPolicy) => boolean> {
  let body: { readonly value: unknown } | undefined;
  return {
    MessageAttributes: (policy) => letsThrough(policy, flat(attributes)),
    MessageBody: (policy) => {
      body ??= { value: parsedOrUndefined(message) };
      return typeof body.value === 'object' && body.value !== null && letsThrough(policy, body.value);
    },
  };
}

function parsedOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Numbers as numbers, `String.Array` as an array; binary attributes take no part in filtering. */
function flat(attributes: Publication['attributes']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(attributes)
      .filter(([, { DataType }]) => !DataType.startsWith('Binary'))
      .map(([name, { DataType, StringValue = '' }]) => {
        if (DataType.startsWith('String.Array')) return [name, parsedOrUndefined(StringValue)];
        return [name, DataType.startsWith('Number') ? Number(StringValue) : StringValue];
      }),
  );
}
