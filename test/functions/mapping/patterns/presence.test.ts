/** Patterns of presence and conditions, of variants, and of what stands beside the data. */
import { expect, it } from 'vitest';
import { unixSeconds } from '../../../../functions/mapping/fields/unix-seconds.ts';
import { mapper } from '../../../../functions/mapping/mapper.ts';
import { besideData, mapData } from '../../../fixtures/map-data.ts';

it('11: a field and an object only with consent', () => {
  const m = mapper<
    { consent: boolean; email: string; city: string },
    { email?: string; profile?: { city: string }; city: string }
  >();
  const map = m.define(
    {
      email: m.when(['consent'], (consent) => consent, m.from('email')),
      profile: m.when(['consent'], (consent) => consent, { city: m.from('city') }),
      city: m.from('city'),
    },
    {},
  );
  const data = { consent: true, email: 'a@example.com', city: 'Bern' };
  expect(mapData(map, data).output).toEqual({
    email: 'a@example.com',
    profile: { city: 'Bern' },
    city: 'Bern',
  });
  expect(mapData(map, { ...data, consent: false }).output).toEqual({ city: 'Bern' });
  expect(map.lineage).toEqual([
    { target: 'email', reads: ['email'], when: ['consent'] },
    { target: 'profile.city', reads: ['city'], when: ['consent'] },
    { target: 'city', reads: ['city'] },
  ]);
});

it('11: the whole only with consent: skipped with its reason', () => {
  const m = mapper<{ consent: boolean; email: string }, { email: string }>();
  const map = m.define({ email: m.from('email') }, {}, [
    m.takes(['consent'], (consent) => consent, 'the customer does not want mail'),
  ]);
  expect(map.map({ consent: true, email: 'a' }, besideData)).toMatchObject({ output: { email: 'a' } });
  expect(map.map({ consent: false, email: 'a' }, besideData)).toEqual({
    skipped: 'the customer does not want mail',
    report: { defaulted: [], coerced: [], unmapped: [] },
  });
  expect(map.lineage).toEqual([{ target: 'email', reads: ['email'], when: ['consent'] }]);
});

it('12: another field instead, told as defaulted', () => {
  const m = mapper<
    { nick: string | null; name: string; alias: string | null },
    { name: string; title?: string }
  >();
  const map = m.define(
    { name: m.from('nick').orFrom('name'), title: m.from('nick').orFrom('alias').orOmit() },
    {},
  );
  expect(mapData(map, { nick: 'ada', name: 'Ada', alias: null })).toEqual({
    output: { name: 'ada', title: 'ada' },
    report: { defaulted: [], coerced: [], unmapped: [] },
  });
  expect(mapData(map, { nick: null, name: 'Ada', alias: 'al' })).toEqual({
    output: { name: 'Ada', title: 'al' },
    report: { defaulted: ['name', 'title'], coerced: [], unmapped: [] },
  });
  expect(mapData(map, { nick: null, name: 'Ada', alias: null }).output).toEqual({ name: 'Ada' });
  expect(map.lineage).toEqual([
    { target: 'name', reads: ['nick', 'name'], absent: 'from name' },
    { target: 'title', reads: ['nick', 'alias'], absent: 'from alias, else left out' },
  ]);
});

it('24: a patch leaves out what is absent and keeps null as null', () => {
  const m = mapper<
    { nick?: string | null; home?: { city: string } | null },
    { nick?: string | null; town?: string | null }
  >();
  const map = m.define(
    { nick: m.from('nick').orOmit().orNull(), town: m.from('home.city').orOmit().orNull() },
    {},
  );
  expect(mapData(map, {}).output).toEqual({});
  expect(mapData(map, { nick: null, home: null }).output).toEqual({ nick: null, town: null });
  expect(mapData(map, { nick: 'a', home: { city: 'Bern' } }).output).toEqual({ nick: 'a', town: 'Bern' });
});

