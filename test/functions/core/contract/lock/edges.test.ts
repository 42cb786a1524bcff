/** Where one reading of a header or a status ends and the next begins. */
import { describe, expect, it } from 'vitest';
import { isWindow, limitsIn } from '../../../../../functions/core/contract/lock/limit-headers.ts';
import { observe } from '../../../../../functions/core/contract/lock/observe.ts';

const nowMs = Date.UTC(2026, 10, 23);
const nowSeconds = nowMs / 1_000;
const yearSeconds = 366 * 24 * 3_600;
const limit = (name: string, value: string) => limitsIn({ [name]: value }, nowMs).get(name);

describe('a moment in a header', () => {
  it.each([
    [yearSeconds - 1, 'seconds'],
    [yearSeconds, undefined],
    [nowSeconds - 10 * yearSeconds, undefined],
    [nowSeconds - 10 * yearSeconds + 1, 'epoch-seconds'],
    [nowSeconds + 10 * yearSeconds - 1, 'epoch-seconds'],
    [nowSeconds + 10 * yearSeconds, undefined],
    [nowMs - 10 * yearSeconds * 1_000, undefined],
    [nowMs - 10 * yearSeconds * 1_000 + 1, 'epoch-milliseconds'],
    [nowMs + 10 * yearSeconds * 1_000 - 1, 'epoch-milliseconds'],
    [nowMs + 10 * yearSeconds * 1_000, undefined],
  ])('%d is told as %s', (number, expected) => {
    expect(limit('x-ratelimit-reset', `${number}`)).toBe(expected);
  });

  it.each([
    ['0.123456789', 'seconds'],
    ['0.1234567890', undefined],
    ['1.', undefined],
    ['.5', undefined],
    ['1 s', undefined],
    ['2026-11-23', 'iso-date'],
    ['Mon 01:02:03', 'http-date'],
    ['x Mon 01:02:03', undefined],
    ['M 01:02:03', undefined],
    ['Wednesday 01:02:03', 'http-date'],
    ['Wednesdays 01:02:03', undefined],
    ['Mo, 1:02:03', undefined],
  ])('%j is told as %s', (text, expected) => {
    expect(limit('retry-after', text)).toBe(expected);
  });
});

describe('an amount in a header', () => {
  it.each([
    ['x-ratelimit-limit', '999999999999', 999_999_999_999],
    ['x-ratelimit-limit', '1000000000000', undefined],
    ['x-ratelimit-limit', '100;w=60', 100],
    ['x-ratelimit-limit', '100 , 5', 100],
    ['x-ratelimit-limit', '100 5', undefined],
    ['x-ratelimit-limit', 'about 100', undefined],
    ['x-ratelimit-limit', ' 7 ', 7],
    ['x-ratelimit-count', '7', undefined],
    ['x-ratelimit-used', '7', undefined],
    ['a-b-c-rate-limit-x', '7', 7],
    ['a b-ratelimit-x', '7', undefined],
    ['x-ratelimits', '7', undefined],
    ['ratelimit-', '7', undefined],
    ['ratelimit', '"a";t=5', 'seconds'],
    ['ratelimit', '"a"; t=5', 'seconds'],
    ['ratelimit', 't=5', undefined],
    ['x-ratelimits', '"a";t=5', undefined],
    ['-ratelimit-x', '7', undefined],
    ['x-ratelimit-limit', '100;', 100],
    ['ratelimit-policy', '7', undefined],
    ['x-other', '"a";q=1', undefined],
  ])('%s: %j says %s', (name, value, expected) => {
    expect(limit(name, value)).toBe(expected);
  });

  it('is read of 512 characters, and of no more', () => {
    const value = (length: number) => `100;${'x'.repeat(length - 4)}`;
    expect(limit('x-ratelimit-limit', value(512))).toBe(100);
    expect(limit('x-ratelimit-limit', value(513))).toBeUndefined();
  });

  it('of a policy has a name of 40 characters at most, and a number of twelve digits', () => {
    const policies = (value: string) => [...limitsIn({ 'ratelimit-policy': value }, nowMs)];
    const name = 'n'.repeat(40);
    expect(policies(`"${name}";q=999999999999`)).toEqual([[`ratelimit-policy ${name} q`, 999_999_999_999]]);
    expect(policies(`"${name}n";q=1`)).toEqual([]);
    expect(policies('"";q=1')).toEqual([]);
    expect(policies('"b";q=1,"a";w=2,"c";q=3')).toEqual([
      ['ratelimit-policy a w', 2],
      ['ratelimit-policy b q', 1],
      ['ratelimit-policy c q', 3],
    ]);
    expect(policies('"a";=x;q=1')).toEqual([]);
    expect(policies('"a";p=;q=1')).toEqual([['ratelimit-policy a q', 1]]);
    expect([...limitsIn({ 'x-other': '"a";q=1' }, nowMs)]).toEqual([]);
  });
});

