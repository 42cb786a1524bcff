/**
 * SQS' standard queues as a plain state machine: an operation is applied and answered, or throws what the SDK would
 * throw. A receive never waits. MD5 sums, delays of a queue, FIFO queues and attributes without a text are left out.
 */
import { MessageNotInflight, OverLimit, QueueDoesNotExist } from '@aws-sdk/client-sqs';
import { nameOf } from '../../lib/local/aws/account.ts';
import { checkMessage, copyOf, invalidParameter, type Message, type MessageAttributes } from './message.ts';
import { Queue, type QueueOptions, type Stored } from './queue.ts';
import { answeredMessage, receivedBy, shown } from './queue-answers.ts';
import { answerBatch, type BatchEntry } from './queue-batch.ts';
import { answered, knownOnly, NotModelled } from './sdk-errors.ts';
import { uuidOf } from './uuid.ts';

export interface QueuesOptions {
  readonly now: () => number;
  /** Decides message ids, and which of the visible messages a receive brings. */
  readonly random: () => number;
  /** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html @default 120_000 */
  readonly inFlightMax?: number;
  /** Of each queue. @default - no order at all */
  readonly orderedWithin?: number | undefined;
}

/** A message where it is now. */
export interface MessageState extends Message {
  readonly state: 'visible' | 'in-flight' | 'delayed';
  /** Of one that is not visible. */
  readonly visibleAtMs?: number;
}

export interface QueueActivity {
  readonly visible: number;
  readonly inFlight: number;
  /** Since the beginning. */
  readonly sent: number;
  /** Epoch milliseconds; `undefined` when there is none, or none that SQS counts. */
  readonly oldestMs: number | undefined;
  readonly accessedAtMs: number;
}

interface Input {
  readonly QueueUrl?: string;
  readonly MessageBody?: string;
  readonly MessageAttributes?: MessageAttributes;
  readonly DelaySeconds?: number;
  readonly MaxNumberOfMessages?: number;
  readonly VisibilityTimeout?: number;
  readonly WaitTimeSeconds?: number;
  readonly MessageAttributeNames?: readonly string[];
  readonly MessageSystemAttributeNames?: readonly string[];
  readonly ReceiptHandle?: string;
  readonly Entries?: readonly BatchEntry[];
}

interface Operation {
  readonly known: readonly string[];
  readonly run: (queue: Queue, input: Input) => object;
}

/** 1 MiB. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const messageBytesMax = 1_048_576;
/** Twelve hours: of one change, and of all since the receive. */
const visibilitySecondsMax = 43_200;
/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-delay-queues.html */
const delaySecondsMax = 900;

const receiving = ['MaxNumberOfMessages', 'VisibilityTimeout', 'WaitTimeSeconds'];
const wanting = ['MessageAttributeNames', 'MessageSystemAttributeNames'];

