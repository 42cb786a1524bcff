import { describe, expect, it } from 'vitest';
import { statedLimits } from '../../../lib/scaffold/limits.ts';

const minute = { requests: 100, windowMs: 60_000 };

describe('the limits that an answer states', () => {
  it.each<[string, Record<string, string>, readonly object[]]>([
    ['the standard policy', { 'ratelimit-policy': '"default";q=100;w=60' }, [minute]],
    [
      'several policies',
      { 'ratelimit-policy': '"burst";q=100;w=60, "daily";q=1000;w=86400' },
      [minute, { requests: 1_000, windowMs: 86_400_000 }],
    ],
    ['the older draft', { 'ratelimit-limit': '100, 100;w=60', 'ratelimit-reset': '7' }, [minute]],
    ['the oldest draft, without a window', { 'ratelimit-limit': '100' }, [minute]],
    [
      'the usual header, without a window',
      { 'x-ratelimit-limit': '100', 'x-ratelimit-reset': '3' },
      [minute],
    ],
    [
      'a header for the window',
      { 'x-hubspot-ratelimit-max': '100', 'x-hubspot-ratelimit-interval-milliseconds': '10000' },
      [{ requests: 100, windowMs: 10_000 }],
    ],
    ['a window in seconds', { 'x-rate-limit-limit': '100', 'x-rate-limit-window': '60' }, [minute]],
    ['nothing', {}, [{ requests: 1, windowMs: 1_000 }]],
    ['nothing usable', { 'x-ratelimit-limit': 'unlimited' }, [{ requests: 1, windowMs: 1_000 }]],
    ['a limit of nothing', { 'x-ratelimit-limit': '0' }, [{ requests: 1, windowMs: 1_000 }]],
    ['a policy of nothing', { 'ratelimit-policy': '"closed";q=0;w=60' }, [{ requests: 1, windowMs: 1_000 }]],
  ])('are read from %s', (_what, headers, limits) => {
    expect(statedLimits(headers).limits).toEqual(limits);
  });

  it('say what of them is a guess', () => {
    expect(statedLimits({ 'x-ratelimit-limit': '100' }).because).toContain('is a guess');
    expect(statedLimits({ 'ratelimit-policy': '"default";q=100;w=60' }).because).not.toContain('guess');
    expect(statedLimits({}).because).toContain('told no limit');
  });
});
