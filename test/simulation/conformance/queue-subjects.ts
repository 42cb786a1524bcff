/**
 * Two queues twice, an integration's and its dead-letter queue: the model, and fauxqs as the local environment runs it.
 * fauxqs goes by the real clock. Nothing here waits for it: messages come back by `VisibilityTimeout: 0` only, and what
 * needs time is tested on the model alone (models/queues.test.ts).
 */
import { type Queues, startQueues } from '../../../lib/local/aws/queues.ts';
import { QueuesModel } from '../../models/queues.ts';
import { type Answer, answerOf, type Subject } from './subject.ts';

export const maxReceiveCount = 3;
/** Longer than a test runs. */
const visibilityTimeoutSeconds = 600;
const retentionSeconds = 14 * 24 * 3_600;
export const bytesMax = 1_024;

interface Received {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly Attributes?: Readonly<Record<string, string>>;
  readonly MessageAttributes?: object;
}

export interface QueueSubject extends Subject {
  /** Bodies by queue and state, each with how often it was received. */
  readonly contents: () => Readonly<Record<string, readonly string[]>>;
  /** New queues, which are empty. */
  readonly clear: () => Promise<void>;
}

/** Everything that there is, up to ten. */
export const receiveAll = {
  MaxNumberOfMessages: 10,
  MessageAttributeNames: ['All'],
  MessageSystemAttributeNames: ['All'],
};

/** The messages of an answer, by their bodies: which comes first is chance. */
export function receivedIn(answer: Answer): Received[] {
  const messages = [...((answer.Messages ?? []) as Received[])];
  return messages.sort((one, other) => one.Body.localeCompare(other.Body));
}

const listed = (messages: readonly { body: string; count: number }[]) =>
  messages.map(({ body, count }) => `${body} ${count}`).sort();

export function queueModel(random: () => number = () => 0.5): QueueSubject {
  const start = () => {
    const model = new QueuesModel({ now: () => 1_700_000_000_000, random });
    model.create('letters', { visibilityTimeoutSeconds, retentionSeconds });
    const redrive = { deadLetterQueue: 'letters', maxReceiveCount };
    model.create('queue', { visibilityTimeoutSeconds, retentionSeconds, bytesMax, redrive });
    return model;
  };
  let model = start();
  const contentsOf = (name: string, wanted: string) =>
    listed(
      model
        .messages(name)
        .filter(({ state }) => state === wanted)
        .map(({ body, receiveCount }) => ({ body, count: receiveCount })),
    );
  return {
    name: 'the model',
    call: (operation, { on = 'queue', ...input }: { on?: string }) =>
      answerOf(() => model.execute(operation, { QueueUrl: model.urlOf(on), ...structuredClone(input) })),
    contents: () => ({
      visible: contentsOf('queue', 'visible'),
      inFlight: contentsOf('queue', 'in-flight'),
      letters: contentsOf('letters', 'visible'),
    }),
    clear: async () => {
      model = start();
    },
  };
}

export async function fauxqs(): Promise<QueueSubject & { readonly stop: () => Promise<void> }> {
  const queues: Queues = await startQueues(() => 'http://sqs.test');
  let generation = 0;
  const named = (name: string) => `${name}-${generation}`;
  const attributes = {
    VisibilityTimeout: `${visibilityTimeoutSeconds}`,
    MessageRetentionPeriod: `${retentionSeconds}`,
  };
  const clear = async () => {
    generation += 1;
    await queues.create(named('letters'), attributes);
    const deadLetterTargetArn = `arn:aws:sqs:us-east-1:000000000000:${named('letters')}`;
    await queues.create(named('queue'), {
      ...attributes,
      MaximumMessageSize: `${bytesMax}`,
      RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }),
    });
  };
  await clear();
  const countsOf = (messages: readonly { body: string; approximateReceiveCount: number }[]) =>
    listed(messages.map(({ body, approximateReceiveCount }) => ({ body, count: approximateReceiveCount })));
  return {
    name: 'fauxqs',
    call: async (operation, { on = 'queue', ...input }: { on?: string }) => {
      const request = { QueueUrl: queues.urlOf(named(on)), ...input };
      const { status, body } = await queues.request(`AmazonSQS.${operation}`, JSON.stringify(request));
      const output = body.length === 0 ? {} : JSON.parse(body.toString());
      return status < 400 ? output : { error: String(output.__type).split('#')[1] };
    },
    contents: () => {
      const { ready, inFlight } = queues.inspect(named('queue'));
      return {
        visible: countsOf(ready),
        inFlight: countsOf(inFlight),
        letters: countsOf(queues.inspect(named('letters')).ready),
      };
    },
    clear,
    stop: queues.stop,
  };
}
