import { expect, test } from 'vitest';
import { readLimitFrom } from '../../../functions/destinations/read-limit.ts';

const nowMs = Date.UTC(2026, 2, 1);
const answered = (statusCode: number, headers: Readonly<Record<string, string>>) => ({
  statusCode,
  headers,
  body: '',
  bodyTruncated: false,
});

test.each([
  ['epoch seconds', `${nowMs / 1_000 + 30}`, 30_000],
  ['epoch milliseconds', `${nowMs + 30_000}`, 30_000],
  ['RFC 3339', '2026-03-01T01:00:30+01:00', 30_000],
  ['seconds to go', '30', 30_000],
  ['seconds to go', '1.5', 1_500],
  ['milliseconds to go', '250', 250],
  ['epoch seconds', '1', 0],
  ['seconds to go', '86400', 3_600_000],
] as const)('a reset told as %s: %s', (as, text, waitMs) => {
  const read = readLimitFrom({ reset: 'x-reset', as });
  expect(read(answered(429, { 'x-reset': text }), nowMs)).toEqual({ notBeforeMs: nowMs + waitMs });
});

test('it tells nothing where something is left, and where it cannot be read', () => {
  const read = readLimitFrom({ remaining: 'x-left', reset: 'x-reset', as: 'seconds to go' });
  expect(read(answered(200, { 'x-left': '0', 'x-reset': '5' }), nowMs)).toEqual({
    notBeforeMs: nowMs + 5_000,
  });
  for (const headers of [
    { 'x-left': '1', 'x-reset': '5' },
    { 'x-left': '0' },
    { 'x-left': '0', 'x-reset': 'soon' },
    { 'x-left': '', 'x-reset': '5' },
    { 'x-left': '0', 'x-reset': '-5' },
  ])
    expect(read(answered(200, headers), nowMs)).toBeUndefined();
});

test('other statuses than 429 may say that it is used up', () => {
  const read = readLimitFrom({ reset: 'x-reset', as: 'seconds to go', throttledBy: [403] });
  expect(read(answered(403, { 'x-reset': '5' }), nowMs)).toEqual({ notBeforeMs: nowMs + 5_000 });
  expect(read(answered(429, { 'x-reset': '5' }), nowMs)).toBeUndefined();
});
