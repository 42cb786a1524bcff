import fc from 'fast-check';
import { expect, test } from 'vitest';
import { momentOf } from '../../../../functions/core/declare/moment.ts';

test.each([
  ['1970-01-01T00:00:00Z', 0],
  ['1970-01-01t00:00:00z', 0],
  ['1970-01-01T00:00:00-00:00', 0],
  ['1970-01-01T01:00:00.9999999999+01:00', 999],
  ['2026-11-24T09:30:00.000000001Z', 1_795_512_600_000],
  ['1969-12-31T23:59:59.5Z', -500],
  ['0000-01-01T00:00:00Z', -62_167_219_200_000],
  // Leap seconds, the second as RFC 3339 §5.8 shows it.
  ['1990-12-31T23:59:60Z', 662_688_000_000],
  ['1990-12-31T15:59:60.25-08:00', 662_688_000_250],
])('%s is the moment %i', (text, expected) => {
  expect(momentOf(text)).toBe(expected);
});

test.each([
  '2026-02-30T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01T00:60:00Z',
  '2026-01-01T00:00:61Z',
  '2026-01-01T00:00:60Z',
  '2026-01-30T23:59:60Z',
  '1990-12-31T23:59:60-08:00',
  '2026-01-01T00:00:00+24:00',
  '2026-01-01T00:00:00+23:60',
  '2026-01-01T00:00:00+0100',
  '2026-01-01T00:00:00',
  '2026-01-01T00:00Z',
  '2026-01-01 00:00:00Z',
  '2026-01-01T00:00:00.Z',
  '2026-01-01T00:00:00Z\n',
  '２026-01-01T00:00:00Z',
  '2026-01-01',
  '',
])('%j is none', (text) => {
  expect(momentOf(text)).toBeUndefined();
});

test('agrees with Date for every moment', () => {
  fc.assert(
    fc.property(
      fc.date({
        min: new Date('0000-01-01T00:00:00Z'),
        max: new Date('9999-12-31T23:59:59.999Z'),
        noInvalidDate: true,
      }),
      (date) => {
        expect(momentOf(date.toISOString())).toBe(date.getTime());
      },
    ),
  );
});
