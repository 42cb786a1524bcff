import { describe, expect, it } from 'vitest';
import { isAllowedHost } from '../../../../functions/core/declare/allowed-host.ts';
import { thingDestination } from '../../../fixtures/fixture-integration.ts';

const hosts = ['api.example.com', '*.my.example.com'];

describe('an allowed host', () => {
  it.each([
    ['api.example.com', true],
    ['acme.my.example.com', true],
    ['acme--sandbox.my.example.com', true],
    ['my.example.com', false],
    ['.my.example.com', false],
    ['a.b.my.example.com', false],
    ['evilmy.example.com', false],
    ['acme.my.example.com.evil.example', false],
    ['localhost', false],
    ['', false],
    ['*.my.example.com', false],
  ])('stands for itself, or for one label more: %s %s', (hostname, isAllowed) => {
    expect(isAllowedHost(hostname, hosts)).toBe(isAllowed);
  });

  it.each([
    '*',
    '*.com',
    '*.',
    'a.*.com',
    '*a.my.example.com',
    '*.*.example.com',
    'API.example.com',
    'a.example:443',
    'https://a.example',
  ])('is refused in a declaration as %s', (host) => {
    expect(() => thingDestination({ allowedHosts: [host] })).toThrow(
      `thing: allowed host "${host}": use a host name in lower case without port, or "*." and at least two labels`,
    );
  });

  it.each(['127.0.0.1', '[::1]', 'localhost', 'api_v2.example.com', '*.my.example.com', '*.co.uk'])(
    'may be %s',
    (host) => {
      expect(thingDestination({ allowedHosts: [host] }).allowedHosts).toEqual([host]);
    },
  );
});