it('a window is what ends in the words for one', () => {
  expect(isWindow('x-ratelimit-window')).toBe(true);
  expect(isWindow('x-ratelimit-window-left')).toBe(false);
  expect(isWindow('x-milliseconds-left')).toBe(false);
});

const observed = (statusCode: number, headers: Record<string, string>, body = '{"error":"no"}') =>
  observe(
    { statusCode, headers, body, bodyTruncated: false },
    { maps: new Set(), headers: [], host: 'api.example.com', nowMs },
  );

describe('a response', () => {
  it.each([
    [199, false],
    [200, true],
    [299, true],
    [300, false],
  ])('of status %i may carry an error in its success: %s', (status, expected) => {
    expect(observed(status, {}).carriesError).toBe(expected);
  });

  it.each([
    [299, undefined],
    [300, 'other-host'],
    [399, 'other-host'],
    [400, undefined],
  ])('of status %i leads elsewhere: %s', (status, expected) => {
    expect(observed(status, { location: 'https://other.example/' }).redirect).toBe(expected);
  });

  it('is parsed up to 64 KiB', () => {
    const body = (characters: number) => JSON.stringify('x'.repeat(characters - 2));
    expect(observed(200, {}, body(65_536)).body).toBe('json');
    expect(observed(200, {}, body(65_537)).body).toBe('unread');
  });

  it('shows the headers of the contract that have 64 characters at most', () => {
    const name = (length: number) => `${'x'.repeat(length - 11)}-request-id`;
    expect(observed(200, { [name(64)]: '1', [name(65)]: '1' }).headers).toEqual([name(64)]);
  });

  it('shows the headers that say something of the contract, and no other', () => {
    const about = ['deprecation', 'link', 'location', 'retry-after', 'sunset', 'warning'];
    const within = ['a-correlation-id', 'a-rate-limit-b', 'a-requestid', 'a-trace-id', 'ratelimit'];
    const others = ['date', 'cf-ray', 'set-cookie', 'x-link', 'sunset-at', 'request-id-x', 'etag'];
    const headers = Object.fromEntries([...about, ...within, ...others].map((name) => [name, '1']));
    expect(observed(200, headers).headers).toEqual([...about, ...within].sort());
  });

  it.each([
    ['application/json', 'application/json'],
    [`${'a'.repeat(40)}/${'b'.repeat(100)}`, `${'a'.repeat(40)}/${'b'.repeat(100)}`],
    [`${'a'.repeat(41)}/b`, 'malformed'],
    [`a/${'b'.repeat(101)}`, 'malformed'],
    ['a/b c', 'malformed'],
    ['a/b , c', 'a/b'],
    [' ', undefined],
  ])('has a content type of bounded length: %s', (contentType, expected) => {
    expect(observed(200, { 'content-type': contentType }).contentType).toBe(expected);
  });

  it.each([
    ['gzip, br', 'gzip, br'],
    ['a'.repeat(40), 'a'.repeat(40)],
    ['a'.repeat(41), 'malformed'],
    ['g(zip)', 'malformed'],
    ['Identity', undefined],
  ])('has an encoding of bounded length: %s', (encoding, expected) => {
    expect(observed(200, { 'content-encoding': encoding }).encoding).toBe(expected);
  });
});
