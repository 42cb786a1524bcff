/** One run: an event about people, what a third party says of it, and what is left of that anywhere. */
import fc from 'fast-check';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import {
  deadLetterQueueName,
  logGroupName,
  undeliveredQueueName,
  unroutedQueueName,
} from '../../../lib/names.ts';
import { startFakeAws } from '../../lib/cli/fake-aws.ts';
import { interlock, nowMs } from '../../lib/cli/interlock.ts';
import { carry, type Remains } from './chain.ts';
import { keyForms, personalForms } from './forms.ts';
import { isTelling, readIn, type Saying } from './oracle.ts';
import { orderPlacedToShop } from './order-integration.ts';
import type { Plan, ThirdParty } from './third-party.ts';

const letters = (min: number, max: number) =>
  fc.string({ unit: fc.constantFrom(...'bcdfghjklmnpqrstvwxz'), minLength: min, maxLength: max });
const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);
const wide = (text: string) =>
  text.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
const name = letters(5, 9).map(capital);
const address = fc.tuple(letters(5, 8), letters(6, 10)).map(([local, host]) => `${local}@${host}.example`);

/** Names as people have them, written so that they are hard to find. */
export const people = fc.record({
  email: address,
  firstName: fc.oneof(
    name.map((one) => `${one} `),
    name.map((one) => `${one}-José`),
  ),
  lastName: fc.oneof(
    name.map((one) => `O’${one}`),
    name.map((one) => `van der ${one}`),
    name.map(wide),
    fc.constantFrom('王', '李小龍'),
    name.map((one) => `Müller-${one}`),
  ),
  phone: fc.integer({ min: 2_000_000_000, max: 2_099_999_999 }).map((number) => `+44${number}`),
  customerId: fc.integer({ min: 7_000_000, max: 7_999_999 }),
  line1: fc.tuple(fc.integer({ min: 10_000, max: 99_999 }), name).map(([no, one]) => `${no}  ${one} Street`),
  items: fc.array(
    fc.record({ recipientName: fc.tuple(name, name).map((two) => two.join(' ')), email: address }),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
  key: fc.string({
    unit: fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz0123456789_-'),
    minLength: 24,
    maxLength: 40,
  }),
});
export type People = typeof people extends fc.Arbitrary<infer Value> ? Value : never;

export const runs = fc.record({
  people: fc.noBias(people),
  status: fc.constantFrom(200, 201, 400, 401, 403, 404, 409, 422, 429, 500, 503),
  shape: fc.constantFrom<Plan['shape']>('error', 'error', 'success', 'success', 'page', 'lines'),
  /** Chooses what is said. */
  turn: fc.nat(),
  where: fc.constantFrom('subject', 'correlationid', 'id', 'none'),
});
export type Run = typeof runs extends fc.Arbitrary<infer Value> ? Value : never;

/** Everything that can be said of the run's people and key. */
export function sayingsOf({
  email,
  firstName,
  lastName,
  phone,
  customerId,
  line1,
  items,
  key,
}: People): Saying[] {
  const values: Readonly<Record<string, string>> = {
    email,
    firstName,
    lastName,
    phone,
    customerId: `${customerId}`,
    'address.line1': line1,
    'first and last name': `${firstName} ${lastName}`,
    ...Object.fromEntries(
      items.flatMap((item, at) => [
        [`items[${at}].recipientName`, item.recipientName],
        [`items[${at}].email`, item.email],
      ]),
    ),
  };
  const of = (about: string, value: string, forms: Readonly<Record<string, (text: string) => string>>) =>
    Object.entries(forms).map(([form, make]) => ({ what: `${about}, ${form}`, text: make(value) }));
  return [
    ...Object.entries(values).flatMap(([path, value]) => of(path, value, personalForms)),
    ...of('key', key, keyForms),
  ].filter(({ text }) => isTelling(text));
}

/** Sixteen of them, in turn. */
export const chosen = (all: readonly Saying[], turn: number): readonly Saying[] =>
  // A step that shares no factor with the number of sayings comes by all of them.
  Array.from({ length: 16 }, (_, at) => all[(turn + at * 37) % all.length]).filter(
    (one) => one !== undefined,
  );

export function eventOf({ people, where }: Run, id: string): string {
  const { email, firstName, lastName, phone, customerId, line1, items } = people;
  return JSON.stringify({
    specversion: '1.0',
    id: where === 'id' ? `${id} ${email}` : id,
    source: 'urn:acme:shop',
    type: 'order.placed',
    time: '2026-11-24T09:30:00Z',
    subject: where === 'subject' ? email : 'orders/7',
    ...(where === 'correlationid' ? { correlationid: phone, [`ext${phone.slice(1)}`]: lastName } : {}),
    data: {
      orderId: 'o-7',
      customerId,
      email,
      firstName,
      lastName,
      phone,
      address: { line1 },
      items: items.map((item) => ({ sku: 'GEAR-12', ...item })),
      [email]: 1,
      notes: { [phone]: true },
    },
  });
}

export interface Outcome {
  /** What the third party said, and what the event says in places where it could stand in clear. */
  readonly said: readonly Saying[];
  /** Of that, what the third party said. */
  readonly sent: readonly Saying[];
  /** The event, as it was published. */
  readonly body: string;
  readonly remains: Remains;
}

/** By where, what can be read of all that was said. */
export type Found = ReadonlyMap<string, readonly Saying[]>;

let number = 0;

export async function runOnce(run: Run, thirdParty: ThirdParty): Promise<Outcome> {
  number += 1;
  const all = sayingsOf(run.people);
  thirdParty.plan({ status: run.status, shape: run.shape, sayings: chosen(all, run.turn) });
  const body = eventOf(run, `event-${number}`);
  const secret = { apiKey: run.people.key, baseUrl: thirdParty.baseUrl };
  const remains = await carry(body, {
    integration: orderPlacedToShop,
    secret,
    lock: lockOf(thirdParty.baseUrl),
  });
  // What is in the event is there to be read, too: in its subject, its unknown fields, the address it makes.
  const own = all.filter(({ what }) => /, (as it is|MD5 in hex|digits only)$/.test(what));
  const sent = [...new Set(thirdParty.said())];
  const said = [...new Set([...sent, ...own])];
  return { body, said, sent, remains };
}

/** Looks through everything that these left behind, and through what the command line shows of it. */
export async function lookThrough(outcomes: readonly Outcome[]): Promise<Found> {
  const found = new Map<string, readonly Saying[]>();
  const look = (where: string, texts: readonly string[], said: readonly Saying[]) => {
    const read = readIn(texts.join('\n'), said);
    if (read.length > 0) found.set(where, [...(found.get(where) ?? []), ...read]);
  };
  for (const { said, remains } of outcomes) {
    look('lines', remains.lines, said);
    look(
      'dead letters',
      remains.deadLetters.map(({ diagnosis }) => diagnosis),
      said,
    );
    look('ledger', remains.items, said);
    look('alerts', remains.alerts, said);
  }
  const output = await outputOf(
    outcomes.map(({ remains }) => remains),
    orderPlacedToShop,
  );
  look(
    'command output',
    output,
    outcomes.flatMap(({ said }) => said),
  );
  return found;
}

/** What an operator sees who opens nothing. */
async function outputOf(all: readonly Remains[], { name }: AnyIntegration): Promise<readonly string[]> {
  const aws = await startFakeAws();
  try {
    const deadLetters = deadLetterQueueName('local', name);
    for (const queue of [deadLetters, undeliveredQueueName('local', name), unroutedQueueName('local')])
      aws.queues.set(queue, []);
    for (const { body, diagnosis } of all.flatMap((one) => one.deadLetters))
      aws.put(deadLetters, body, JSON.parse(diagnosis));
    aws.logs.set(
      logGroupName('local', name),
      all.flatMap(({ lines }) => lines.map((message) => ({ timestamp: nowMs, message }))),
    );
    const context = { integrations: [orderPlacedToShop] };
    const commands = [['logs'], ['logs', '--json'], ['dead-letters'], ['dead-letters', '--json'], ['drifts']];
    const texts: string[] = [];
    for (const args of commands) {
      const { stdout, stderr } = await interlock(args, { endpoint: aws.endpoint, context });
      texts.push(stdout, stderr);
    }
    return texts;
  } finally {
    await aws.close();
  }
}

const lockOf = (baseUrl: string) =>
  JSON.stringify({
    lockVersion: 1,
    destination: 'shop',
    recorded: { from: 'live', host: new URL(baseUrl).host, at: '2026-11-24T00:00:00.000Z', apiVersion: '1' },
    maps: [],
    operations: {
      'put-member': {
        request: 'PUT /lists/{list}/members/{id}',
        responses: Object.fromEntries(
          [200, 201, 400, 404, 409, 422].map((status) => [
            status,
            {
              samples: 20,
              contentType: 'application/json',
              headers: [],
              body: { $: 'object', '$.id?': 'string' },
            },
          ]),
        ),
      },
    },
  });
