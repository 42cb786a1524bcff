import { expect, test } from 'vitest';
import { pauseOf } from '../../../../functions/core/http/pause.ts';
import { answer } from './answers/row.ts';

const nowMs = Date.UTC(2026, 2, 1);
const asking = answer(503, '', { 'retry-after': '30' });
const silent = answer(503);

test('Retry-After goes before what else is read of a limit, but beside a success', () => {
  const limit = { notBeforeMs: nowMs + 5_000 };
  expect(pauseOf(asking, limit, false, nowMs)).toBe(30_000);
  expect(pauseOf(asking, limit, true, nowMs)).toBe(5_000);
  expect(pauseOf(asking, undefined, true, nowMs)).toBeUndefined();
  expect(pauseOf(silent, undefined, false, nowMs)).toBeUndefined();
});

test.each([
  [-1, undefined],
  [0, undefined],
  [1, 1],
  [3_600_000, 3_600_000],
  [3_600_001, 3_600_000],
])('a limit that is free again in %s ms asks for a pause of %s ms', (ms, expected) => {
  expect(pauseOf(silent, { notBeforeMs: nowMs + ms }, false, nowMs)).toBe(expected);
});
