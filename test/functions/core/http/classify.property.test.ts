/** Whatever comes, it has one meaning that hangs together. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { classify } from '../../../../functions/core/http/classify.ts';
import { createThing, thingDestination } from '../../../fixtures/fixture-integration.ts';

const nowMs = Date.UTC(2026, 2, 1);
const hourMs = 3_600_000;

/** Says nothing of itself; declares the shape of its errors, codes and statuses; reads everything wrongly. */
const operations = [
  createThing(),
  createThing(undefined, {
    destination: thingDestination({
      statuses: { 403: 'throttled', 404: { verdict: 'refused', lookAt: 'plan' }, 503: 'retryable' },
      codes: { a: 'credentials', b: { verdict: 'refused', scope: 'destination' }, c: 'terminal' },
      isOwnError: ({ body }) => body.includes('"error"'),
    }),
  }),
  createThing(undefined, {
    destination: thingDestination({
      isOwnError: () => {
        throw new TypeError('cannot read');
      },
      readLimit: () => ({ notBeforeMs: Number.NaN, remaining: Number.NaN }),
    }),
  }),
] as const;

const status = fc.oneof(
  fc.integer({ min: 100, max: 999 }),
  fc.constantFrom(200, 201, 400, 401, 403, 404, 429, 500, 503),
  fc.constantFrom(-1, 0, 99, 1_000, Number.NaN, Number.POSITIVE_INFINITY, 404.5),
);
const names = ['retry-after', 'ratelimit', 'ratelimit-remaining', 'ratelimit-reset', 'x-ratelimit-remaining'];
const headers = fc.dictionary(
  fc.constantFrom(
    ...names,
    'date',
    'content-type',
    'location',
    'cf-mitigated',
    'x-amzn-waf-action',
    '__proto__',
  ),
  fc.oneof(
    fc.string(),
    fc.nat().map(String),
    fc.constantFrom(
      '0',
      `${nowMs / 1_000 + 60}`,
      `${nowMs}`,
      'text/html',
      '"a";r=0;t=9',
      'Sun, 01 Mar 2026 01:00:00 GMT',
    ),
  ),
);
const body = fc.oneof(
  fc.string(),
  fc.json(),
  fc.constantFrom('', '{}', '[]', 'null', '<html>', '{"id":"thing_1"}', '{"message":"Forbidden"}'),
  fc
    .constantFrom('a', 'b', 'c', 'rate_limit', '__proto__')
    .map((code) => JSON.stringify({ error: { code } })),
);
const operation = fc.constantFrom(...operations);

test('any answer has a verdict, someone whom it is about, and a pause that neither hammers nor stops for a day', () => {
  fc.assert(
    fc.property(operation, status, headers, body, fc.boolean(), fc.boolean(), (one, ...answer) => {
      const [statusCode, sent, text, bodyTruncated, isRead] = answer;
      const response = { statusCode, headers: sent, body: text, bodyTruncated };
      const found = classify(one, { response }, nowMs, isRead);
      const { verdict, scope, pauseMs, notBeforeMs } = found;
      expect(found).toEqual(classify(one, { response }, nowMs, isRead));
      if (verdict === 'success' || verdict === 'terminal' || verdict === 'unknown')
        expect(scope).toBe('event');
      if (verdict === 'throttled' || verdict === 'credentials') expect(scope).toBe('destination');
      if (verdict === 'refused') expect(scope).not.toBe('event');
      expect(found.receipt !== undefined).toBe(verdict === 'success');
      if (found.fromApplication) expect(text === '' || text.startsWith('<html>')).toBe(false);
      expect(notBeforeMs).toBe(pauseMs === undefined ? undefined : nowMs + pauseMs);
      if (pauseMs === undefined) return;
      expect(pauseMs).toBeGreaterThan(0);
      expect(pauseMs).toBeLessThanOrEqual(hourMs);
    }),
    { numRuns: 2_000 },
  );
});

test('a 2xx with a receipt in the application’s shape is a success, whatever stands beside it', () => {
  fc.assert(
    fc.property(operation, fc.integer({ min: 200, max: 299 }), headers, (one, statusCode, sent) => {
      const response = { statusCode, headers: sent, body: '{"id":"thing_1"}', bodyTruncated: false };
      expect(classify(one, { response }, nowMs)).toMatchObject({
        verdict: 'success',
        scope: 'event',
        fromApplication: true,
        receipt: 'thing_1',
      });
    }),
  );
});

test('nothing but the application’s own words refuses one event for good, where it declares their shape', () => {
  fc.assert(
    fc.property(status, headers, fc.string(), (statusCode, sent, text) => {
      fc.pre(!text.includes('"error"') && statusCode !== 413 && statusCode !== 414);
      const response = { statusCode, headers: sent, body: text, bodyTruncated: false };
      expect(classify(operations[1], { response }, nowMs).verdict).not.toBe('terminal');
    }),
    { numRuns: 1_000 },
  );
});