export class QueuesModel {
  readonly #options: QueuesOptions & { readonly inFlightMax: number };
  readonly #queues = new Map<string, Queue>();
  readonly #operations: Readonly<Record<string, Operation>> = {
    SendMessage: {
      known: ['MessageBody', 'MessageAttributes', 'DelaySeconds'],
      run: (queue, input) => this.#send(queue, input),
    },
    ReceiveMessage: { known: [...receiving, ...wanting], run: (queue, input) => this.#receive(queue, input) },
    DeleteMessage: { known: ['ReceiptHandle'], run: (queue, input) => this.#delete(queue, input) },
    DeleteMessageBatch: {
      known: ['Entries'],
      run: (queue, { Entries }) => answerBatch(Entries, (entry) => this.#delete(queue, entry)),
    },
    ChangeMessageVisibility: {
      known: ['ReceiptHandle', 'VisibilityTimeout'],
      run: (queue, input) => this.#changeVisibility(queue, input),
    },
    ChangeMessageVisibilityBatch: {
      known: ['Entries'],
      run: (queue, { Entries }) => answerBatch(Entries, (entry) => this.#changeVisibility(queue, entry)),
    },
  };

  constructor(options: QueuesOptions) {
    this.#options = { inFlightMax: 120_000, ...options };
  }

  /** Returns the queue's URL. A dead-letter queue must be there before the queue that names it. */
  create(name: string, options: QueueOptions): string {
    const deadLetterQueue = options.redrive?.deadLetterQueue;
    if (deadLetterQueue !== undefined) this.#found(deadLetterQueue);
    this.#queues.set(name, new Queue(name, { orderedWithin: this.#options.orderedWithin, ...options }));
    return this.urlOf(name);
  }

  urlOf(name: string): string {
    return `https://sqs.us-east-1.amazonaws.com/000000000000/${name}`;
  }

  execute(operation: string, input: object): object {
    const found = this.#operations[operation];
    if (found === undefined) throw new NotModelled(`${operation} is not modelled`);
    knownOnly(operation, input, ['QueueUrl', ...found.known]);
    const queue = this.#found(nameOf((input as Input).QueueUrl ?? ''));
    queue.accessedAtMs = this.#options.now();
    return found.run(queue, input as Input);
  }

  get names(): readonly string[] {
    return [...this.#queues.keys()];
  }

  /** What is in the queue, in no order that means anything. */
  messages(name: string): MessageState[] {
    return [...this.#found(name).messages.values()].map((message) => ({
      ...shown(message),
      ...stateOf(message),
    }));
  }

  /** Messages in the queue, visible or not. */
  count(name: string): number {
    return this.#found(name).messages.size;
  }

  /** Messages that were sent with a delay which is not over. */
  delayedCount(name: string): number {
    return this.#found(name).delayedCount;
  }

  /** When a receive may next bring something, or a little before; `undefined`: not before something is sent. */
  nextVisibleMs(name: string): number | undefined {
    return this.#found(name).nextVisibleMs(this.#options.now());
  }

  /** What CloudWatch is told of the queue. Throws when there is none. */
  activity(name: string): QueueActivity {
    const queue = this.#found(name);
    const inFlight = queue.inFlightCount;
    return {
      visible: queue.messages.size - inFlight,
      inFlight,
      sent: queue.sent,
      oldestMs: queue.oldestMs(),
      accessedAtMs: queue.accessedAtMs,
    };
  }

  /** What the queue has lost to its retention. */
  expired(name: string): readonly Message[] {
    return this.#found(name).expired.map(shown);
  }

  /** What was deleted and has not come back. */
  deleted(name: string): readonly Message[] {
    return [...this.#found(name).deleted.values()].map(shown);
  }

  /**
   * A server that was away when the message was deleted still has its copy. False when there is no such deleted
   * message, it came back once already, or has expired since.
   * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/standard-queues-at-least-once-delivery.html
   */
  resurrect(messageId: string): boolean {
    for (const queue of this.#queues.values()) {
      const message = queue.deleted.get(messageId);
      if (message === undefined || message.ghost) continue;
      return queue.bringBack(message, this.#options.now());
    }
    return false;
  }

  #found(name: string): Queue {
    const queue = this.#queues.get(name);
    if (queue === undefined) throw new QueueDoesNotExist(answered('The specified queue does not exist.'));
    queue.settle(this.#options.now());
    return queue;
  }

  #send(queue: Queue, { MessageBody, MessageAttributes = {}, DelaySeconds = 0 }: Input): object {
    checkRange('DelaySeconds', DelaySeconds, 0, delaySecondsMax);
    const body = checkMessage(MessageBody, MessageAttributes, queue.options.bytesMax ?? messageBytesMax);
    const messageId = uuidOf(this.#options.random);
    queue.sent += 1;
    queue.add({
      messageId,
      body,
      attributes: copyOf(MessageAttributes),
      sentAtMs: this.#options.now(),
      delayedUntilMs: DelaySeconds === 0 ? undefined : this.#options.now() + DelaySeconds * 1_000,
      receiveCount: 0,
      receipts: 0,
      flight: undefined,
      ghost: false,
    });
    return { MessageId: messageId };
  }

  #receive(queue: Queue, input: Input): object {
    const { MaxNumberOfMessages = 1, VisibilityTimeout = queue.options.visibilityTimeoutSeconds } = input;
    checkRange('MaxNumberOfMessages', MaxNumberOfMessages, 1, 10);
    checkRange('VisibilityTimeout', VisibilityTimeout, 0, visibilitySecondsMax);
    checkRange('WaitTimeSeconds', input.WaitTimeSeconds ?? 0, 0, 20);
    const { now, random, inFlightMax } = this.#options;
    const nowMs = now();
    const received: object[] = [];
    while (received.length < MaxNumberOfMessages) {
      if (queue.inFlightCount >= inFlightMax) {
        // Who waits for messages is told nothing, and gets none.
        if (received.length > 0 || (input.WaitTimeSeconds ?? 0) > 0) break;
        throw new OverLimit(answered('Too many messages in flight', 403));
      }
      const message = queue.takeOne(random(), nowMs, nowMs + VisibilityTimeout * 1_000);
      if (message === undefined) break;
      if (!this.#moved(queue, message)) received.push(answeredMessage(queue, message, input));
    }
    return received.length === 0 ? {} : { Messages: received };
  }

  /** Whether the message was received too often, and is a dead letter now: with its id, age and attributes. */
  #moved(queue: Queue, message: Stored): boolean {
    const { redrive } = queue.options;
    if (redrive === undefined || message.receiveCount <= redrive.maxReceiveCount) return false;
    queue.remove(message);
    message.flight = undefined;
    message.movedFrom = queue.name;
    message.moved = { atMs: this.#options.now(), receiveCount: message.receiveCount };
    this.#found(redrive.deadLetterQueue).add(message);
    return true;
  }

  /** With the handle of an earlier receive, or of what is gone: answered as if it had worked. */
  #delete(queue: Queue, { ReceiptHandle }: BatchEntry): object {
    const message = receivedBy(queue, ReceiptHandle);
    if (message !== undefined) queue.delete(message);
    return {};
  }

  #changeVisibility(queue: Queue, { ReceiptHandle, VisibilityTimeout }: BatchEntry): object {
    if (VisibilityTimeout === undefined) throw invalidParameter('VisibilityTimeout is missing');
    checkRange('VisibilityTimeout', VisibilityTimeout, 0, visibilitySecondsMax);
    const message = receivedBy(queue, ReceiptHandle);
    const flight = message?.flight;
    if (message === undefined || flight === undefined)
      throw new MessageNotInflight(answered("The specified message isn't in flight."));
    const visibleAtMs = this.#options.now() + VisibilityTimeout * 1_000;
    if (visibleAtMs > flight.receivedAtMs + visibilitySecondsMax * 1_000)
      throw invalidParameter('Total VisibilityTimeout for the message is beyond the limit [43200 seconds]');
    queue.hideUntil(visibleAtMs, message, flight);
    return {};
  }
}

function stateOf({ flight, delayedUntilMs }: Stored): Pick<MessageState, 'state' | 'visibleAtMs'> {
  if (delayedUntilMs !== undefined) return { state: 'delayed', visibleAtMs: delayedUntilMs };
  return flight === undefined
    ? { state: 'visible' }
    : { state: 'in-flight', visibleAtMs: flight.visibleAtMs };
}

function checkRange(parameter: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw invalidParameter(
    `Value ${value} for parameter ${parameter} is invalid. Reason: Must be between ${least} and ${most}.`,
  );
}
