/** Patterns of one field: names, codes, numbers, dates, texts. */
import { expect, it } from 'vitest';
import { ConversionError, defineCoercion } from '../../../../functions/mapping/conversion.ts';
import { codeTable, oneOf } from '../../../../functions/mapping/fields/code-table.ts';
import { countryName } from '../../../../functions/mapping/fields/country-name.ts';
import { dateIn, unixMilliseconds } from '../../../../functions/mapping/fields/date-in.ts';
import { hmacSha256, md5, sha256 } from '../../../../functions/mapping/fields/hash.ts';
import { internationalPhone, nationalPhone } from '../../../../functions/mapping/fields/phone.ts';
import { plainText } from '../../../../functions/mapping/fields/plain-text.ts';
import { rounded } from '../../../../functions/mapping/fields/rounded.ts';
import {
  collapsed,
  composed,
  trimmed,
  truncated,
  truncatedBytes,
} from '../../../../functions/mapping/fields/text.ts';
import { mapper } from '../../../../functions/mapping/mapper.ts';
import { mapData } from '../../../fixtures/map-data.ts';

it('1, 2: splits a name, joins one, and joins the parts that there are', () => {
  const m = mapper<
    { name: string; first: string; last: string; city: string | null; zip: string | null },
    { givenName: string; familyName?: string; name: string; place?: string }
  >();
  const map = m.define(
    {
      givenName: m.derive(['name'], (name) => name.split(' ')[0] ?? name),
      familyName: m.derive(['name'], (name) => name.split(' ').slice(1).join(' ') || null).orOmit(),
      name: m.derive(['first', 'last'], (first, last) => `${first} ${last}`),
      place: m.derive(['zip', 'city'], (...parts) => parts.filter(Boolean).join(' ') || null).orOmit(),
    },
    {},
  );
  const data = { name: 'Ada Lovelace', first: 'Ada', last: 'Lovelace', city: 'London', zip: null };
  expect(mapData(map, data).output).toEqual({
    givenName: 'Ada',
    familyName: 'Lovelace',
    name: 'Ada Lovelace',
    place: 'London',
  });
  expect(mapData(map, { ...data, name: 'Ada', city: null }).output).toEqual({
    givenName: 'Ada',
    name: 'Ada Lovelace',
  });
});

it('3, 4, 16: takes one code for another, and says which field had none', () => {
  const m = mapper<
    {
      status: 'new' | 'done';
      answer: 'yes' | 'no';
      flag: 0 | 1;
      country: string;
      unit: string;
      tier: string;
    },
    { state: 'OPEN' | 'CLOSED'; agreed: boolean; on: boolean; country: string; unit: string; tier: string }
  >();
  const map = m.define(
    {
      state: m.from('status', oneOf({ new: 'OPEN', done: 'CLOSED' })),
      agreed: m.from('answer', oneOf({ yes: true, no: false })),
      on: m.from('flag', oneOf({ 1: true, 0: false })),
      country: m.from('country', countryName('en')),
      unit: m.from('unit', codeTable('the table of units', { kg: 'KGM', m: 'MTR' })),
      tier: m.from('tier', oneOf({ gold: 'A' }, 'Z')),
    },
    {},
  );
  const data = { status: 'new', answer: 'no', flag: 1, country: 'GB', unit: 'kg', tier: 'silver' } as const;
  const { output, report } = mapData(map, data);
  expect(output).toEqual({
    state: 'OPEN',
    agreed: false,
    on: true,
    country: 'United Kingdom',
    unit: 'KGM',
    tier: 'Z',
  });
  expect(report.defaulted).toEqual(['tier']);
  expect(() => mapData(map, { ...data, status: 'gone' as 'new' })).toThrow(
    'state: the code is none of the table',
  );
  expect(() => mapData(map, { ...data, unit: 'toString' })).toThrow(
    'unit: the code is not in the table of units',
  );
  expect(() => mapData(map, { ...data, country: 'QQ' })).toThrow(
    'country: the country is not a code of ISO 3166-1',
  );
});

it('5: nests what is flat and flattens what is nested', () => {
  const m = mapper<
    { street: string; home: { city: string } },
    { address: { line1: string }; homeCity: string }
  >();
  const map = m.define({ address: m.object({ line1: m.from('street') }), homeCity: m.from('home.city') }, {});
  expect(mapData(map, { street: 'Main', home: { city: 'Bern' } }).output).toEqual({
    address: { line1: 'Main' },
    homeCity: 'Bern',
  });
});

it('13, 15: converts units and rounds in decimal, and tells what it rounded', () => {
  const m = mapper<
    { grams: number; rate: string; price: number },
    { kg: number; up: string; even: number }
  >();
  const kilograms = defineCoercion('kilograms', (grams: number) => grams / 1000);
  const map = m.define(
    {
      kg: m.from('grams', kilograms, rounded(1, 'half-up')),
      up: m.from('rate', rounded(2, 'half-up')),
      even: m.from('price', rounded(2, 'half-even')),
    },
    {},
  );
  expect(mapData(map, { grams: 1_250, rate: '1.005', price: 1.005 })).toEqual({
    output: { kg: 1.3, up: '1.01', even: 1 },
    report: {
      defaulted: [],
      coerced: ['grams→kg', 'rate→up', 'price→even'],
      unmapped: [],
      rounded: ['kg', 'up', 'even'],
    },
  });
  expect(mapData(map, { grams: 1_000, rate: '1.5', price: 2.5 }).report.rounded).toBeUndefined();
  expect(() => mapData(map, { grams: 1, rate: 'much', price: 1 })).toThrow('up: must be a decimal number');
});

