import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AwsError } from '../../../lib/local/aws/aws-error.ts';
import type { Queues } from '../../../lib/local/aws/queues.ts';
import { Topics } from '../../../lib/local/aws/topics.ts';
import { invalidParameter, type MessageAttributes } from '../../models/message.ts';
import { TopicModel } from '../../models/topic.ts';

const topicArn = 'arn:aws:sns:us-east-1:000000000000:events';
/** As the stack subscribes: each integration to its type, and the unrouted queue to what is none of them. */
const known = ['customer.created', 'customer.deleted'];
const subscriptions = [
  ...known.map((type) => ({ queueName: type, filterPolicy: { type: [type] }, deadLetterQueueName: 'lost' })),
  { queueName: 'unrouted', filterPolicy: { type: [{ 'anything-but': known }, { exists: false }] } },
];

interface Published {
  readonly message: string;
  readonly attributes: MessageAttributes;
  /** Queues that take nothing. */
  readonly refusing: readonly string[];
}

/** Queue, body and names of the attributes of every message that a queue took, and what the publisher heard. */
interface Outcome {
  readonly taken: readonly string[];
  readonly error: string | undefined;
  readonly lost: number;
}

const noted = (queue: string, body: string, attributes: object) =>
  JSON.stringify([queue, body, Object.keys(attributes).sort()]);

function byModel({ message, attributes, refusing }: Published): Outcome & { readonly model: TopicModel } {
  const taken: string[] = [];
  const model = new TopicModel({
    arn: topicArn,
    random: () => 0.5,
    deliver: ({ queueName, body, attributes: sent }) => {
      if (refusing.includes(queueName)) throw invalidParameter('refused');
      taken.push(noted(queueName, body, sent));
    },
  });
  for (const subscription of subscriptions) model.subscribe(subscription);
  let error: string | undefined;
  try {
    model.execute('Publish', { TopicArn: topicArn, Message: message, MessageAttributes: attributes });
  } catch (refusal) {
    error = (refusal as Error).name;
  }
  return { taken: taken.sort(), error, lost: model.lost.length, model };
}

async function byLibrary({ message, attributes, refusing }: Published): Promise<Outcome> {
  const taken: string[] = [];
  let lost = 0;
  const send = async (queue: string, body: string, sent: object) => {
    if (refusing.includes(queue)) throw new AwsError('InvalidParameterValue', 'refused');
    taken.push(noted(queue, body, sent));
  };
  const arnOf = (queue: string) => `arn:aws:sqs:us-east-1:000000000000:${queue}`;
  const topics = new Topics({
    queues: { send } as unknown as Queues,
    queuePolicies: () => [
      { Statement: [{ Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' }] },
    ],
    onError: () => {
      lost += 1;
    },
    now: () => 0,
  });
  topics.create('events');
  for (const { queueName, filterPolicy, ...more } of subscriptions) {
    topics.subscribe({
      arn: `${topicArn}:${queueName}`,
      topicArn,
      queueArn: arnOf(queueName),
      rawMessageDelivery: true,
      filterScope: 'MessageBody',
      filterPolicy,
      ...('deadLetterQueueName' in more ? { deadLetterQueueArn: arnOf(more.deadLetterQueueName) } : {}),
    });
  }
  try {
    await topics.publish(topicArn, {
      message,
      attributes: attributes as Record<string, { DataType: string }>,
    });
    return { taken: taken.sort(), error: undefined, lost };
  } catch (error) {
    // The SDK's name for it.
    return { taken: taken.sort(), error: `${(error as AwsError).code}Exception`, lost };
  }
}

const type = fc.oneof(
  fc.constantFrom(...known, 'customer.created ', '', null, 7, ['customer.created']),
  fc.string(),
);
const message = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({ type, data: fc.anything() }, { requiredKeys: [] })
      .map((body) => JSON.stringify(body)),
  },
  fc.json(),
  fc.string(),
);
const published = fc.record({
  message,
  attributes: fc.constantFrom({}, { source: { DataType: 'String', StringValue: 'shop' } }),
  refusing: fc.subarray([...known, 'lost', 'unrouted']),
});

describe('the topic model', () => {
  it('hands any message to the queues to which the local SNS hands it', async () => {
    await fc.assert(
      fc.asyncProperty(published, async (each) => {
        const { model, ...ours } = byModel(each);
        expect(ours).toEqual(await byLibrary(each));
      }),
      { numRuns: 500 },
    );
  });

  it('takes 256 KiB and not a byte more, attributes included, as the local SNS does', async () => {
    for (const [length, error] of [
      [262_144 - 16, undefined],
      [262_144 - 15, 'InvalidParameterException'],
    ] as const) {
      const attributes = { source: { DataType: 'String', StringValue: 'shop' } };
      const each = { message: 'x'.repeat(length), attributes, refusing: [] };
      expect([byModel(each).error, (await byLibrary(each)).error]).toEqual([error, error]);
    }
  });

  it('counts what no filter can look into', () => {
    expect(byModel({ message: '{"type":', attributes: {}, refusing: [] }).model.counts).toEqual({
      published: 1,
      unreadable: 1,
      unmatched: 1,
    });
    expect(
      byModel({ message: '{"type":"customer.created"}', attributes: {}, refusing: [] }).model.counts,
    ).toEqual({ published: 1, unreadable: 0, unmatched: 0 });
  });

  it('lets through what is no answer of a queue', () => {
    const model = new TopicModel({
      arn: topicArn,
      random: () => 0.5,
      deliver: () => {
        throw new TypeError('a mistake');
      },
    });
    model.subscribe({ queueName: 'all', deadLetterQueueName: 'lost' });

    expect(() => model.execute('Publish', { TopicArn: topicArn, Message: '{}' })).toThrow(TypeError);
  });
});
