import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatOf } from '../../../../../functions/core/contract/shape/string-format.ts';

test.each<[string, string | undefined]>([
  ['', 'empty'],
  ['2026-01-31', 'date'],
  ['2026-13-31', undefined],
  ['2026-01-32', undefined],
  ['31/01/2026', 'date-slashed'],
  ['2026-01-31T10:00:00Z', 'date-time'],
  ['2026-01-31t10:00:00.123456789z', 'date-time'],
  ['2026-06-30T23:59:60+02:00', 'date-time'],
  ['2026-01-31T24:00:00Z', undefined],
  ['2026-01-31T10:00:00', 'date-time-local'],
  ['2026-01-31 10:00:00.123', 'date-time-local'],
  ['27.11.2026', 'date-dotted'],
  ['27.11.2026 10:00', 'date-dotted'],
  ['1.2.3', undefined],
  ['2026/11/27', 'date-slashed'],
  ['11/27/2026, 10:00', 'date-slashed'],
  ['1/2', undefined],
  ['/Date(1764201600000)/', 'date-json'],
  ['/Date(1764201600000+0100)/', 'date-json'],
  ['Fri, 27 Nov 2026 10:00:00 GMT', 'date-http'],
  ['Fri, 27 Nov 2026 10:00:00 +0100', 'date-http'],
  ['1764201600', 'epoch-seconds'],
  ['1764201600000', 'epoch-milliseconds'],
  ['4764201600', undefined],
  ['19.99', 'decimal'],
  ['19,99', 'decimal-comma'],
  ['1,234,567', undefined],
  ['2026-01-31 10:00:00 UTC', undefined],
  ['joe@example.com', 'email'],
  ['joe+x@mail.example.co.uk', 'email'],
  ['joe@localhost', undefined],
  ['joe@example..com', undefined],
  ['@example.com', undefined],
  ['a b@example.com', undefined],
  ['https://example.com/a?b=c', 'uri'],
  ['http://localhost:80', 'uri'],
  ['https://', undefined],
  ['https:///x', undefined],
  ['https://example.com/a b', undefined],
  ['ftp://example.com', undefined],
  ['3f2504e0-4f89-41d3-9a0c-0305e82c3301', 'uuid'],
  ['3F2504E0-4F89-41D3-9A0C-0305E82C3301', 'uuid'],
  ['3f2504e04f8941d39a0c0305e82c3301', undefined],
  [' ', undefined],
  ['42', undefined],
  [`${'x'.repeat(250)}@b.example`, undefined],
  [`https://b.example/${'x'.repeat(2048)}`, undefined],
])('%j is %s', (text, format) => {
  expect(formatOf(text)).toBe(format);
});

test('takes no long time for a text that nearly is an address', () => {
  // Read in other ways, each of these takes the square of its length: a minute for the first.
  for (const text of [`a@${'.'.repeat(250)}`, `a@${'b.'.repeat(125)} `, `http${'://'.repeat(600)} `]) {
    expect(formatOf(text)).toBe(undefined);
  }
});

test('every date-time that the clock writes is one', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
      expect(formatOf(date.toISOString())).toBe('date-time');
      expect(formatOf(date.toISOString().slice(0, 10))).toBe('date');
    }),
  );
});