it('14: dates in a zone, milliseconds, a quarter', () => {
  const m = mapper<{ at: string }, { day: string; ms: number; quarter: string }>();
  const quarter = defineCoercion('quarter', (day: string) => `Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`);
  const map = m.define(
    {
      day: m.from('at', dateIn('Europe/Berlin')),
      ms: m.from('at', unixMilliseconds),
      quarter: m.from('at', dateIn('Europe/Berlin'), quarter),
    },
    {},
  );
  expect(mapData(map, { at: '2026-06-30T22:30:00.25Z' }).output).toEqual({
    day: '2026-07-01',
    ms: 1_782_858_600_250,
    quarter: 'Q3',
  });
  expect(() => dateIn('Europe/Nowhere')).toThrow(RangeError);
});

it('makes equal what reads the same, and an id that others can make too', () => {
  const m = mapper<{ note: string; id: string }, { note: string; id: string }>();
  const map = m.define({ note: m.from('note', collapsed), id: m.from('id', hmacSha256('interlock')) }, {});
  expect(mapData(map, { note: ' a \n\t b ', id: '7' }).output).toEqual({
    note: 'a b',
    id: '55415ddff6a29e5479086aefdcf4a5a7083ebd1f021a23215bed0c12ac5c367e',
  });
});

it('17, 18: trims, composes, cuts, and tells of what was cut only', () => {
  const m = mapper<{ note: string; memo: string }, { note: string; memo: string }>();
  const map = m.define(
    {
      note: m.from('note', trimmed, composed, truncated(4)),
      memo: m.from('memo', truncatedBytes(5)),
    },
    {},
  );
  expect(mapData(map, { note: ' abc😀 ', memo: 'aé😀' })).toEqual({
    output: { note: 'abc', memo: 'aé' },
    report: { defaulted: [], coerced: ['note→note', 'memo→memo'], unmapped: [], cut: ['note', 'memo'] },
  });
  expect(mapData(map, { note: 'abc', memo: 'abc' }).report).toEqual({
    defaulted: [],
    coerced: [],
    unmapped: [],
  });
});

it('19, 20, 22: plain text of HTML, phone numbers of a country, hashes', () => {
  const m = mapper<
    { html: string; phone: string; typed: string; email: string },
    { text: string; national: string; international: string; avatar: string; key: string }
  >();
  const map = m.define(
    {
      text: m.from('html', plainText),
      national: m.from('phone', nationalPhone),
      international: m.from('typed', internationalPhone('GB')),
      avatar: m.from(
        'email',
        md5,
        defineCoercion('avatar', (hash: string) => `https://example.com/${hash}.png`),
      ),
      key: m.from('email', sha256),
    },
    {},
  );
  const data = {
    html: '<p>Dear&nbsp;Ada &amp; co,</p><script>alert(1)</script><p>bye</p>',
    phone: '+442079460958',
    typed: '(020) 7946-0958',
    email: 'a@example.com',
  };
  expect(mapData(map, data).output).toEqual({
    text: 'Dear Ada & co,\nbye',
    national: '020 7946 0958',
    international: '+442079460958',
    avatar: 'https://example.com/b418773a2c51fb9777a1648346fa7394.png',
    key: '08168cd80dfd534ab0f10af10f1303fe00af2d43ab5c1432360d137f8197e17a',
  });
});

it('21: makes two targets of one source', () => {
  const m = mapper<{ line1: string }, { street: string; number?: string }>();
  const parts = (line: string) => /^(.*?)\s+(\d+\w*)$/u.exec(line);
  const map = m.define(
    {
      street: m.derive(['line1'], (line) => parts(line)?.[1] ?? line),
      number: m.derive(['line1'], (line) => parts(line)?.[2]).orOmit(),
    },
    {},
  );
  expect(mapData(map, { line1: 'Long Street 12b' }).output).toEqual({ street: 'Long Street', number: '12b' });
  expect(mapData(map, { line1: 'Square' }).output).toEqual({ street: 'Square' });
});

it('23: reads JSON in a string once and writes it', () => {
  const m = mapper<{ payload: string; a: number; b: number }, { color: string; json: string }>();
  const colorIn = defineCoercion('colorIn', (text: string): string => {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && 'color' in parsed) return String(parsed.color);
    throw new ConversionError('the payload has no color');
  });
  const map = m.define(
    { color: m.from('payload', colorIn), json: m.derive(['a', 'b'], (a, b) => JSON.stringify({ a, b })) },
    {},
  );
  expect(mapData(map, { payload: '{"color":"red"}', a: 1, b: 2 }).output).toEqual({
    color: 'red',
    json: '{"a":1,"b":2}',
  });
  expect(() => mapData(map, { payload: '{', a: 1, b: 2 })).toThrow(
    'color: the conversion (colorIn) threw SyntaxError',
  );
});
