import { describe, expect, it } from 'vitest';
import { environments } from '../../../lib/environments.ts';
import { deadLetterQueueName, integrationName } from '../../../lib/names.ts';
import { minuteMs } from '../../models/cloudwatch/metric.ts';
import { faultsAt } from '../fault-plan.ts';
import type { Scenario } from '../scenario.ts';
import { customer, to } from '../stories.ts';
import { createWorld, type World } from '../world.ts';
import { readingOf } from './sources.ts';

const hourMs = 60 * minuteMs;
const integrations = to('gazette');
const [{ name } = { name: '' }] = integrations;
const queueName = integrationName('dev', name);
const deadLetters = deadLetterQueueName('dev', name);

const worldOf = (scenario: Partial<Scenario> = {}) =>
  createWorld({ seed: 'sources', integrations, ...scenario });

/** The values of a metric, by the minute at whose end they are there; those that there are. */
function watched(world: World, namespace: string, metric: string, dimensions: Record<string, string>) {
  const { outside, services, workers } = world;
  const environment = environments.dev.name;
  const reading = readingOf(
    { namespace, name: metric, dimensions },
    { environment, outside, services, workers: () => workers },
  );
  const startedMs = world.kernel.now();
  const values: (readonly [number, number])[] = [];
  world.kernel.observe(minuteMs, () => {
    const value = reading(world.kernel.now());
    if (value !== undefined) values.push([(world.kernel.now() - startedMs) / minuteMs, value]);
  });
  return values;
}

const send = (world: World, queue: string) =>
  world.services.sqs.execute('SendMessage', {
    QueueUrl: world.services.queues.urlOf(queue),
    MessageBody: customer(1).body,
  });

describe("a queue's metrics", () => {
  it('begin a quarter of an hour after it is used again, go on while it holds something, and for six hours more', async () => {
    const world = worldOf();
    const values = watched(world, 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', {
      QueueName: deadLetters,
    });
    world.kernel.schedule(10 * minuteMs - 1, () => send(world, deadLetters));
    world.kernel.schedule(9 * hourMs, () => {
      const QueueUrl = world.services.queues.urlOf(deadLetters);
      const { Messages = [] } = world.services.queues.execute('ReceiveMessage', { QueueUrl }) as {
        Messages?: readonly { ReceiptHandle: string }[];
      };
      world.services.queues.execute('DeleteMessage', { QueueUrl, ReceiptHandle: Messages[0]?.ReceiptHandle });
    });
    await world.run({ chaosMs: 20 * hourMs, drainMs: 0, settleMs: 0 });
    expect(values[0]).toEqual([25, 1]);
    expect(values.filter(([, value]) => value === 1).at(-1)).toEqual([540, 1]);
    expect(values.at(-1)).toEqual([15 * 60, 0]);
  });

  it('are there all the time when it is polled', async () => {
    const world = worldOf();
    const values = watched(world, 'AWS/SQS', 'ApproximateNumberOfMessagesVisible', { QueueName: queueName });
    await world.run({ chaosMs: 3 * hourMs, drainMs: 0, settleMs: 0 });
    expect(values).toHaveLength(180);
  });

  it('tell the age of the oldest in seconds', async () => {
    const world = worldOf();
    const ages = watched(world, 'AWS/SQS', 'ApproximateAgeOfOldestMessage', { QueueName: deadLetters });
    world.kernel.schedule(30_000, () => send(world, deadLetters));
    world.kernel.schedule(20 * minuteMs, () => send(world, deadLetters));
    await world.run({ chaosMs: 21 * minuteMs, drainMs: 0, settleMs: 0 });
    expect(ages[0]).toEqual([16, 15 * 60 + 30]);
    expect(ages.at(-1)).toEqual([21, 20 * 60 + 30]);
  });

  it('count what is sent in each minute', async () => {
    const world = worldOf();
    const sent = watched(world, 'AWS/SQS', 'NumberOfMessagesSent', { QueueName: queueName });
    world.publish(customer(1).body);
    world.publish(customer(2).body);
    world.publish(customer(3).body, minuteMs);
    await world.run({ chaosMs: 3 * minuteMs, drainMs: 0, settleMs: 0 });
    expect(sent).toEqual([
      [1, 2],
      [2, 1],
      [3, 0],
    ]);
  });
});

describe("a function's metrics", () => {
  it('are told in a minute in which it was called, and no other', async () => {
    const world = worldOf({ plan: faultsAt({ 1: 'kill-before' }), supervised: false });
    const errors = watched(world, 'AWS/Lambda', 'Errors', { FunctionName: queueName });
    const invocations = watched(world, 'AWS/Lambda', 'Invocations', { FunctionName: queueName });
    world.publish(customer(1).body);
    await world.run({ chaosMs: minuteMs, drainMs: hourMs, settleMs: 2 * minuteMs });
    expect(errors[0]).toEqual([1, 1]);
    expect(errors.slice(1).map(([, value]) => value)).toEqual([0]);
    expect(invocations.map(([, value]) => value)).toEqual([1, 1]);
  });
});

describe('what is not modelled', () => {
  it.each([
    ['AWS/SQS', 'SentMessageSize', { QueueName: queueName }],
    ['AWS/SQS', 'NumberOfMessagesSent', {}],
    ['AWS/Lambda', 'Errors', { FunctionName: queueName, Resource: queueName }],
    ['AWS/Events', 'FailedInvocations', { RuleName: 'a' }],
    ['AWS/Lambda', 'Errors', { FunctionName: 'nobody' }],
    ['AWS/SNS', 'NumberOfNotificationsFailed', { TopicName: 'nobody' }],
    ['AWS/DynamoDB', 'WriteThrottleEvents', { TableName: 'nobody' }],
    ['AWS/SQS', 'NumberOfMessagesSent', { QueueName: 'nobody' }],
  ])('is refused, and what is not there: %s %s', (namespace, metric, dimensions) => {
    expect(() => watched(worldOf(), namespace, metric, dimensions as Record<string, string>)).toThrow();
  });
});
