/** What SQS tells of a message, and what tells SQS of it: the receipt handle. */
import { ReceiptHandleIsInvalid } from '@aws-sdk/client-sqs';
import { arnOf } from '../../lib/local/aws/account.ts';
import { copyOf, type Message } from './message.ts';
import type { Queue, Stored } from './queue.ts';
import { answered } from './sdk-errors.ts';

interface Wanted {
  readonly MessageAttributeNames?: readonly string[];
  readonly MessageSystemAttributeNames?: readonly string[];
}

const handleOf = (queue: Queue, message: Stored) => `${queue.name}:${message.messageId}:${message.receipts}`;

/** The message, if it is here and was received last with this handle. */
export function receivedBy(queue: Queue, handle: string | undefined): Stored | undefined {
  const [name, messageId = '', receipt] = handle?.split(':') ?? [];
  if (name !== queue.name || receipt === undefined)
    throw new ReceiptHandleIsInvalid(answered('The input receipt handle is invalid.', 404));
  const message = queue.messages.get(messageId);
  return message !== undefined && `${message.receipts}` === receipt ? message : undefined;
}

/** Without what is the model's own. */
export const shown = ({ flight, receipts, ghost, moved, ...message }: Stored): Message => message;

export function answeredMessage(queue: Queue, message: Stored, input: Wanted): object {
  const system = {
    SenderId: '000000000000',
    SentTimestamp: `${message.sentAtMs}`,
    ApproximateReceiveCount: `${message.receiveCount}`,
    ApproximateFirstReceiveTimestamp: `${message.firstReceivedAtMs}`,
    ...(message.movedFrom === undefined ? {} : { DeadLetterQueueSourceArn: arnOf('sqs', message.movedFrom) }),
  };
  return {
    MessageId: message.messageId,
    ReceiptHandle: handleOf(queue, message),
    Body: message.body,
    ...chosen('Attributes', system, input.MessageSystemAttributeNames),
    ...chosen('MessageAttributes', copyOf(message.attributes), input.MessageAttributeNames),
  };
}

/** Those that were asked for; nothing rather than an empty object. */
function chosen(parameter: string, all: Readonly<Record<string, unknown>>, wanted: readonly string[] = []) {
  const isWanted = (name: string) => wanted.some((each) => each === 'All' || each === '.*' || each === name);
  const names = Object.keys(all).filter(isWanted);
  return names.length === 0
    ? {}
    : { [parameter]: Object.fromEntries(names.map((name) => [name, all[name]])) };
}
