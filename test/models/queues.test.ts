/** What needs a clock that can be moved, or cannot be had from fauxqs; the rest is in conformance/queues.test.ts. */
import { MessageNotInflight, OverLimit, QueueDoesNotExist } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { QueuesModel } from './queues.ts';

const startMs = 1_700_000_000_000;
const dayMs = 24 * 3_600_000;
let nowMs: number;
let chance: number;
let model: QueuesModel;
/** Numbers all over [0,1). */
const random = () => {
  chance = (chance + 0.381_966_011_250_105) % 1;
  return chance;
};
beforeEach(() => {
  nowMs = startMs;
  chance = 0;
  model = new QueuesModel({ now: () => nowMs, random });
  model.create('letters', { visibilityTimeoutSeconds: 30, retentionSeconds: 14 * 86_400 });
  model.create('queue', {
    visibilityTimeoutSeconds: 30,
    retentionSeconds: 4 * 86_400,
    redrive: { deadLetterQueue: 'letters', maxReceiveCount: 2 },
  });
});

interface Received {
  readonly MessageId: string;
  readonly ReceiptHandle: string;
  readonly Body: string;
  readonly Attributes: Readonly<Record<string, string>>;
}

const execute = (operation: string, input: object, on = 'queue') =>
  model.execute(operation, { QueueUrl: model.urlOf(on), ...input });
const send = (MessageBody: string) =>
  (execute('SendMessage', { MessageBody }) as { MessageId: string }).MessageId;
const receive = (count = 10, on = 'queue') => {
  const input = { MaxNumberOfMessages: count, MessageSystemAttributeNames: ['All'] };
  return (execute('ReceiveMessage', input, on) as { Messages?: Received[] }).Messages ?? [];
};
const receiveOne = (on = 'queue'): Received => {
  const [received] = receive(1, on);
  if (received === undefined) throw new Error(`nothing to receive on ${on}`);
  return received;
};
const hide = (ReceiptHandle: string, VisibilityTimeout: number) =>
  execute('ChangeMessageVisibility', { ReceiptHandle, VisibilityTimeout });
const remove = (ReceiptHandle: string) => execute('DeleteMessage', { ReceiptHandle });
const nameOfWhat = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    return (error as Error).name;
  }
  return 'nothing';
};

