import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import type { DataSchema } from '../../../../functions/core/declare/event.ts';
import { defineEvent } from '../../../../functions/core/declare/event.ts';
import type { AnyIntegration } from '../../../../functions/core/declare/integration.ts';
import { inEachVersion, inVersionOf, typesTaken } from '../../../../functions/core/declare/versions.ts';
import { parseEvent } from '../../../../functions/core/envelope/parse-event.ts';
import { upcast } from '../../../../functions/core/envelope/upcast.ts';
import { mapper } from '../../../../functions/mapping/mapper.ts';
import {
  anyGuestIntegration,
  firstGuest,
  guestBody,
  guestIntegration,
  secondGuest,
  thirdGuest,
} from '../../../fixtures/versions.ts';

const secondSchema = 'https://schemas.example.com/guest/2';
const first = { data: firstGuest.example };
const second = { dataschema: secondSchema, data: secondGuest.example };
const third = { type: 'guest.came.v3', data: thirdGuest.example };

/** What a mapping makes of an event; why it does not. */
function made(integration: AnyIntegration, changes: Readonly<Record<string, unknown>>): unknown {
  const text = guestBody(changes);
  const own = inVersionOf(integration, text);
  try {
    const { data, ...event } = parseEvent(own.event, text);
    return own.map.map(data, { event }).output;
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
}

const known =
  'dataschema: is of no version that is declared here: 1 (guest.came without dataschema), 2 (guest.came https://schemas.example.com/guest/2 or https://schemas.example.com/guest/2.1)';

describe('an event of which two versions arrive', () => {
  it.each([
    ['without dataschema is of the one that declares none', first, { reference: 'g1', name: 'Ada (nobody)' }],
    [
      'with null for a dataschema, too',
      { ...first, dataschema: null },
      { reference: 'g1', name: 'Ada (nobody)' },
    ],
    ['with the dataschema of the newer is of that', second, { reference: 'g2', name: 'Grace (Amazing)' }],
    [
      'with another dataschema of the newer, too',
      { ...second, dataschema: `${secondSchema}.1` },
      { reference: 'g2', name: 'Grace (Amazing)' },
    ],
    ['with a dataschema that nobody knows is of none', { ...second, dataschema: `${secondSchema}.2` }, known],
    [
      'with the newer data and no dataschema does not fit the older',
      { data: secondGuest.example },
      'data.fullName: expected string',
    ],
    [
      'with the older data and the newer dataschema does not fit the newer',
      { ...second, ...first },
      'data.name: ',
    ],
    ['of another type is of none', { ...first, type: 'guest.left' }, known.replace('dataschema: ', 'type: ')],
  ])('%s', (_, changes, expected) => {
    const found = made(guestIntegration, changes);
    if (typeof expected === 'string') expect(found).toContain(`InvalidEventError: ${expected}`);
    else expect(found).toEqual(expected);
  });

  it('is refused, and said to be a matter of the newer version, where the older cannot become one', () => {
    const changes = (data: object) => ({ data: { ...firstGuest.example, ...data } });
    expect(made(guestIntegration, changes({ fullName: 'Ada' }))).toBe(
      'MappingError: name.first: a name must have two words (in version 2)',
    );
    expect(made(guestIntegration, changes({ nick: 'A' }))).toBe(
      'MappingError: nick: is not what version 2 asks for',
    );
  });
});

it('the versions of an event may follow one another, by type and by dataschema', () => {
  expect([first, second, third].map((one) => made(anyGuestIntegration, one))).toEqual([
    { reference: 'g1', name: 'Ada Lovelace' },
    { reference: 'g2', name: 'Grace Hopper' },
    { reference: 'g3', name: 'Edsger Dijkstra' },
  ]);
  expect(typesTaken(anyGuestIntegration.event)).toEqual(['guest.came.v3', 'guest.came']);
});

it('a version that goes to the newest by another way than its successor is taken as well', () => {
  const [one, two, three] = ['1', '2', '3'].map((version) =>
    defineEvent({
      type: 'made',
      version,
      dataschema: `urn:${version}`,
      data: z.object({ by: z.string() }),
      personal: [],
      example: { by: version },
    }),
  );
  if (one === undefined || two === undefined || three === undefined) throw new Error('there are three');
  const m = mapper<{ by: string }, { by: string }>();
  const by = (way: string) => m.define({ by: m.derive(['by'], (from) => `${from} ${way}`) }, {});
  const event = upcast(one, upcast(two, three, by('from 2')), by('from 1'));
  const integration = {
    ...guestIntegration,
    event,
    map: m.define({ by: m.from('by') }, {}),
  } as AnyIntegration;
  const found = [one, two, three].map(({ example: data, dataschema }) =>
    made(integration, { type: 'made', data, dataschema }),
  );
  expect(found).toEqual([{ by: '1 from 1' }, { by: '2 from 2' }, { by: '3' }]);
});

describe('what is said of an older version', () => {
  it('leads from its own fields to the target, whatever stands between', () => {
    const [, , oldest] = inEachVersion(anyGuestIntegration);
    expect(oldest?.map.lineage).toEqual([
      { target: 'reference', reads: ['key'] },
      { target: 'name', reads: ['fullName'], note: 'derived' },
    ]);
    expect(oldest?.map.unread).toEqual({ nick: 'names do', room: 'the rooms have other names by now' });
    const [, older] = inEachVersion(guestIntegration);
    expect(older?.map.lineage).toEqual([
      { target: 'reference', reads: ['key'] },
      { target: 'name', reads: ['fullName', 'nick'], note: 'derived', absent: 'else "nobody"' },
    ]);
    expect(older?.map.unread).toEqual({ room: 'the rooms have other names by now' });
  });

  it('is told of the event as it was published', () => {
    const text = guestBody({ data: { ...firstGuest.example, shoes: 44 } });
    const own = inVersionOf<AnyIntegration>(guestIntegration, text);
    const { data, ...event } = parseEvent(own.event, text);
    expect(own.map.map(data, { event }).report).toEqual({
      defaulted: ['name'],
      coerced: ['fullName→name', 'fullName,nick→name'],
      unmapped: ['shoes'],
    });
  });

  it('is personal where it is declared so, and where it becomes what is', () => {
    const [newest, oldest] = inEachVersion(guestIntegration).map(({ event }) => event.personal);
    expect([newest, oldest]).toEqual([
      ['name.first', 'name.last', 'nick'],
      ['fullName', 'nick'],
    ]);
    // Of what is of no version, all of them.
    expect(guestIntegration.event.personal).toEqual(['name.first', 'name.last', 'nick', 'fullName']);
  });
});

describe('versions that cannot be told apart are refused when they are declared', () => {
  const contract = (
    version: string | undefined,
    dataschema: DataSchema | readonly DataSchema[] | undefined,
  ) =>
    defineEvent({
      type: 'made',
      ...(version !== undefined && { version }),
      ...(dataschema !== undefined && { dataschema }),
      data: z.object({ by: z.string() }),
      personal: [],
      example: { by: 'x' },
    });
  const m = mapper<{ by: string }, { by: string }>();
  const map = m.define({ by: m.from('by') }, {});

  it.each([
    ['both without dataschema', undefined, undefined, '2', undefined, 'the same dataschema'],
    ['both with none, one by saying so', undefined, undefined, '2', [null, 'urn:2'], 'the same dataschema'],
    ['one dataschema in both', '1', ['urn:1', 'urn:2'], '2', 'urn:2', 'the same dataschema'],
    ['both without a name', undefined, undefined, undefined, 'urn:2', 'are called 1'],
    ['both of one name', '2', 'urn:1', '2', 'urn:2', 'are called 2'],
  ] as const)('%s', (_, version, schema, newerVersion, newerSchema, problem) => {
    expect(() => upcast(contract(version, schema), contract(newerVersion, newerSchema), map)).toThrow(
      new RegExp(`^two versions of made .*${problem}`),
    );
  });
});

it('a contract that stands alone takes any dataschema, unless it declares one', () => {
  const { dataschema: _, version: __, ...plain } = secondGuest;
  expect(parseEvent(plain, guestBody({ ...second, dataschema: 'urn:whatever' })).id).toBe('event-1');
  expect(() => parseEvent(secondGuest, guestBody({ ...second, dataschema: 'urn:3' }))).toThrow(
    'dataschema: expected https://schemas.example.com/guest/2 or https://schemas.example.com/guest/2.1',
  );
});
