/** What must not compile in a mapping. `tsc --noEmit` proves it: an expected error that does not come is an error. */

import { fullName } from '../../functions/mapping/fields/full-name.ts';
import { integerToString } from '../../functions/mapping/fields/integer-to-string.ts';
import { mapper } from '../../functions/mapping/mapper.ts';
import type { CustomerParams } from '../fixtures/shop/functions/destinations/wallet/create-customer.ts';
import type { CustomerCreated } from '../fixtures/shop/functions/events/customer-created.ts';

interface Source {
  id: number;
  name: string;
  nick: string | null;
  home: { city: string } | null;
}
interface Target {
  key: string;
  name: string;
  nick?: string;
  home?: { town: string; zip?: string };
}

const m = mapper<Source, Target>();
const key = m.from('id', integerToString);
const name = m.from('name');
const nick = m.from('nick').orOmit();
const zip = m.omit('not known');
const home = m
  .objectFrom('home', (inside) => ({ town: inside.from('city'), zip: inside.omit('not known') }))
  .orOmit();
const partial = m.objectFrom('home', (inside) => ({ town: inside.from('city') })).orOmit();
const surplus = m.object({ town: m.constant('x'), zip, extra: zip });

/** The whole, which must compile. */
export const complete = m.define({ key, name, nick, home }, {});
export const acknowledged = m.define(
  { key, name, nick, home: m.omit('not wanted') },
  { 'home.city': 'not wanted' },
);

// @ts-expect-error a required target field has no rule
m.define({ name, nick, home }, { id: 'not wanted' });
// @ts-expect-error an optional target field has no rule
m.define({ key, name, home }, { nick: 'not wanted' });
// @ts-expect-error a required target field cannot be omitted
m.define({ key: m.omit('not wanted'), name, nick, home }, { id: 'not wanted' });
// @ts-expect-error an optional field of a target object has no rule
m.define({ key, name, nick, home: partial }, {});
// @ts-expect-error the target has no such field
m.define({ key, name, nick, home, extra: m.constant(1) }, {});
// @ts-expect-error the target object has no such field
m.define({ key, name, nick, home: surplus }, { 'home.city': 'not wanted' });
// @ts-expect-error a source field is neither read nor acknowledged
m.define({ key, name, nick: m.omit('not wanted'), home }, {});
// @ts-expect-error a field of a source object is neither read nor acknowledged
m.define({ key, name, nick, home: m.omit('not wanted') }, {});
// @ts-expect-error an acknowledgement of a field that is read
m.define({ key, name, nick, home }, { name: 'not wanted' });
// @ts-expect-error an acknowledgement of a field that does not exist
m.define({ key, name, nick, home }, { age: 'not wanted' });
// @ts-expect-error the source has no such path
m.from('home.street');
// @ts-expect-error a number into a string
m.define({ key: m.from('id'), name, nick, home }, {});
// @ts-expect-error a coercion that takes another type
m.from('name', integerToString);
// @ts-expect-error a nullable source says nothing about null
m.define({ key, name: m.from('nick'), nick, home }, { name: 'not wanted' });
// @ts-expect-error a required target key cannot be left out when the source is null
m.define({ key, name: nick, nick, home }, { name: 'not wanted' });
// @ts-expect-error a target that is not nullable cannot be null
m.define({ key, name: m.from('nick').orNull(), nick, home }, { name: 'not wanted' });
// @ts-expect-error a default of another type
m.define({ key, name: m.from('nick').orElse(0), nick, home }, { name: 'not wanted' });
// @ts-expect-error a default for what is never null
m.from('name').orElse('x');
// @ts-expect-error a nullable source object says nothing about null
m.define({ key, name, nick, home: m.objectFrom('home', (h) => ({ town: h.from('city'), zip })) }, {});
// @ts-expect-error a combination that does not expect null
m.derive(['name', 'nick'], (a: string, b: string) => a + b);

interface Order {
  items: { sku: string; note?: string }[];
  attributes: Record<string, string>;
  method: { kind: 'card'; last4: string } | { kind: 'iban'; iban: string };
}
interface Parcel {
  lines: { code: string; label?: string }[];
  labels: Record<string, string>;
  payer: { card: string } | { account: string };
}

const o = mapper<Order, Parcel>();
const lines = o.each('items', (item) => ({ code: item.from('sku'), label: item.from('note').orOmit() }));
const labels = o.record('attributes', ({ key, entry }) => [key.value(), entry.value()]);
const payer = o.objectFrom('method', (method) =>
  method.variants('kind', {
    card: (card) => ({ card: card.from('last4') }),
    iban: (iban) => ({ account: iban.from('iban') }),
  }),
);

/** Lists, records and variants, which must compile. */
export const parcel = o.define({ lines, labels, payer }, {});
export const parcelOfCodes = o.define(
  {
    lines: o.each('items', (item) => ({ code: item.from('sku'), label: item.omit('no room') })),
    labels,
    payer,
  },
  { 'items[].note': 'no room' },
);

export const parcelOfNothing = o.define(
  { lines: o.constant([] as never[]), labels, payer },
  { items: 'not wanted' },
);

// @ts-expect-error a field of the items is neither read nor acknowledged
o.define({ lines: o.each('items', (i) => ({ code: i.from('sku'), label: i.omit('x') })), labels, payer }, {});
// @ts-expect-error a record is neither read nor acknowledged
o.define({ lines, labels: o.record('items', (i) => [i.from('sku'), i.from('sku')]), payer }, {});
// @ts-expect-error a variant of the source has no rules
o.objectFrom('method', (method) => method.variants('kind', { card: (card) => card.from('last4') }));
// @ts-expect-error a field of another variant
o.objectFrom('method', (method) => method.variants('kind', { card: (c) => c.from('iban'), iban: () => zip }));
// @ts-expect-error a field that only one variant has may be absent
o.define({ lines, labels, payer: o.object({ card: o.from('method.last4') }) }, {});
// @ts-expect-error an object where the target has a list
o.define({ lines: o.object({ code: o.constant('x') }), labels, payer }, {});
// @ts-expect-error a value of the record is a number
o.define({ lines, labels: o.record('attributes', ({ key }) => [key.value(), o.constant(1)]), payer }, {});
// @ts-expect-error the items have no such field
o.each('items', (item) => ({ code: item.from('title') }));
// @ts-expect-error a list of objects is no text
o.define({ lines: o.from('attributes'), labels, payer }, {});

/** An event that lost a field which a mapping reads. */
const less = mapper<Omit<CustomerCreated, 'firstName'>, CustomerParams>();
// @ts-expect-error the event has no firstName any more
less.derive(['firstName', 'lastName'], fullName);
