import { expect, test } from 'vitest';
import { isPrivateHost } from '../../../lib/contract/is-private-host.ts';

test.each([
  '127.0.0.1',
  '127.8.9.1',
  'localhost',
  'api.localhost',
  '[::1]',
  '[fd00::1]',
  '10.0.0.7',
  '172.31.0.1',
  '192.168.1.1',
  '169.254.1.1',
  'wiremock',
  'stripe.internal',
])('whoever answers at %s is no third party', (hostname) => {
  expect(isPrivateHost(hostname)).toBe(true);
});

test.each(['api.stripe.com', '172.32.0.1', '8.8.8.8', '[2600::1]', 'localhost.example.com'])(
  'whoever answers at %s may be one',
  (hostname) => {
    expect(isPrivateHost(hostname)).toBe(false);
  },
);
