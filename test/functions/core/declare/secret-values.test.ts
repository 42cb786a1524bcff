import { describe, expect, it } from 'vitest';
import { secretValues } from '../../../../functions/core/declare/secret-values.ts';

const secret = {
  apiKey: 'k-0123',
  baseUrl: 'https://api.example.com',
  subdomain: 'acme',
  pin: 123_456,
  port: 8443,
  isLive: true,
  oauth: { clientSecret: 'c-0123', tenant: 'acme-eu', nested: { deep: ['d-0123', { deeper: 'e-0123' }] } },
  scopes: ['read', 'write'],
};
const pathsOf = (publicCredentials?: readonly string[]) =>
  secretValues(secret, publicCredentials === undefined ? {} : { publicCredentials }).map(
    ({ path, text }) => `${path}=${text}`,
  );

describe('the values of a secret', () => {
  it('are all its texts and long numbers at any depth, the address apart', () => {
    expect(pathsOf()).toEqual([
      'apiKey=k-0123',
      'subdomain=acme',
      'pin=123456',
      'oauth.clientSecret=c-0123',
      'oauth.tenant=acme-eu',
      'oauth.nested.deep=d-0123',
      'oauth.nested.deep.deeper=e-0123',
      'scopes=read',
      'scopes=write',
    ]);
  });

  it('are not what the destination declares public, with all that is in it', () => {
    expect(pathsOf(['subdomain', 'oauth.tenant', 'scopes', 'oauth.nested', 'pin'])).toEqual([
      'apiKey=k-0123',
      'oauth.clientSecret=c-0123',
    ]);
  });

  it('are those of whatever it holds, an object or not', () => {
    expect(secretValues('k-0123', {})).toEqual([{ path: '', text: 'k-0123' }]);
    expect(secretValues(['a', null, undefined], {})).toEqual([{ path: '', text: 'a' }]);
    expect(secretValues({ oauth: { baseUrl: 'b-0123' } }, {})).toEqual([
      { path: 'oauth.baseUrl', text: 'b-0123' },
    ]);
  });
});
