import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { defineEvent, type EventContract } from '../../../../functions/core/declare/event.ts';
import { events as listed } from '../../../../functions/events/index.ts';
import { exampleEvent } from '../../../../lib/contract/catalogue/event-schemas.ts';
import { fieldList } from '../../../../lib/contract/catalogue/field-list.ts';
import { thingIntegration } from '../../../fixtures/fixture-integration.ts';
import { interlock } from '../interlock.ts';

const shipped = defineEvent({
  type: 'box.shipped',
  data: z.looseObject({
    boxId: z.string(),
    note: z.optional(z.string()),
    country: z.nullable(z.enum(['GB', 'FR'])),
    recipient: z.looseObject({ name: z.string() }),
    items: z.array(z.looseObject({ sku: z.string(), count: z.int() })),
    tags: z.array(z.string()),
    labels: z.record(z.string(), z.number()),
    paidBy: z.discriminatedUnion('kind', [
      z.looseObject({ kind: z.literal('card'), last4: z.string() }),
      z.looseObject({ kind: z.literal('bank'), iban: z.string() }),
    ]),
  }),
  personal: ['recipient.name', 'paidBy.iban'],
  example: {
    boxId: 'B1',
    country: 'GB',
    recipient: { name: 'Ada Lovelace' },
    items: [{ sku: 'S1', count: 2 }],
    tags: ['fragile'],
    labels: { weight: 2 },
    paidBy: { kind: 'card', last4: '4242' },
  },
});
const taker = thingIntegration();
const context = { events: [shipped as EventContract, taker.event], integrations: [taker] };

describe('events', () => {
  it('lists the types, and who takes them', async () => {
    const { code, stdout } = await interlock(['events'], { context });
    expect([code, stdout.split('\n')]).toEqual([
      0,
      [
        'type         fields  personal  taken by',
        'box.shipped  15      2',
        'thing.made   2       1         thing-made-to-thing',
        '',
      ],
    ]);
  });

  it('shows the fields of one, with an example that can be sent', async () => {
    const { code, stdout } = await interlock(['events', 'box.shipped'], { context });
    expect([code, stdout.split('\n\n')]).toEqual([
      0,
      [
        'box.shipped: no integration takes it',
        `field           type                  required  personal
boxId           string                yes
note            string
country         "GB" or "FR" or null  yes
recipient       object                yes
recipient.name  string                yes       yes
items           list of object        yes
items[].sku     string                yes
items[].count   integer               yes
tags            list of string        yes
labels          object                yes
labels.*        number
paidBy          object                yes
paidBy.kind     "card" or "bank"      yes
paidBy.last4    string
paidBy.iban     string                          yes`,
        JSON.stringify(exampleEvent(shipped), null, 2),
        'npm run interlock -- send box.shipped publishes this example.\n',
      ],
    ]);
  });

  it('says the same as JSON', async () => {
    const { stdout } = await interlock(['events', 'thing.made', '--json'], { context });
    expect(JSON.parse(stdout)).toEqual({
      type: 'thing.made',
      name: 'thing.made',
      fields: [
        { path: 'reference', type: 'string', isRequired: true, isPersonal: false },
        { path: 'name', type: 'string', isRequired: true, isPersonal: true },
      ],
      personal: ['name'],
      takenBy: ['thing-made-to-thing'],
      example: exampleEvent(taker.event),
    });
  });

  it.each([
    [
      'box.shiped',
      'error: there is no event type "box.shiped" (did you mean "box.shipped"?): box.shipped, thing.made',
    ],
  ])('says of %s that there is none', async (type, first) => {
    const { code, stderr } = await interlock(['events', type], { context });
    expect([code, stderr.split('\n')[0]]).toEqual([2, first]);
  });

  it('finds every personal field of every event in the list among its fields', () => {
    for (const event of listed as readonly EventContract[]) {
      const personal = fieldList(event, listed).filter(({ isPersonal }) => isPersonal);
      expect(personal.map(({ path }) => path).sort()).toEqual([...event.personal].sort());
    }
  });
});
