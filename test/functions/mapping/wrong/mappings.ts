/** Mistakes in mappings, one in each statement; what the compiler says of them stands in compile-errors.test.ts. */
import { mapper } from '../../../../functions/mapping/mapper.ts';

interface Source {
  id: number;
  name: string;
  phone: string | null;
  items: { sku: string; price: number; note?: string }[];
  method: { kind: 'card'; last4: string } | { kind: 'iban'; iban: string };
}
interface Target {
  key: string;
  name: string;
  phone?: string;
  lines: { code: string; label?: string }[];
  prices: Record<string, string>;
  payer: { customer: string } | { customer_email: string };
}

const m = mapper<Source, Target>();
const other = mapper<{ title: string }, Target>();
const key = m.constant('k');
const name = m.from('name');
const phone = m.from('phone').orOmit();
const lines = m.each('items', (item) => ({ code: item.from('sku'), label: item.from('note').orOmit() }));
const prices = m.record('items', (item) => [item.from('sku'), m.constant('1')]);
const payer = m.object({ customer: m.constant('c') });
const right = { key, name, phone, lines, prices, payer };
const unread = { id: 'x', 'items[].price': 'x', 'method.kind': 'x', 'method.last4': 'x', 'method.iban': 'x' };

m.define(right, unread);
m.define({ ...right, phone: m.from('phone') }, unread);
m.define({ ...right, key: m.from('id') }, unread);
m.define({ name, phone, lines, prices, payer }, unread);
m.define(right, { id: 'x', 'method.kind': 'x', 'method.last4': 'x', 'method.iban': 'x' });
m.from('nmae');
m.define({ ...right, name: m.omit('why') }, unread);
m.define({ ...right, extra: key }, unread);
m.define({ ...right, name: other.from('title') }, unread);
m.define({ ...right, lines: m.each('items', (item) => ({ code: item.from('sku') })) }, unread);
m.define(
  { ...right, lines: m.each('items', (item) => ({ code: item.from('sku'), label: key, notes: key })) },
  unread,
);
m.define({ ...right, lines: m.each('items', (item) => ({ code: item.from('price'), label: key })) }, unread);
m.define({ ...right, prices: m.record('items', (item) => [item.from('sku'), item.from('price')]) }, unread);
m.define({ ...right, payer: m.object({ customer: key, customer_email: key }) }, unread);
m.define(right, { ...unread, name: 'x' });
m.define(right, { ...unread, age: 'x' });
