import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isWindow, limitsIn } from '../../../../../functions/core/contract/lock/limit-headers.ts';

const nowMs = Date.UTC(2026, 10, 23);
const told = (headers: Record<string, string>) => Object.fromEntries(limitsIn(headers, nowMs));

test('tells how much is allowed and how the reset is told, not what remains', () => {
  expect(
    told({
      'x-ratelimit-reset': String(nowMs / 1_000 + 10),
      'x-ratelimit-limit': '1666',
      'x-ratelimit-remaining': '1665',
      'x-ratelimit-used': '1',
      date: 'Mon, 23 Nov 2026 00:00:00 GMT',
    }),
  ).toEqual({ 'x-ratelimit-limit': 1666, 'x-ratelimit-reset': 'epoch-seconds' });
});

test.each<[string, string, unknown]>([
  ['x-rate-limit-limit', '100', 100],
  ['ratelimit-limit', '100, 100;w=60', 100],
  ['x-ratelimit-limit-requests', '500', 500],
  ['x-hubspot-ratelimit-max', '100', 100],
  ['x-hubspot-ratelimit-daily', '250000', 250_000],
  ['x-hubspot-ratelimit-interval-milliseconds', '10000', 10_000],
  ['x-hubspot-ratelimit-secondly', '10', 10],
  ['x-hubspot-ratelimit-daily-remaining', '249999', undefined],
  ['x-ratelimit-limit', 'unlimited', undefined],
  ['x-ratelimit-limit', '1e9', undefined],
  ['x-ratelimit-resource', 'core', undefined],
  ['x-limit', '100', undefined],
  ['x-ratelimit-reset', '30', 'seconds'],
  ['x-ratelimit-reset', '0.5', 'seconds'],
  ['x-ratelimit-reset', '0', undefined],
  ['x-ratelimit-reset', String(nowMs / 1_000), 'epoch-seconds'],
  ['x-ratelimit-reset', String(nowMs), 'epoch-milliseconds'],
  ['x-ratelimit-reset', '999999999999999', undefined],
  ['x-ratelimit-reset', '2026-11-23T00:00:10Z', 'iso-date'],
  ['x-ratelimit-reset', 'soon', undefined],
  ['ratelimit', '"default";r=50;t=30', 'seconds'],
  ['ratelimit', '"default";r=50', undefined],
  ['retry-after', '120', 'seconds'],
  ['retry-after', ' 120 ', 'seconds'],
  ['retry-after', 'Mon, 23 Nov 2026 00:00:10 GMT', 'http-date'],
  ['retry-after', 'Monday, 23-Nov-26 00:00:10 GMT', 'http-date'],
  ['retry-after', 'Mon Nov 23 00:00:10 2026', 'http-date'],
  ['retry-after', 'never', undefined],
])('%s: %s tells %s', (name, value, limit) => {
  expect(told({ [name]: value })[name]).toEqual(limit);
});

test('tells each policy of the standard field: how many requests in how many seconds', () => {
  expect(told({ 'ratelimit-policy': '"burst";q=100;w=60, "daily" ; w=86400; pk=:Y2Q=:;q=1000' })).toEqual({
    'ratelimit-policy burst q': 100,
    'ratelimit-policy burst w': 60,
    'ratelimit-policy daily q': 1000,
    'ratelimit-policy daily w': 86_400,
  });
});

test('knows windows from amounts', () => {
  expect(isWindow('x-hubspot-ratelimit-interval-milliseconds')).toBe(true);
  expect(isWindow('ratelimit-policy burst w')).toBe(true);
  expect(isWindow('ratelimit-policy burst q')).toBe(false);
  expect(isWindow('x-ratelimit-limit')).toBe(false);
});

test('whatever stands there, no text of it is told', () => {
  const name = fc.constantFrom(
    'ratelimit',
    'ratelimit-policy',
    'x-ratelimit-limit',
    'x-ratelimit-reset',
    'retry-after',
  );
  const value = fc.oneof(
    fc.string(),
    fc.string().map((text) => `"${text}";q=1;w=2;t=3`),
  );
  fc.assert(
    fc.property(name, value, (header, text) => {
      for (const [key, limit] of limitsIn({ [header]: text }, nowMs)) {
        expect(key).toMatch(/^[a-z-]+(?: [A-Za-z0-9_.-]{1,40} [qw])?$/);
        if (typeof limit === 'number') expect(limit).toBeGreaterThanOrEqual(0);
        else
          expect(['epoch-milliseconds', 'epoch-seconds', 'http-date', 'iso-date', 'seconds']).toContain(
            limit,
          );
      }
    }),
  );
});
