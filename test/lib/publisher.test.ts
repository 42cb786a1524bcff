import type { PublishBatchCommand } from '@aws-sdk/client-sns';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { InvalidEventError } from '../../functions/core/errors.ts';
import { createPublisher, type Draft, draft, PublishError } from '../../lib/publisher.ts';
import { thingIntegration } from '../fixtures/fixture-integration.ts';
import { asSecondGuest, firstGuest, secondGuest } from '../fixtures/versions.ts';

const { event: thing } = thingIntegration();
type Failed = readonly { readonly Id: string; readonly SenderFault: boolean }[];

/** SNS answers each call by the next of `answers`: entries that failed, or an error; then it takes everything. */
function publisherAt(answers: readonly (Failed | Error)[] = []) {
  const calls: { readonly topicArn: string | undefined; readonly texts: readonly string[] }[] = [];
  const slept: number[] = [];
  const left = [...answers];
  let ids = 0;
  const publisher = createPublisher({
    client: {
      send: async ({ input }: PublishBatchCommand) => {
        const texts = (input.PublishBatchRequestEntries ?? []).map(({ Message = '', ...rest }) => {
          expect(Object.keys(rest)).toEqual(['Id']);
          return Message;
        });
        calls.push({ topicArn: input.TopicArn, texts });
        const answer = left.shift() ?? [];
        if (answer instanceof Error) throw answer;
        return { Failed: answer };
      },
      // biome-ignore lint/suspicious/noExplicitAny: the overloads of the SDK's `send` cannot be met by one function
    } as any,
    topicArn: 'arn:aws:sns:eu-west-1:000000000000:interlock-dev-events',
    source: 'urn:example:shop',
    now: () => Date.UTC(2026, 10, 24),
    randomId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    random: () => 0.5,
    sleep: async (ms) => {
      slept.push(ms);
    },
  });
  return { publisher, calls, slept };
}

const things = (count: number): Draft[] =>
  Array.from({ length: count }, (_, n) => draft(thing, { subject: `${n}`, data: thing.example }));

describe('a publisher', () => {
  it('says which version an event is of, where its contract declares a dataschema', async () => {
    const { publisher, calls } = publisherAt();
    await publisher.publish([
      draft(firstGuest, { subject: '1', data: firstGuest.example }),
      draft(secondGuest, { subject: '2', data: secondGuest.example }),
      draft(asSecondGuest, { subject: '3', data: secondGuest.example }),
    ]);
    expect(calls.flatMap(({ texts }) => texts.map((text) => JSON.parse(text).dataschema))).toEqual([
      undefined,
      'https://schemas.example.com/guest/2',
      'https://schemas.example.com/guest/2',
    ]);
  });

  it('publishes CloudEvents, and sets nothing that is not standard', async () => {
    const { publisher, calls } = publisherAt();
    const one = draft(thing, {
      subject: '42',
      data: thing.example,
      id: 'order-1',
      correlationId: 'c-1',
      traceparent: 't-1',
    });
    expect(await publisher.publish([one])).toEqual(['order-1']);
    expect(calls[0]?.topicArn).toBe('arn:aws:sns:eu-west-1:000000000000:interlock-dev-events');
    expect(JSON.parse(calls[0]?.texts[0] ?? '')).toEqual({
      specversion: '1.0',
      id: 'order-1',
      source: 'urn:example:shop',
      type: thing.type,
      time: '2026-11-24T00:00:00.000Z',
      subject: '42',
      correlationid: 'c-1',
      traceparent: 't-1',
      data: thing.example,
    });
  });

  it('wants the data of the contract, at compile time', () => {
    expectTypeOf(draft<typeof thing>)
      .parameter(1)
      .toHaveProperty('data')
      .toEqualTypeOf(thing.example);
  });

  it('sends nothing when one does not fit its contract', async () => {
    const { publisher, calls } = publisherAt();
    const wrong = { ...things(1)[0], data: 'CANARY' } as Draft;
    const problem = await publisher.publish([...things(3), wrong]).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(InvalidEventError);
    expect(JSON.stringify(problem)).not.toContain('CANARY');
    expect(calls).toEqual([]);
  });

  it('puts ten into a call, and no more bytes than one takes', async () => {
    const { publisher, calls } = publisherAt();
    await publisher.publish(things(23));
    expect(calls.map(({ texts }) => texts.length)).toEqual([10, 10, 3]);
    const large = publisherAt();
    // 100,000 bytes each: two fit into 262,144.
    const data = { ...thing.example, unknown: 'x'.repeat(100_000) };
    await large.publisher.publish(things(5).map((one) => ({ ...one, data })));
    expect(large.calls.map(({ texts }) => texts.length)).toEqual([2, 2, 1]);
  });

  it('tries again what SNS could not take, and only that, a little later each time', async () => {
    const { publisher, calls, slept } = publisherAt([
      [
        { Id: '0', SenderFault: false },
        { Id: '2', SenderFault: false },
      ],
      [{ Id: '1', SenderFault: false }],
    ]);
    expect(await publisher.publish(things(3))).toEqual(['id-1', 'id-2', 'id-3']);
    expect(calls.map(({ texts }) => texts.map((text) => JSON.parse(text).id))).toEqual([
      ['id-1', 'id-2', 'id-3'],
      ['id-1', 'id-3'],
      ['id-3'],
    ]);
    expect(slept).toEqual([100, 200]);
  });

  it('says which were not published: refused, never taken, or not tried any more', async () => {
    const never: Failed = [{ Id: '0', SenderFault: false }];
    const { publisher, calls } = publisherAt([
      [
        { Id: '1', SenderFault: true },
        { Id: '4', SenderFault: false },
      ],
      ...[1, 2, 3, 4].map(() => never),
    ]);
    const problem = await publisher.publish(things(12)).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(PublishError);
    expect((problem as PublishError).unpublishedIds).toEqual(['id-2', 'id-5', 'id-11', 'id-12']);
    expect(calls).toHaveLength(5);
  });

  it('names all of a call that failed, whose outcome nobody knows', async () => {
    const { publisher } = publisherAt([[], new Error('socket hang up')]);
    const problem = await publisher.publish(things(12)).catch((error: unknown) => error);
    expect((problem as PublishError).unpublishedIds).toEqual(['id-11', 'id-12']);
    expect((problem as PublishError).cause).toEqual(new Error('socket hang up'));
  });

  it('publishes nothing when there is nothing', async () => {
    const { publisher, calls } = publisherAt();
    expect([await publisher.publish([]), calls]).toEqual([[], []]);
  });
});
