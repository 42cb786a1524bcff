import { describe, expect, it } from 'vitest';
import { parseFilterPattern } from '../../../../lib/local/aws/filter-pattern.ts';

const line = JSON.stringify({
  outcome: 'retry',
  response: { statusCode: 503 },
  error: null,
  attempts: [{ n: 1 }],
});

describe('a filter pattern', () => {
  it.each([
    '',
    '{ $.outcome = "retry" }',
    '{ $.outcome = retry }',
    '{ $.outcome = "re*" }',
    '{ $.outcome != "delivered" }',
    '{ $.response.statusCode >= 500 && $.response.statusCode < 600 }',
    '{ $.outcome = "parked" || ($.outcome = "retry" && $.response.statusCode = 503) }',
    '{ $.attempts[0].n = 1 }',
    '{ $.error IS NULL }',
    '{ $.nothing NOT EXISTS }',
    'retry statusCode',
    '"503" -delivered',
    '?parked ?retry',
  ])('finds the line with %s', (pattern) => {
    expect(parseFilterPattern(pattern)(line)).toBe(true);
  });

  it.each([
    '{ $.outcome = "delivered" }',
    '{ $.response.statusCode = "503" }',
    '{ $.outcome = "retry" && $.response.statusCode = 200 }',
    '{ $.nothing != "x" }',
    'retry parked',
    '-retry',
    '?parked ?delivered',
  ])('passes over the line with %s', (pattern) => {
    expect(parseFilterPattern(pattern)(line)).toBe(false);
  });

  it.each(['{ $.outcome }', '{ outcome = 1 }', '{ $.a = 1', '[a, b]', '{ $.a < "x" }'])(
    'refuses %s',
    (pattern) => {
      expect(() => parseFilterPattern(pattern)).toThrow('cannot read the filter pattern');
    },
  );
});
