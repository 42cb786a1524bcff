/** fauxqs' own store: it is not exported, but `buildApp` takes one, and only it can be looked at synchronously. */

import { AsyncLocalStorage } from 'node:async_hooks';
import { findPackageJSON } from 'node:module';
import { pathToFileURL } from 'node:url';

export interface StoredMessage {
  readonly messageId: string;
  readonly body: string;
  /** Epoch milliseconds. */
  readonly sentTimestamp: number;
  readonly messageAttributes: Readonly<Record<string, MessageAttribute>>;
  readonly approximateReceiveCount: number;
  /** Who sent it, as AWS calls him; ours, not the store's. */
  senderId?: string;
}

export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  /** Base64. */
  readonly BinaryValue?: string;
}

export interface StoredQueue {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  /** Brings back what became visible; by itself the store does so only while somebody receives. */
  processTimers(): void;
  /** By receipt handle. */
  readonly inflightMessages: ReadonlyMap<string, { readonly message: StoredMessage }>;
  /** Resolves when there is something to receive, or the time is over. */
  waitForMessages: (seconds: number) => Promise<void>;
  inspectMessages(): {
    readonly ready: readonly StoredMessage[];
    readonly delayed: readonly StoredMessage[];
    readonly inflight: readonly { readonly message: StoredMessage; readonly visibilityDeadline: number }[];
  };
}

export interface QueueStore {
  getQueueByName(name: string): StoredQueue | undefined;
  allQueues(): Iterable<StoredQueue>;
  processAllTimers(): void;
  /** Ends the long polls. */
  shutdown(): void;
  /** Replaced by ours: the store's own URL has a host that does not resolve everywhere. */
  buildQueueUrl: (queueName: string) => string;
}

interface StoreClass {
  new (): QueueStore;
  createMessage: (...message: unknown[]) => StoredMessage;
  /** Its own way to make a message, before ours was put around it. */
  ofTheStore?: StoreClass['createMessage'];
}

/**
 * What SQS refuses: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html. fauxqs
 * looks at each half of a surrogate pair by itself, and so refuses emoji.
 */
const invalidCharacter = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

/** The sender of what is sent while `run` runs. The store notes none, and tells the same one of every message. */
export const sendingAs = <Result>(userId: string, run: () => Promise<Result>): Promise<Result> =>
  sendingWith({ senderId: userId }, run);

/** What is sent while `run` runs is as old as it was, and was received as often. */
export const sendingAgain = <Result>(
  before: Pick<StoredMessage, 'sentTimestamp' | 'approximateReceiveCount'>,
  run: () => Promise<Result>,
): Promise<Result> => sendingWith(before, run);

const sending = new AsyncLocalStorage<Partial<StoredMessage>>();

/** What `run` returns may begin only when it is waited for: that has to be in here, too. */
const sendingWith = <Result>(message: Partial<StoredMessage>, run: () => Promise<Result>): Promise<Result> =>
  sending.run(message, async () => await run());

/** The answer to a receive, with the sender of each message where one was asked for. */
export function withSenders(store: QueueStore, answer: string): string {
  const received = JSON.parse(answer) as {
    Messages?: readonly { ReceiptHandle: string; Attributes?: Record<string, string> }[];
  };
  const queues = [...store.allQueues()];
  for (const { ReceiptHandle, Attributes } of received.Messages ?? []) {
    if (Attributes?.SenderId === undefined) continue;
    const found = queues.map(({ inflightMessages }) => inflightMessages.get(ReceiptHandle)).find(Boolean);
    if (found?.message.senderId !== undefined) Attributes.SenderId = found.message.senderId;
  }
  return JSON.stringify(received);
}

/** Throws when the installed fauxqs is laid out otherwise than 2.4.1. */
export async function createQueueStore(buildQueueUrl: (queueName: string) => string): Promise<QueueStore> {
  const packageFile = findPackageJSON('fauxqs', import.meta.url);
  if (packageFile === undefined) throw new Error('fauxqs is not installed: run `npm ci`');
  const load = (file: string) =>
    import(/* @vite-ignore */ new URL(`dist/sqs/${file}`, pathToFileURL(packageFile)).href);
  const { SqsStore }: { readonly SqsStore: StoreClass } = await load('sqsStore.js');
  // Of the class, and so once for all stores.
  SqsStore.ofTheStore ??= SqsStore.createMessage;
  const create = SqsStore.ofTheStore;
  SqsStore.createMessage = (...message) => Object.assign(create(...message), sending.getStore());
  const { INVALID_MESSAGE_BODY_CHAR }: { readonly INVALID_MESSAGE_BODY_CHAR: RegExp } =
    await load('sqsTypes.js');
  INVALID_MESSAGE_BODY_CHAR.test = (body) => invalidCharacter.test(body);
  return Object.assign(new SqsStore(), { buildQueueUrl });
}
