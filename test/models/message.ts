/** What an SQS message is made of, and which messages SQS takes. */
import { InvalidMessageContents, type MessageAttributeValue } from '@aws-sdk/client-sqs';
import { answered, NotModelled, sqsError } from './sdk-errors.ts';

export type MessageAttributes = Readonly<Record<string, MessageAttributeValue>>;

export interface Message {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  /** When it entered the queue that it was sent to: a dead letter keeps it, and its retention counts from it. */
  readonly sentAtMs: number;
  readonly receiveCount: number;
  readonly firstReceivedAtMs?: number;
  /** The queue that SQS itself moved it from. */
  readonly movedFrom?: string;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html */
const attributesMax = 10;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const refusedCharacters = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

/** Throws what SQS answers when it does not take the message. `bytesMax`: `MaximumMessageSize` of the queue. */
export function checkMessage(
  body: string | undefined,
  attributes: MessageAttributes,
  bytesMax: number,
): string {
  if (body === undefined || body === '')
    throw sqsError('MissingParameter', 'The request must contain the parameter MessageBody.');
  checkCharacters(body);
  const named = Object.entries(attributes);
  if (named.length > attributesMax)
    throw invalidParameter(
      `Number of message attributes [${named.length}] exceeds the allowed maximum [10].`,
    );
  let bytes = Buffer.byteLength(body);
  for (const [name, { DataType = '', StringValue }] of named) {
    if (StringValue === undefined) throw new NotModelled('attributes without a text are not modelled');
    if (StringValue === '')
      throw invalidParameter(`Message (user) attribute '${name}' must contain a non-empty value.`);
    checkCharacters(StringValue);
    bytes += Buffer.byteLength(name) + Buffer.byteLength(DataType) + Buffer.byteLength(StringValue);
  }
  if (bytes > bytesMax)
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${bytesMax} bytes.`,
    );
  return body;
}

function checkCharacters(text: string): void {
  if (!refusedCharacters.test(text)) return;
  throw new InvalidMessageContents(answered('The message contains characters outside the allowed set.'));
}

export const copyOf = (attributes: MessageAttributes): MessageAttributes =>
  Object.fromEntries(Object.entries(attributes).map(([name, attribute]) => [name, { ...attribute }]));

/** The base class: the client package has none of that name. */
export const invalidParameter = (message: string) => sqsError('InvalidParameterValue', message);