it('25: two versions of a type, each by its own rules', () => {
  const m = mapper<
    { version: '1'; name: string } | { version: '2'; first: string; last: string },
    { name: string }
  >();
  const map = m.define(
    {
      name: m.variants('version', {
        1: (event) => event.from('name'),
        2: (event) => event.derive(['first', 'last'], (first, last) => `${first} ${last}`),
      }),
    },
    {},
  );
  const first = mapData(map, { version: '1', name: 'Ada Lovelace' });
  expect([first.output, first.report.unmapped]).toEqual([{ name: 'Ada Lovelace' }, []]);
  expect(mapData(map, { version: '2', first: 'Ada', last: 'Lovelace' }).output).toEqual({
    name: 'Ada Lovelace',
  });
  expect(() => mapData(map, { version: '3' } as never)).toThrow(
    'name: version names no variant that the mapping has',
  );
});

it('26: what stands beside the data', () => {
  const m = mapper<{ name: string }, { name: string; at: number; key: string; trace?: string }>();
  const map = m.define(
    {
      name: m.from('name'),
      at: m.beside('event.time', unixSeconds),
      key: m.beside('event.id'),
      trace: m.beside('event.correlationid').orOmit(),
    },
    {},
  );
  expect(mapData(map, { name: 'a' }).output).toEqual({ name: 'a', at: 1_795_770_000, key: 'e-1' });
  expect(map.lineage).toEqual([
    { target: 'name', reads: ['name'] },
    { target: 'at', reads: [], beside: ['event.time'], note: 'unixSeconds' },
    { target: 'key', reads: [], beside: ['event.id'] },
    { target: 'trace', reads: [], beside: ['event.correlationid'], absent: 'left out' },
  ]);
});

it('13, 27: a setting, alone and with fields of the event', () => {
  interface Bill {
    list: string;
    net: number;
    label?: string;
  }
  const m = mapper<{ amount: number; note: string | null }, Bill, { list: string; rates: { EUR: number } }>();
  const map = m.define(
    {
      list: m.beside('settings.list'),
      net: m.deriveWith(['settings.rates.EUR'], ['amount'], (rate, amount) => rate * amount),
      label: m
        .deriveWith(
          ['event.id', 'settings.list'],
          ['note'],
          (id, list, note) => note && `${note} ${list} ${id}`,
        )
        .orOmit(),
    },
    {},
  );
  const beside = { ...besideData, settings: { list: 'l1', rates: { EUR: 2 } } };
  const { output, report } = map.map({ amount: 21, note: null }, beside);
  expect([output, report?.omitted]).toEqual([{ list: 'l1', net: 42 }, ['label']]);
  expect(map.map({ amount: 1, note: 'n' }, beside).output).toEqual({ list: 'l1', net: 2, label: 'n l1 e-1' });
  expect(map.lineage).toEqual([
    { target: 'list', reads: [], beside: ['settings.list'] },
    { target: 'net', reads: ['amount'], beside: ['settings.rates.EUR'], note: 'derived' },
    {
      target: 'label',
      reads: ['note'],
      beside: ['event.id', 'settings.list'],
      note: 'derived',
      absent: 'left out',
    },
  ]);
});

it('29: a check across fields refuses the event with its reason', () => {
  const m = mapper<{ start: string; end: string }, { from: string; to: string }>();
  const map = m.define({ from: m.from('start'), to: m.from('end') }, {}, [
    m.check(['start', 'end'], (start, end) => start <= end, 'the end is before the start'),
  ]);
  expect(mapData(map, { start: '1', end: '2' }).output).toEqual({ from: '1', to: '2' });
  expect(() => mapData(map, { start: '2', end: '1' })).toThrow('start,end: the end is before the start');
});

it('30: tells what was omitted, defaulted, cut and dropped of this event', () => {
  const m = mapper<{ a: string | null; b: string | null }, { a?: string; b: string }>();
  const map = m.define({ a: m.from('a').orOmit(), b: m.from('b').orElse('none') }, {});
  expect(mapData(map, { a: null, b: null }).report).toEqual({
    defaulted: ['b'],
    coerced: [],
    unmapped: [],
    omitted: ['a'],
  });
});

it('makes either variant of a target', () => {
  type Payer = { customer: string } | { customer_email: string; name?: string };
  const m = mapper<{ id: string | null; email: string; kind: 'known' | 'new' }, { payer: Payer }>();
  const byEmail = { customer_email: m.from('email'), name: m.omit('not known') };
  const map = m.define({ payer: m.object(byEmail) }, { id: 'not needed', kind: 'not needed' });
  expect(mapData(map, { id: null, email: 'a@example.com', kind: 'new' }).output).toEqual({
    payer: { customer_email: 'a@example.com' },
  });
});
