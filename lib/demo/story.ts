/** What the demo publishes, and the trouble it arranges. Data only: the same every time. */
import { customerCreated } from '../../functions/events/customer-created.ts';
import { paymentRequested } from '../../functions/events/payment-requested.ts';

export interface StoryEvent {
  readonly id: string;
  readonly type: string;
  /** What the third parties know the thing by. */
  readonly externalId: string;
  readonly text: string;
}

const source = 'urn:example:shop';
const customersCount = 160;
const paymentsCount = 60;
/** Every so many events one is published again: at once, in the same batch, and later. */
const repeatedEvery = 8;

export interface Story {
  readonly customers: readonly StoryEvent[];
  readonly payments: readonly StoryEvent[];
  /** Events of both kinds that are published a second time at once, and a third time when all is over. */
  readonly repeated: readonly StoryEvent[];
  /** Invalid events by what is wrong with them; published to the topic, or straight to a queue. */
  readonly invalid: readonly {
    readonly what: string;
    readonly text: string;
    readonly to: 'topic' | 'queue';
  }[];
}

/** @param time of all its events, RFC 3339 */
export function storyAt(time: string): Story {
  const customers = Array.from({ length: customersCount }, (_, n) => customer(n, time));
  const payments = Array.from({ length: paymentsCount }, (_, n) => payment(n, time));
  const repeated = [...customers, ...payments].filter((_, n) => n % repeatedEvery === 0);
  const { id: _, ...withoutId } = JSON.parse(customer(9_001, time).text);
  const wrongType = JSON.parse(customer(9_002, time).text);
  wrongType.data.customerId = 'nine thousand';
  return {
    customers,
    payments,
    repeated,
    invalid: [
      { what: 'an envelope without id', text: JSON.stringify(withoutId), to: 'topic' },
      { what: 'a customer number that is a word', text: JSON.stringify(wrongType), to: 'topic' },
      { what: 'text that is not JSON', text: '{"specversion":"1.0","id":"cut off', to: 'queue' },
    ],
  };
}

/** Text that is not JSON matches no filter of the topic, so it can only come by a queue. */
export const brokenTextTo = 'customer-created-to-hubspot';

/** The contact that Intercom knows already. */
export const existingContact = { externalId: '5', email: 'customer5@example.com' };

/** Faults by destination. Requests meet them in the order in which they arrive. */
export const trouble = {
  stripe: [
    { kind: 'retry-after-seconds', seconds: 1, times: 2 },
    { kind: 'reset-after', times: 3 },
    { kind: 'error-500', times: 2 },
    { kind: 'hang-after' },
    { kind: 'unavailable-html' },
    { kind: 'reset-before', times: 2 },
    { kind: 'retry-after-date', seconds: 2 },
  ],
  hubspot: [
    { kind: 'error-500' },
    { kind: 'reset-after', times: 2 },
    { kind: 'hang' },
    { kind: 'retry-after-seconds', seconds: 1 },
    { kind: 'slow-drip' },
  ],
  intercom: [
    { kind: 'reset-after', times: 3 },
    { kind: 'retry-after-date', seconds: 1 },
    { kind: 'hang-after' },
    { kind: 'unavailable-html' },
    { kind: 'reset-before' },
  ],
} as const;

function customer(n: number, time: string): StoryEvent {
  const externalId = `${n}`;
  const whole = n % 3 !== 0;
  const { example } = customerCreated;
  const data = {
    ...example,
    customerId: n === 0 ? 10_000 : n,
    email: `customer${n}@example.com`,
    // A third of the customers left everything out that may be left out.
    ...(whole ? {} : { lastName: null, phone: null, company: null, locale: null, address: null }),
  };
  return event(`customer-${n}`, customerCreated.type, n === 0 ? '10000' : externalId, data, time);
}

function payment(n: number, time: string): StoryEvent {
  const data = {
    ...paymentRequested.example,
    paymentId: `pay-${n}`,
    customerId: n + 1,
    amount: `${n + 10}.99`,
  };
  return event(`payment-${n}`, paymentRequested.type, `pay-${n}`, data, time);
}

function event(id: string, type: string, externalId: string, data: object, time: string): StoryEvent {
  const subject = externalId;
  return {
    id,
    type,
    externalId,
    text: JSON.stringify({ specversion: '1.0', id, source, type, time, subject, data }),
  };
}
