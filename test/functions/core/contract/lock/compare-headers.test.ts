import { describe, expect, it } from 'vitest';
import {
  compareHeaders,
  compareLimits,
} from '../../../../../functions/core/contract/lock/compare-headers.ts';
import type { LimitValue } from '../../../../../functions/core/contract/lock/observation.ts';

describe('headers', () => {
  const always = { optional: false };
  const sometimes = { optional: true };

  it.each([
    ['was there and is', always, always, []],
    [
      'was there and is there sometimes',
      always,
      sometimes,
      [{ kind: 'header-gone', breaking: true, is: 'optional' }],
    ],
    ['was there and is gone', always, undefined, [{ kind: 'header-gone', breaking: true }]],
    ['was there sometimes and is there', sometimes, always, []],
    ['was there sometimes and is so', sometimes, sometimes, []],
    ['was there sometimes and is gone', sometimes, undefined, []],
    ['was not there and is', undefined, always, [{ kind: 'header-new', breaking: false }]],
    ['was not there and is sometimes', undefined, sometimes, [{ kind: 'header-new', breaking: false }]],
  ] as const)('one that %s', (_, was, is, expected) => {
    const named = (header: typeof was) => new Map(header === undefined ? [] : [['request-id', header]]);
    expect(compareHeaders(named(was), named(is))).toEqual(
      expected.map((difference) => ({ ...difference, place: 'request-id' })),
    );
  });
});

describe('limits', () => {
  const limits: readonly (readonly [string, LimitValue | undefined, LimitValue | undefined, object[]])[] = [
    ['x-ratelimit-limit', 100, 100, []],
    ['x-ratelimit-limit', undefined, 100, []],
    ['x-ratelimit-limit', 100, undefined, []],
    ['x-ratelimit-limit', 100, 99, [{ kind: 'limit-lowered', breaking: true, was: '100', is: '99' }]],
    ['x-ratelimit-limit', 100, 101, [{ kind: 'limit-raised', breaking: false, was: '100', is: '101' }]],
    [
      'x-ratelimit-interval-milliseconds',
      10,
      11,
      [{ kind: 'limit-lowered', breaking: true, was: '10', is: '11' }],
    ],
    [
      'x-ratelimit-interval-milliseconds',
      11,
      10,
      [{ kind: 'limit-raised', breaking: false, was: '11', is: '10' }],
    ],
    [
      'x-ratelimit-reset',
      10,
      'epoch-seconds',
      [{ kind: 'limit-meaning', breaking: true, was: '10', is: 'epoch-seconds' }],
    ],
    [
      'x-ratelimit-reset',
      'epoch-seconds',
      10,
      [{ kind: 'limit-meaning', breaking: true, was: 'epoch-seconds', is: '10' }],
    ],
    [
      'x-ratelimit-reset',
      'seconds',
      'epoch-seconds',
      [{ kind: 'limit-meaning', breaking: true, was: 'seconds', is: 'epoch-seconds' }],
    ],
    ['x-ratelimit-reset', 'epoch-seconds', 'epoch-seconds', []],
  ];

  it.each(limits)('%s that was %s and is %s', (place, was, is, expected) => {
    const named = (limit: typeof was) => new Map(limit === undefined ? [] : [[place, limit]]);
    expect(compareLimits(named(was), named(is))).toEqual(
      expected.map((difference) => ({ ...difference, place })),
    );
  });
});
