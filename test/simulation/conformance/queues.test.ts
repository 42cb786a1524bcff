import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bytesMax, fauxqs, type QueueSubject, queueModel, receiveAll, receivedIn } from './queue-subjects.ts';
import { randomOf } from './random.ts';
import type { Answer } from './subject.ts';

let library: Awaited<ReturnType<typeof fauxqs>>;
beforeAll(async () => {
  library = await fauxqs();
});
afterAll(() => library.stop());

/** `receipt`: the how-manieth of all receipt handles so far, counted round. */
type Step =
  | { readonly do: 'send'; readonly input: object }
  | { readonly do: 'receive'; readonly from: string }
  | { readonly do: 'delete' | 'batch'; readonly receipt: number }
  | { readonly do: 'hide'; readonly receipt: number; readonly seconds: number };

/** A dead letter's diagnosis is such an attribute. */
const attribute = { DataType: 'String', StringValue: '{"code":"x"}' };
const taken = fc.constantFrom<object>({}, { MessageAttributes: { diagnosis: attribute } });
const refused = fc.constantFrom(
  { MessageBody: '' },
  { MessageBody: 'a\u0000' },
  { MessageBody: '\ufffe' },
  { MessageBody: 'x'.repeat(bytesMax + 1) },
  { MessageBody: 'é'.repeat(bytesMax / 2), MessageAttributes: { diagnosis: attribute } },
);
const send = fc.oneof({ weight: 9, arbitrary: taken }, refused).map((input): Step => ({ do: 'send', input }));
const receipt = fc.nat({ max: 20 });
const seconds = fc.oneof(
  { weight: 5, arbitrary: fc.constant(0) },
  fc.constantFrom(1_000, 43_200, 43_201, -1),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: send },
  {
    weight: 3,
    arbitrary: fc.constantFrom('queue', 'queue', 'letters').map((from): Step => ({ do: 'receive', from })),
  },
  fc.record({ do: fc.constantFrom('delete', 'batch'), receipt }),
  { weight: 4, arbitrary: fc.record({ do: fc.constant('hide'), receipt, seconds }) },
);

/** One of the two, with the receipt handles that it has given out, in an order that both share. */
class Run {
  readonly #subject: QueueSubject;
  readonly #handles: { handle: string; on: string; body: string }[] = [];
  #sent = 0;

  constructor(subject: QueueSubject) {
    this.#subject = subject;
  }

  /** What came of it, without what is of chance. */
  async take(step: Step): Promise<unknown> {
    if (step.do === 'send') {
      // Ten at most, so that one receive brings them all.
      if (this.#sent === 10) return undefined;
      this.#sent += 1;
      const answer = await this.#call('SendMessage', { MessageBody: `m${this.#sent}`, ...step.input });
      return { error: answer.error };
    }
    if (step.do === 'receive') {
      const received = receivedIn(await this.#call('ReceiveMessage', { on: step.from, ...receiveAll }));
      this.#handles.push(
        ...received.map(({ ReceiptHandle, Body }) => ({ handle: ReceiptHandle, on: step.from, body: Body })),
      );
      return received.map(({ Body, MessageAttributes, Attributes }) => [
        Body,
        MessageAttributes,
        Attributes?.ApproximateReceiveCount,
      ]);
    }
    const chosen = this.#handles[step.receipt % Math.max(1, this.#handles.length)];
    if (chosen === undefined) return undefined;
    const { handle: ReceiptHandle, on, body } = chosen;
    if (step.do === 'hide')
      return this.#call('ChangeMessageVisibility', { on, ReceiptHandle, VisibilityTimeout: step.seconds });
    // By a handle that is still the last one although the message is visible: see queues-deviations.test.ts.
    if (this.#subject.contents().visible?.some((each) => each.startsWith(`${body} `))) return undefined;
    if (step.do === 'delete') return this.#call('DeleteMessage', { on, ReceiptHandle });
    return this.#call('DeleteMessageBatch', { on, Entries: [{ Id: 'only', ReceiptHandle }] });
  }

  #call(operation: string, input: object): Promise<Answer> {
    return this.#subject.call(operation, input);
  }
}

it('answers any operations as fauxqs answers them, and holds the same messages', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), fc.nat(), async (steps, seed) => {
      const model = queueModel(randomOf(seed));
      await library.clear();
      const [ours, theirs] = [new Run(model), new Run(library)];
      for (const each of steps) {
        expect(await ours.take(each)).toEqual(await theirs.take(each));
        expect(model.contents()).toEqual(library.contents());
      }
    }),
    { numRuns: 100 },
  );
});
