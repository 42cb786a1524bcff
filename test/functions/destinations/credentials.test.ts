import { describe, expect, it, test } from 'vitest';
import * as z from 'zod/mini';
import {
  basicCredentials,
  basicHeader,
  bearerCredentials,
} from '../../../functions/destinations/credentials.ts';

const takes = (secret: unknown) => z.safeParse(bearerCredentials, secret).success;

describe('the secret of a destination', () => {
  it('is a key, and an address where there is one', () => {
    expect(takes({ apiKey: 'sk_test_1' })).toBe(true);
    expect(takes({ apiKey: 'sk_test_1', baseUrl: 'https://api.eu.intercom.io' })).toBe(true);
    expect(takes({ apiKey: 'sk_test_1', baseUrl: 'http://127.0.0.1:8080/stripe' })).toBe(true);
  });

  it.each([
    {},
    { apiKey: '' },
    { apiKey: 'two words' },
    { apiKey: 'key\n' },
    { apiKey: 'schlüssel' },
    { apiKey: 'k', baseURL: 'https://api.stripe.com' },
    { apiKey: 'k', baseUrl: 'api.stripe.com' },
    { apiKey: 'k', baseUrl: 'ftp://api.stripe.com' },
    { apiKey: 'k', baseUrl: 'https://user:pass@api.stripe.com' },
    { apiKey: 'k', baseUrl: 'https://api.stripe.com?x=1' },
  ])('is not %j', (secret) => {
    expect(takes(secret)).toBe(false);
  });
});

test('user and password make the header of RFC 7617', () => {
  const { username, password } = z.parse(basicCredentials, { username: 'Aladdin', password: 'open-sesame' });
  expect(basicHeader(username, password)).toEqual({ authorization: 'Basic QWxhZGRpbjpvcGVuLXNlc2FtZQ==' });
});
