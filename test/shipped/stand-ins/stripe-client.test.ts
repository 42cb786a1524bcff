import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { stripe } from '../../../lib/local/stand-ins/stripe.ts';
import { rig } from '../../lib/local/stand-ins/fixture-stand-in.ts';

test("Stripe's own client creates, changes, lists, removes, replays and reads errors of the stand-in", async () => {
  const { standIn } = await rig(stripe);
  try {
    const port = new URL(standIn.url).port;
    const client = new Stripe('right', { host: '127.0.0.1', port, protocol: 'http', maxNetworkRetries: 0 });
    const fields = {
      email: 'ada@example.com',
      metadata: { externalClientId: '7' },
      preferred_locales: ['de'],
    };
    const first = await client.customers.create(fields, { idempotencyKey: 'k' });
    const again = await client.customers.create(fields, { idempotencyKey: 'k' });
    expect(again.id).toBe(first.id);
    const second = await client.customers.update(first.id, {
      name: 'Ada',
      metadata: { externalClientId: '', tier: 'gold' },
    });
    expect(second).toMatchObject({
      id: first.id,
      name: 'Ada',
      email: 'ada@example.com',
      preferred_locales: ['de'],
    });
    expect(second.metadata).toEqual({ tier: 'gold' });
    expect(await client.customers.retrieve(first.id)).toMatchObject({ name: 'Ada' });
    await expect(client.customers.update('cus_none', {})).rejects.toMatchObject({ code: 'resource_missing' });
    const payment = { amount: 1999, currency: 'eur', customer: first.id };
    expect(await client.paymentIntents.create(payment)).toMatchObject({ amount: 1999, customer: first.id });
    await client.customers.create({ name: 'Eva' });
    const listed = await client.customers.list({ limit: 1 }).autoPagingToArray({ limit: 10 });
    expect(listed.map(({ name }) => name)).toEqual(['Eva', 'Ada']);
    expect(await client.customers.del(first.id)).toMatchObject({ id: first.id, deleted: true });
    await expect(
      client.customers.create({ email: 'eve@example.com' }, { idempotencyKey: 'k' }),
    ).rejects.toMatchObject({ type: 'StripeIdempotencyError', statusCode: 400 });
    standIn.setApiKey('another');
    await expect(client.balance.retrieve()).rejects.toMatchObject({ type: 'StripeAuthenticationError' });
  } finally {
    await standIn.stop();
  }
});
