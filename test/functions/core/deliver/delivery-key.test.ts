import { expect, test } from 'vitest';
import { deliveryKey, idempotencyKey } from '../../../../functions/core/deliver/delivery-key.ts';

const identity = { integration: 'customer-created-to-stripe', source: '/crm', id: '42' };

// Literal: a key that changed would send again what was sent under the old one.
test('the key of a delivery is the same for ever', () => {
  expect(deliveryKey(identity)).toBe(
    'customer-created-to-stripe#f930ff339a1df2dd2dbd70b251052f8ee191261d0db0d7c21fd1383b75912c00',
  );
  expect(idempotencyKey(identity, 0)).toBe(
    'interlock-customer-created-to-stripe-f930ff339a1df2dd2dbd70b251052f8ee191261d0db0d7c21fd1383b75912c00',
  );
});

test('two pairs that read alike when joined are two deliveries', () => {
  const one = deliveryKey({ ...identity, source: 'a', id: 'b,c' });
  const other = deliveryKey({ ...identity, source: 'a,b', id: 'c' });
  expect(one).not.toBe(other);
});

test('two integrations of one event are two deliveries', () => {
  expect(deliveryKey(identity)).not.toBe(
    deliveryKey({ ...identity, integration: 'customer-created-to-hubspot' }),
  );
});

test('with the longest name a third party takes the key: at most 255 characters', () => {
  const longest = { integration: 'x'.repeat(46), source: 's'.repeat(256), id: 'i'.repeat(256) };
  expect(idempotencyKey(longest, 0)).toMatch(/^[a-z0-9-]{1,255}$/);
});

test('what a person lets be sent anew has a key of its own', () => {
  const identity = { integration: 'a-to-b', source: '/shop', id: '1' };
  expect(idempotencyKey(identity, 2)).toBe(`${idempotencyKey(identity, 0)}-2`);
});

test('a key longer than the third party takes is as much of a digest, the same for ever and for nobody else', () => {
  const identity = { integration: 'payment-requested-to-adyen', source: '/shop', id: 'e-1' };
  const short = idempotencyKey(identity, 0, 64);
  expect(short).toMatch(/^[0-9a-f]{64}$/);
  expect(idempotencyKey(identity, 0, 40)).toBe(short.slice(0, 40));
  expect(idempotencyKey(identity, 0, 255)).toBe(idempotencyKey(identity, 0));
  const others = [
    idempotencyKey(identity, 1, 64),
    idempotencyKey({ ...identity, id: 'e-2' }, 0, 64),
    idempotencyKey({ ...identity, integration: 'refund-requested-to-adyen' }, 0, 64),
  ];
  expect(new Set([short, ...others]).size).toBe(4);
});
