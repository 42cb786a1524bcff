/**
 * SQS: fauxqs without a socket. `startFauxqs()` listens on every interface whatever it is told, so requests go
 * through `inject()` instead. https://github.com/kibertoad/fauxqs
 */
import { buildApp } from 'fauxqs';
import { accountId, nameOf, region } from './account.ts';
import { AwsError } from './aws-error.ts';
import {
  createQueueStore,
  type MessageAttribute,
  type StoredMessage,
  sendingAgain,
  sendingAs,
  withSenders,
} from './queue-store.ts';

export interface QueueContents {
  /** Visible now. */
  readonly ready: readonly StoredMessage[];
  readonly delayed: readonly StoredMessage[];
  /** Received and neither deleted nor visible again. */
  readonly inFlight: readonly StoredMessage[];
}

export interface ReceivedMessage {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly MD5OfBody: string;
  readonly MD5OfMessageAttributes?: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: Readonly<Record<string, MessageAttribute>>;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | number | readonly string[] | undefined>>;
  readonly body: Buffer | string;
}

type BuildAppOptions = NonNullable<Parameters<typeof buildApp>[0]>;
type Attributes = Readonly<Record<string, string>>;

export interface Queues {
  /** Passes on a request as it came. What it sends has this sender; @default - the account. */
  readonly request: (target: string, body: Buffer | string, userId?: string) => Promise<HttpAnswer>;
  readonly create: (name: string, attributes: Attributes) => Promise<void>;
  /** Rejects with the `AwsError` that SQS would answer. */
  readonly send: (
    name: string,
    body: string,
    attributes: Readonly<Record<string, MessageAttribute>>,
  ) => Promise<void>;
  /** Sends what was there before a restart: with its age, and its receives. Rejects as `send`. */
  readonly putBack: (
    name: string,
    message: {
      readonly body: string;
      readonly attributes: Readonly<Record<string, MessageAttribute>>;
      /** Epoch milliseconds. */
      readonly sentMs: number;
      readonly receives: number;
    },
  ) => Promise<void>;
  /** At most ten messages; waits up to `waitSeconds` for the first. */
  readonly receive: (name: string, count: number, waitSeconds: number) => Promise<readonly ReceivedMessage[]>;
  /** At most ten. What is no longer in flight is left out silently, as SQS does. */
  readonly delete: (name: string, receiptHandles: readonly string[]) => Promise<void>;
  /** Makes a received message visible again at once. */
  readonly giveBack: (name: string, receiptHandle: string) => Promise<void>;
  readonly names: () => readonly string[];
  readonly attributes: (name: string) => Attributes;
  /** Without receiving anything. Throws when there is no such queue. */
  readonly inspect: (name: string) => QueueContents;
  readonly urlOf: (name: string) => string;
  /** Lets every receive that waits return with nothing; from now on none waits. */
  readonly endPolls: () => void;
  readonly stop: () => Promise<void>;
}

/** `endpoint` is asked for when a URL is made: queues exist before the gateway has a port. */
export async function startQueues(endpoint: () => string): Promise<Queues> {
  const urlOf = (name: string) => `${endpoint()}/${accountId}/${name}`;
  const store = await createQueueStore(urlOf);
  // Of the three stores only that of the queues is ours; fauxqs makes what is missing, though its type says no.
  const stores = { sqsStore: store } as unknown as NonNullable<BuildAppOptions['stores']>;
  const app = buildApp({ logger: false, defaultRegion: region, stores });
  await app.ready();

  const inject = (target: string, body: Buffer | string) =>
    app.inject({
      method: 'POST',
      url: '/',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target },
      payload: body,
    });
  const request = async (target: string, body: Buffer | string, userId = accountId): Promise<HttpAnswer> => {
    store.processAllTimers();
    const answer = await sendingAs(userId, () => inject(target, body));
    const isReceived = target.endsWith('.ReceiveMessage') && answer.statusCode === 200;
    const payload = isReceived ? withSenders(store, answer.payload) : answer.rawPayload;
    return { status: answer.statusCode, headers: answer.headers, body: payload };
  };
  const call = async <Output>(operation: string, input: object): Promise<Output> => {
    const { status, body } = await request(`AmazonSQS.${operation}`, JSON.stringify(input));
    const output = body.length === 0 ? {} : JSON.parse(body.toString());
    if (status < 400) return output as Output;
    throw new AwsError(nameOf(String(output.__type).replace('#', ':')), String(output.message), status);
  };
  const found = (name: string) => {
    const queue = store.getQueueByName(name);
    if (queue === undefined) {
      throw new Error(
        `no queue ${name}: there are ${[...store.allQueues()].map((each) => each.name).join(', ')}`,
      );
    }
    return queue;
  };
  return {
    request,
    create: (name, attributes) => call('CreateQueue', { QueueName: name, Attributes: attributes }),
    send: (name, body, attributes) =>
      call('SendMessage', { QueueUrl: urlOf(name), MessageBody: body, MessageAttributes: attributes }),
    putBack: async (name, { body, attributes, sentMs, receives }) => {
      const input = { QueueUrl: urlOf(name), MessageBody: body, MessageAttributes: attributes };
      const before = { sentTimestamp: sentMs, approximateReceiveCount: receives };
      const { statusCode, payload } = await sendingAgain(before, () =>
        inject('AmazonSQS.SendMessage', JSON.stringify(input)),
      );
      if (statusCode >= 400) throw new Error(`${name} does not take a message back: ${payload}`);
    },
    receive: async (name, count, waitSeconds) => {
      const { Messages = [] } = await call<{ Messages?: readonly ReceivedMessage[] }>('ReceiveMessage', {
        QueueUrl: urlOf(name),
        MaxNumberOfMessages: Math.min(count, 10),
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      });
      return Messages;
    },
    delete: (name, receiptHandles) =>
      call('DeleteMessageBatch', {
        QueueUrl: urlOf(name),
        Entries: receiptHandles.map((ReceiptHandle, n) => ({ Id: `${n}`, ReceiptHandle })),
      }),
    giveBack: (name, ReceiptHandle) =>
      call('ChangeMessageVisibility', { QueueUrl: urlOf(name), ReceiptHandle, VisibilityTimeout: 0 }),
    names: () => [...store.allQueues()].map(({ name }) => name),
    attributes: (name) => found(name).attributes,
    inspect: (name) => {
      const queue = found(name);
      queue.processTimers();
      const { ready, delayed, inflight } = queue.inspectMessages();
      return { ready, delayed, inFlight: inflight.map(({ message }) => message) };
    },
    urlOf,
    endPolls: () => {
      // A receive that has been sent and does not wait yet would find nobody to wake it.
      for (const queue of store.allQueues()) queue.waitForMessages = async () => {};
      store.shutdown();
    },
    stop: () => app.close(),
  };
}
