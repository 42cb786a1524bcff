import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rateLimitResetMs } from '../../../../functions/core/http/rate-limit-fields.ts';

const nowMs = Date.UTC(2026, 2, 1);
const nowSeconds = nowMs / 1_000;

test.each<[string, Record<string, string>, number | undefined]>([
  ['nothing left for half a minute', { ratelimit: '"default";r=0;t=30' }, 30_000],
  ['something left', { ratelimit: '"default";r=50;t=30' }, undefined],
  ['two policies, one used up', { ratelimit: '"second";r=4;t=1, "day";r=0;t=600' }, 600_000],
  ['two policies used up: the longer holds', { ratelimit: '"a";r=0;t=1, "b";r=0;t=9' }, 9_000],
  ['parameters in another order, with a key', { ratelimit: '"default"; pk=:Y2Q=:; t=7; r=0' }, 7_000],
  // https://www.rfc-editor.org/rfc/rfc9651: a text in quotation marks is one value, whatever stands in it.
  ['a name that looks like parameters', { ratelimit: '"x;r=0;t=3600;y";r=50;t=30' }, undefined],
  ['one that is malformed anywhere', { ratelimit: '"a";r=0;t=30, "b' }, undefined],
  ['a space where none may be', { ratelimit: '"a" ;r=0;t=30' }, undefined],
  ['a separator with nothing behind it', { ratelimit: '"a";r=0;t=30,' }, undefined],
  ['a number in upper case letters', { ratelimit: '"a";R=0;T=30' }, undefined],
  ['a time that is a text', { ratelimit: '"a";r=0;t="30"' }, undefined],
  ['the seventh draft', { ratelimit: 'limit=100, remaining=0, reset=7' }, 7_000],
  ['the seventh draft with something left', { ratelimit: 'limit=100, remaining=1, reset=7' }, undefined],
  ['the seventh draft, malformed', { ratelimit: 'limit=100, remaining=0, reset=7;' }, undefined],
  ['no time', { ratelimit: '"default";r=0' }, undefined],
  ['the fields of the older drafts', { 'ratelimit-remaining': '0', 'ratelimit-reset': '12' }, 12_000],
  ['older fields with something left', { 'ratelimit-remaining': '3', 'ratelimit-reset': '12' }, undefined],
  ['a negative time', { ratelimit: '"default";r=0;t=-5' }, undefined],
  ['a time that is no number', { ratelimit: '"default";r=0;t=soon' }, undefined],
  ['hexadecimal', { 'ratelimit-remaining': '0x0', 'ratelimit-reset': '12' }, undefined],
  ['a hostile time', { ratelimit: '"default";r=0;t=9999999999' }, undefined],
  [
    'the moment instead of the time',
    { 'ratelimit-remaining': '0', 'ratelimit-reset': `${nowSeconds + 30}` },
    30_000,
  ],
  [
    'a moment that is over',
    { 'ratelimit-remaining': '0', 'ratelimit-reset': `${nowSeconds - 30}` },
    undefined,
  ],
  ['no time to wait', { 'ratelimit-remaining': '0', 'ratelimit-reset': '0' }, undefined],
  ['half a day: an hour, then one request looks', { ratelimit: '"day";r=0;t=43200' }, 3_600_000],
  ['more than a day is a wrong unit', { ratelimit: '"day";r=0;t=86401' }, undefined],
  ['no fields', {}, undefined],
])('%s', (_name, headers, resetMs) => {
  expect(rateLimitResetMs(headers, nowMs)).toBe(resetMs);
});

test('whatever stands there, it is no wait or one within the hour', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (ratelimit, remaining, reset) => {
      const resetMs = rateLimitResetMs(
        {
          ratelimit,
          'ratelimit-remaining': remaining,
          'ratelimit-reset': reset,
        },
        nowMs,
      );
      if (resetMs === undefined) return;
      expect(resetMs).toBeGreaterThan(0);
      expect(resetMs).toBeLessThanOrEqual(3_600_000);
    }),
  );
});
