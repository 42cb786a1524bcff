/**
 * Where fauxqs answers otherwise than SQS, and the model as SQS. What stands here the random operations of
 * queues.test.ts keep away from; a line that fails has been mended in fauxqs, and can go.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fauxqs, type QueueSubject, queueModel, receiveAll, receivedIn } from './queue-subjects.ts';
import type { Answer } from './subject.ts';

let library: Awaited<ReturnType<typeof fauxqs>>;
let model: QueueSubject;
beforeAll(async () => {
  library = await fauxqs();
});
beforeEach(async () => {
  model = queueModel();
  await library.clear();
});
afterAll(() => library.stop());

const text = (StringValue: string) => ({ DataType: 'String', StringValue });
const attributes = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`a${n}`, text('x')]));

/** What `run` comes to with either. */
const both = async <T>(run: (subject: QueueSubject) => Promise<T>) => ({
  fauxqs: await run(library),
  model: await run(model),
});

describe('fauxqs', () => {
  it.each<{ what: string; input: object; fauxqs: Answer; model: Answer }>([
    {
      what: 'takes in an attribute what no message may hold',
      input: { MessageBody: 'm', MessageAttributes: { diagnosis: text('\uffff') } },
      fauxqs: {},
      model: { error: 'InvalidMessageContents' },
    },
    {
      what: 'takes an attribute that is empty',
      input: { MessageBody: 'm', MessageAttributes: { diagnosis: text('') } },
      fauxqs: {},
      model: { error: 'InvalidParameterValue' },
    },
    {
      what: 'takes more than ten attributes',
      input: { MessageBody: 'm', MessageAttributes: attributes(11) },
      fauxqs: {},
      model: { error: 'InvalidParameterValue' },
    },
  ])('$what', async ({ input, fauxqs: theirs, model: ours }) => {
    const answers = await both(async (subject) => {
      const { error } = await subject.call('SendMessage', input);
      return error === undefined ? {} : { error };
    });

    expect(answers).toEqual({ fauxqs: theirs, model: ours });
  });

  it('does not know a receipt handle that it never gave out from one that is over', async () => {
    const answers = await both(async ({ call }) => [
      await call('ChangeMessageVisibility', { ReceiptHandle: 'made up', VisibilityTimeout: 0 }),
      await call('DeleteMessage', { ReceiptHandle: 'made up' }),
    ]);

    expect(answers).toEqual({
      fauxqs: [{ error: 'MessageNotInflight' }, {}],
      model: [{ error: 'ReceiptHandleIsInvalid' }, { error: 'ReceiptHandleIsInvalid' }],
    });
  });

  it('does not delete by the last receipt handle once the message is visible again', async () => {
    const answers = await both(async ({ call, contents }) => {
      await call('SendMessage', { MessageBody: 'm' });
      const [received] = receivedIn(await call('ReceiveMessage', receiveAll));
      const { ReceiptHandle } = received ?? {};
      await call('ChangeMessageVisibility', { ReceiptHandle, VisibilityTimeout: 0 });
      await call('DeleteMessage', { ReceiptHandle });
      return contents().visible;
    });

    expect(answers).toEqual({ fauxqs: ['m 1'], model: [] });
  });

  it('tells the attributes of a message to who did not ask for them', async () => {
    const answers = await both(async ({ call }) => {
      await call('SendMessage', { MessageBody: 'm', MessageAttributes: attributes(1) });
      const [received] = receivedIn(await call('ReceiveMessage', {}));
      return Object.keys(received?.MessageAttributes ?? {});
    });

    expect(answers).toEqual({ fauxqs: ['a0'], model: [] });
  });

  it('does not tell which queue a dead letter comes from', async () => {
    const answers = await both(async ({ call }) => {
      await call('SendMessage', { MessageBody: 'm' });
      for (let n = 0; n < 4; n += 1) await call('ReceiveMessage', { VisibilityTimeout: 0 });
      const [letter] = receivedIn(await call('ReceiveMessage', { on: 'letters', ...receiveAll }));
      return [letter?.Body, letter?.Attributes?.DeadLetterQueueSourceArn];
    });

    expect(answers).toEqual({
      fauxqs: ['m', undefined],
      model: ['m', 'arn:aws:sqs:us-east-1:000000000000:queue'],
    });
  });
});
