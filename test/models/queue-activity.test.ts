import { describe, expect, it } from 'vitest';
import { QueuesModel } from './queues.ts';

/** A queue that hides what is received for a second, and gives up on it after the fifth receive. */
function ordersQueue() {
  const clock = { nowMs: 0 };
  let drawn = 0;
  const random = () => {
    drawn = (drawn + 0.37) % 1;
    return drawn;
  };
  const queues = new QueuesModel({ now: () => clock.nowMs, random });
  queues.create('dead', { visibilityTimeoutSeconds: 1, retentionSeconds: 3_600 });
  const redrive = { deadLetterQueue: 'dead', maxReceiveCount: 4 };
  const QueueUrl = queues.create('orders', { visibilityTimeoutSeconds: 1, retentionSeconds: 3_600, redrive });
  /** One call a second. */
  const call = (operation: string, input: object = {}) => {
    clock.nowMs += 1_000;
    queues.execute(operation, { QueueUrl, ...input });
  };
  return {
    activity: queues.activity.bind(queues),
    send: () => call('SendMessage', { MessageBody: 'hello' }),
    receive: () => call('ReceiveMessage'),
  };
}

describe('what a queue tells of itself', () => {
  it('counts what is visible, in flight and was sent, and knows when it was called last', () => {
    const { activity, send, receive } = ordersQueue();
    send();
    send();
    receive();
    expect(activity('orders')).toEqual({
      visible: 1,
      inFlight: 1,
      sent: 2,
      oldestMs: 1_000,
      accessedAtMs: 3_000,
    });
  });

  it('forgets the oldest once it was received more than three times', () => {
    const { activity, send, receive } = ordersQueue();
    send();
    const oldest = [1, 2, 3, 4].map(() => {
      receive();
      return activity('orders').oldestMs;
    });
    expect(oldest).toEqual([1_000, 1_000, 1_000, undefined]);
    send();
    expect(activity('orders')).toMatchObject({ oldestMs: 6_000, visible: 2 });
  });

  it('counts the age of what SQS moved from when it was moved, however often it was received before', () => {
    const { activity, send, receive } = ordersQueue();
    send();
    for (const _ of [1, 2, 3, 4, 5]) receive();
    expect(activity('dead')).toMatchObject({ visible: 1, oldestMs: 6_000, sent: 0 });
  });
});
