import { expect, test } from 'vitest';
import { retryAfterMs, waitMsOf } from '../../../../functions/core/http/retry-after.ts';

/** A minute before the moment that the dates below name. */
const nowMs = Date.UTC(2026, 10, 6, 8, 48, 37);
const hourMs = 3_600_000;

test.each([
  ['120', 120_000],
  [' 7 ', 7_000],
  ['Fri, 06 Nov 2026 08:49:37 GMT', 60_000],
  ['Friday, 06-Nov-26 08:49:37 GMT', 60_000],
  ['Fri Nov  6 08:49:37 2026', 60_000],
  [`${nowMs / 1_000 + 60}`, 60_000],
  [`${nowMs + 60_000}`, 60_000],
])('%j asks for %d ms', (value, expected) => {
  expect(retryAfterMs(value, nowMs)).toBe(expected);
});

test.each([
  undefined,
  '',
  '   ',
  '-5',
  '+5',
  '1e9',
  '0x10',
  '1.5',
  '30, 60',
  'soon',
  'NaN',
  '0',
  '000',
  'Fri, 06 Nov 2026 08:47:37 GMT',
  `${nowMs / 1_000 - 60}`,
  `${nowMs - 60_000}`,
  'Infinity',
  '٣',
  '2026-11-06T08:49:37Z',
  'Fri, 06 Nov 2026 08:49:37 PST',
  'Fri, 06 Nov 2026 08:49:37 +0100',
  'Fri, 99 Nov 2026 08:49:37 GMT',
  'Fri, 06 Foo 2026 08:49:37 GMT',
  'On Fri, 06 Nov 2026 08:49:37 GMT',
  'Fri, 06 Nov 2026 08:49:37 GMT+1',
  'Fri, 06 Nov 2026 08:49:37 GMT-1',
  'A Friday, 06-Nov-26 08:49:37 GMT',
  'Friday, 06-Nov-26 08:49:37 GMT+1',
  'Friday, 06-Nov-26 08:49:37 GMT-1',
  'Wednesdays, 04-Nov-26 08:49:37 GMT',
  'Wednesdays, 11-Nov-26 08:49:37 GMT',
  'A Fri Nov  6 08:49:37 2026',
  'Fri Nov  6 08:49:37 2026 PST',
])('%j says nothing usable', (value) => {
  expect(retryAfterMs(value, nowMs)).toBeUndefined();
});

test.each([
  '3601',
  '30000',
  '86400',
  '86401',
  '9999999999',
  '9'.repeat(400),
  'Fri, 06 Nov 2099 08:49:37 GMT',
])('what asks for more than an hour gets an hour: %s', (value) => {
  expect(retryAfterMs(value, nowMs)).toBe(hourMs);
});

test('asctime is read in UTC, wherever the process runs', () => {
  const zone = process.env.TZ;
  process.env.TZ = 'Pacific/Auckland';
  try {
    expect(retryAfterMs('Fri Nov  6 08:49:37 2026', nowMs)).toBe(60_000);
  } finally {
    if (zone === undefined) delete process.env.TZ;
    else process.env.TZ = zone;
  }
});

test('a date counts from the Date header of the response, not from our clock', () => {
  const ours = nowMs + 3_600_000;
  const date = 'Fri, 06 Nov 2026 08:49:07 GMT';
  expect(retryAfterMs('Fri, 06 Nov 2026 08:49:37 GMT', ours, date)).toBe(30_000);
});

test('a Date header that is none is ignored', () => {
  expect(retryAfterMs('Fri, 06 Nov 2026 08:49:37 GMT', nowMs, 'yesterday')).toBe(60_000);
});

test('the date form is counted from the date of the answer, whatever stands around it', () => {
  const value = 'Fri, 06 Nov 2026 08:49:37 GMT';
  expect(retryAfterMs(value, 0, ' Fri, 06 Nov 2026 08:49:07 GMT ')).toBe(30_000);
  expect(retryAfterMs(value, nowMs, 'yesterday')).toBe(60_000);
  expect(retryAfterMs('Wednesday, 04-Nov-26 08:49:37 GMT', Date.UTC(2026, 10, 4, 8, 49))).toBe(37_000);
});

test('a moment a millisecond away is a wish, the moment itself is none', () => {
  const moment = 'Fri, 06 Nov 2026 08:49:37 GMT';
  const atMs = nowMs + 60_000;
  expect([1, 0].map((ms) => retryAfterMs(moment, atMs - ms))).toEqual([1, undefined]);
});

test.each([
  [999_999_999, 999_999_999_000],
  [1_000_000_000, 999_999_999_999],
  [999_999_999_999, 999_999_999_998_999],
  [1_000_000_000_000, 999_999_999_999],
])('a millisecond after the beginning of time %d is %d ms away', (number, ms) => {
  expect(waitMsOf(number, 1)).toBe(ms);
});