describe('the queue model', () => {
  it('shows a message again when its visibility timeout is over, and tells of every receive', () => {
    send('m');
    const first = receiveOne();
    nowMs += 29_999;
    expect(receive()).toEqual([]);

    nowMs += 1;
    const second = receiveOne();
    expect(second.ReceiptHandle).not.toBe(first.ReceiptHandle);
    expect(second.Attributes).toEqual({
      SenderId: '000000000000',
      SentTimestamp: '1700000000000',
      ApproximateReceiveCount: '2',
      ApproximateFirstReceiveTimestamp: '1700000000000',
    });
  });

  it('does not delete by the receipt handle of an earlier receive, and says nothing', () => {
    send('m');
    const first = receiveOne();
    nowMs += 30_000;
    const second = receiveOne();

    expect(remove(first.ReceiptHandle)).toEqual({});
    expect(model.messages('queue')).toHaveLength(1);
    remove(second.ReceiptHandle);
    expect(model.messages('queue')).toEqual([]);
    expect(model.deleted('queue')).toMatchObject([{ body: 'm', receiveCount: 2 }]);
  });

  it('hides a message for twelve hours at most, counted from its receive', () => {
    send('m');
    const { ReceiptHandle } = receiveOne();
    hide(ReceiptHandle, 43_200);
    nowMs += 60_000;

    expect(nameOfWhat(() => hide(ReceiptHandle, 43_141))).toBe('InvalidParameterValue');
    hide(ReceiptHandle, 43_140);
    expect(model.messages('queue')).toMatchObject([
      { state: 'in-flight', visibleAtMs: startMs + 43_200_000 },
    ]);
  });

  it('changes the visibility of nothing that is not in flight', () => {
    send('m');
    const { ReceiptHandle } = receiveOne();
    nowMs += 30_000;

    expect(() => hide(ReceiptHandle, 10)).toThrow(MessageNotInflight);
  });

  it('moves what was received too often to the dead-letter queue, with its id and its age', () => {
    const id = send('m');
    for (let n = 0; n < 2; n += 1) {
      receiveOne();
      nowMs += 30_000;
    }
    expect(receive()).toEqual([]);

    expect(model.messages('queue')).toEqual([]);
    expect(model.messages('letters')).toEqual([
      {
        messageId: id,
        body: 'm',
        attributes: {},
        sentAtMs: startMs,
        receiveCount: 3,
        firstReceivedAtMs: startMs,
        movedFrom: 'queue',
        state: 'visible',
      },
    ]);
    nowMs = startMs + 14 * dayMs;
    expect(model.messages('letters')).toEqual([]);
    expect(model.expired('letters')).toMatchObject([{ messageId: id }]);
  });

  it('loses what is kept too long, in hand or not, and shows what it has lost', () => {
    send('in hand');
    nowMs += 4 * dayMs - 1_000;
    receiveOne();
    send('young');
    nowMs += 1_000;

    expect(receive().map(({ Body }) => Body)).toEqual(['young']);
    expect(model.expired('queue')).toMatchObject([{ body: 'in hand', receiveCount: 1 }]);
  });

  it('shows a message that was sent with a delay when that is over, and counts it as none in flight', () => {
    execute('SendMessage', { MessageBody: 'later', DelaySeconds: 60 });
    expect(receive()).toEqual([]);
    expect([model.count('queue'), model.delayedCount('queue'), model.messages('queue')[0]?.state]).toEqual([
      1,
      1,
      'delayed',
    ]);
    expect(model.nextVisibleMs('queue')).toBe(startMs + 60_000);
    nowMs += 60_000;
    expect(receive().map(({ Body }) => Body)).toEqual(['later']);
    expect(model.delayedCount('queue')).toBe(0);
  });

  it('loses what is delayed when its time is over, and takes no delay above a quarter of an hour', () => {
    expect(() => execute('SendMessage', { MessageBody: 'later', DelaySeconds: 901 })).toThrow(
      'between 0 and 900',
    );
    model.create('short', { visibilityTimeoutSeconds: 30, retentionSeconds: 60 });
    execute('SendMessage', { MessageBody: 'later', DelaySeconds: 900 }, 'short');
    nowMs += 60_000;
    expect([model.count('short'), model.delayedCount('short')]).toEqual([0, 0]);
  });

  it('brings a deleted message back once', () => {
    const id = send('m');
    remove(receiveOne().ReceiptHandle);

    expect(model.resurrect(id)).toBe(true);
    expect(model.deleted('queue')).toEqual([]);
    const again = receiveOne();
    expect(again).toMatchObject({ MessageId: id, Attributes: { ApproximateReceiveCount: '2' } });
    remove(again.ReceiptHandle);
    expect(model.resurrect(id)).toBe(false);
    expect(model.resurrect('unknown')).toBe(false);
  });

  it('brings back nothing that would have expired', () => {
    const id = send('m');
    remove(receiveOne().ReceiptHandle);
    nowMs += 4 * dayMs;

    expect(model.resurrect(id)).toBe(false);
    expect(model.expired('queue')).toEqual([]);
  });

  it('receives in any order, and every message once', () => {
    const bodies = Array.from({ length: 10 }, (_, n) => `m${n}`);
    for (const body of bodies) send(body);
    const received = receive().map(({ Body }) => Body);

    expect(received).not.toEqual(bodies);
    expect([...received].sort()).toEqual(bodies);
  });

  it('has so many in flight and no more', () => {
    model = new QueuesModel({ now: () => nowMs, random, inFlightMax: 3 });
    model.create('queue', { visibilityTimeoutSeconds: 30, retentionSeconds: 60 });
    for (let n = 0; n < 5; n += 1) send(`m${n}`);

    expect(receive()).toHaveLength(3);
    expect(() => receive()).toThrow(OverLimit);
    expect(execute('ReceiveMessage', { WaitTimeSeconds: 20 })).toEqual({});
    nowMs += 30_000;
    expect(receive()).toHaveLength(3);
  });

  it('takes what the queue takes in bytes, attributes included', () => {
    model.create('small', { visibilityTimeoutSeconds: 30, retentionSeconds: 60, bytesMax: 1_024 });
    const attributes = { MessageAttributes: { n: { DataType: 'String', StringValue: 'é' } } };
    const sendTo = (length: number) => () =>
      execute('SendMessage', { MessageBody: 'x'.repeat(length), ...attributes }, 'small');

    // 1 for the name, 6 for "String", 2 for the value.
    expect(nameOfWhat(sendTo(1_015))).toBe('nothing');
    expect(nameOfWhat(sendTo(1_016))).toBe('InvalidParameterValue');
  });

  it('answers a batch entry by entry', () => {
    send('m');
    const { ReceiptHandle } = receiveOne();
    const Entries = [
      { Id: 'a', ReceiptHandle },
      { Id: 'b', ReceiptHandle: 'made up' },
    ];

    expect(execute('DeleteMessageBatch', { Entries })).toMatchObject({
      Successful: [{ Id: 'a' }],
      Failed: [{ Id: 'b', Code: 'ReceiptHandleIsInvalid', SenderFault: true }],
    });
    const many = Array.from({ length: 11 }, (_, n) => ({ Id: `${n}`, ReceiptHandle }));
    expect(nameOfWhat(() => execute('DeleteMessageBatch', { Entries: many }))).toBe(
      'TooManyEntriesInBatchRequest',
    );
    expect(nameOfWhat(() => execute('DeleteMessageBatch', { Entries: [] }))).toBe('EmptyBatchRequest');
  });

  it('knows its queues', () => {
    expect(() => execute('SendMessage', { MessageBody: 'm' }, 'other')).toThrow(QueueDoesNotExist);
    expect(model.names).toEqual(['letters', 'queue']);
  });
});
