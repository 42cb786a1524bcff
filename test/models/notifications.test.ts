import { describe, expect, it } from 'vitest';
import { sqsError } from './sdk-errors.ts';
import { TopicModel } from './topic.ts';

/** A topic whose queues refuse what they are told to. */
function topicOf(refusing: readonly string[]) {
  const topic = new TopicModel({
    arn: 'topic',
    random: () => 0.5,
    deliver: ({ queueName }) => {
      if (refusing.includes(queueName)) throw sqsError('AccessDenied', 'Access to the resource is denied.');
    },
  });
  for (const queueName of ['one', 'other'])
    topic.subscribe({
      queueName,
      filterPolicy: { type: ['a'] },
      deadLetterQueueName: `${queueName}-dead`,
    });
  return topic;
}

describe('what SNS counts', () => {
  it.each([
    [[], { delivered: 2, failed: 0, redriven: 0, failedToRedrive: 0 }],
    [['one'], { delivered: 1, failed: 1, redriven: 1, failedToRedrive: 0 }],
    [['one', 'one-dead'], { delivered: 1, failed: 1, redriven: 0, failedToRedrive: 1 }],
  ])('is by subscription: %j refuse', (refusing, expected) => {
    const topic = topicOf(refusing);
    topic.execute('Publish', { TopicArn: 'topic', Message: '{"type":"a"}' });
    expect(topic.notifications).toEqual({ published: 1, invalidBody: 0, ...expected });
  });

  it('is a body that is no JSON, once for each filter that looks into it', () => {
    const topic = topicOf([]);
    topic.execute('Publish', { TopicArn: 'topic', Message: 'hello' });
    expect(topic.notifications).toMatchObject({ published: 1, delivered: 0, invalidBody: 2 });
  });
});
