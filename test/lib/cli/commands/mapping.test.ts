import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { defineEvent } from '../../../../functions/core/declare/event.ts';
import { integrationIn } from '../../../../functions/core/declare/in-environment.ts';
import { defineIntegration } from '../../../../functions/core/declare/integration.ts';
import { integerToString } from '../../../../functions/mapping/fields/integer-to-string.ts';
import { mapper } from '../../../../functions/mapping/mapper.ts';
import { lineageRows } from '../../../../lib/cli/mapping/lineage-rows.ts';
import { wayOf } from '../../../../lib/cli/mapping/way-of.ts';
import { createThing, thingBody } from '../../../fixtures/fixture-integration.ts';
import { personJoinedToMailer } from '../../../fixtures/settled-integration.ts';
import { interlock } from '../interlock.ts';

const event = defineEvent({
  type: 'parcel.sent',
  data: z.looseObject({
    id: z.number(),
    to: z.string(),
    phone: z.nullable(z.string()),
    weight: z.number(),
    lines: z.array(z.looseObject({ sku: z.string() })),
  }),
  personal: ['to', 'phone'],
  example: { id: 7, to: 'Ada', phone: null, weight: 3, lines: [{ sku: 'a' }] },
});
interface Label {
  reference: string;
  name: string;
  note?: string;
  at: string;
  codes: string[];
}
const m = mapper<(typeof event)['example'], Label>();
const map = m.define(
  {
    reference: m.from('id', integerToString),
    name: m.from('to'),
    note: m.when(['weight'], (weight) => weight > 2, m.constant('heavy | fragile')),
    at: m.beside('event.time'),
    codes: m.from('lines[].sku'),
  },
  { phone: 'nobody is called' },
);
const integration = defineIntegration({
  name: 'parcel-sent-to-thing',
  event,
  map,
  operation: createThing({ by: 'never' }) as never,
});

const mapping = (args: readonly string[], stdin = '') =>
  interlock(['mapping', ...args], { stdin, context: { integrations: [integration] } });

describe('mapping', () => {
  it('says where each field comes from, what happens without it, and why the rest is not read', async () => {
    expect((await mapping(['parcel-sent-to-thing'])).stdout).toBe(
      [
        'target     from         how              without it  when',
        'reference  id           integerToString  refused',
        'name       to                            refused',
        'note                    constant                     weight',
        'at         event.time                    refused',
        'codes      lines[].sku                   refused',
        '',
        'not read  why',
        'phone     nobody is called',
        '',
      ].join('\n'),
    );
  });

  it('says the same as JSON', async () => {
    const { fields, unread } = JSON.parse((await mapping(['parcel-sent-to-thing', '--json'])).stdout);
    expect(fields[2]).toEqual({ target: 'note', sources: [], how: 'constant', absent: '', when: ['weight'] });
    expect(unread).toEqual([{ path: 'phone', reason: 'nobody is called' }]);
  });

  it('lists where each personal field goes, as Markdown to sign off', async () => {
    expect((await mapping(['--personal', '--markdown'])).stdout).toBe(
      [
        '| integration | destination | field | target | how |',
        '| --- | --- | --- | --- | --- |',
        '| parcel-sent-to-thing | thing | to | name |  |',
        '| parcel-sent-to-thing | thing | phone | not sent | nobody is called |',
        '',
      ].join('\n'),
    );
  });

  it("shows one event's way through it", async () => {
    const text = JSON.stringify({
      specversion: '1.0',
      id: 'e-1',
      source: 'urn:test',
      type: 'parcel.sent',
      time: '2026-11-23T00:00:00Z',
      subject: '7',
      data: event.example,
    });
    expect((await mapping(['parcel-sent-to-thing', '--event', '-'], text)).stdout).toBe(
      [
        'target     from                               how              made',
        'reference  id 7                               integerToString  "7"',
        'name       to "Ada"                                            "Ada"',
        'note                                          constant         "heavy | fragile"',
        'at         event.time "2026-11-23T00:00:00Z"                   "2026-11-23T00:00:00Z"',
        'codes      lines[].sku ["a"]                                   ["a"]',
        '',
      ].join('\n'),
    );
  });

  it.each([
    [[], 'mapping needs the name of an integration, or --personal'],
    [['--personal', '--event', '-'], '--personal or --event, not both'],
    [['parcel-sent-to-thin'], 'parcel-sent-to-thing'],
  ])('says what is wrong with %j in one line and exits 2', async (args, line) => {
    const { code, stderr } = await mapping(args);
    expect(code).toBe(2);
    expect(stderr.split('\n')[0]).toContain(line);
  });
});

it('a setting is a source like any, in the table and on the way of an event', () => {
  const settings = { destinations: { mailer: { listId: 'l1', region: 'eu', plan: 'small' } } };
  const settled = integrationIn(settings.destinations, personJoinedToMailer);
  expect(lineageRows(settled)[1]).toEqual({
    target: 'tag',
    sources: ['settings.region'],
    how: '',
    absent: '',
    when: [],
  });
  const text = thingBody({ type: 'person.joined', data: { email: 'ada@example.com' } });
  expect(wayOf(settled, text, settings)[1]).toEqual({
    target: 'tag',
    from: 'settings.region "eu"',
    how: '',
    made: '"eu"',
  });
});
