import assert from 'node:assert/strict';
import { assertBooked, booksOf, standInsOf } from '../books.ts';
import { operate } from '../operator.ts';
import type { Step } from '../proof.ts';

export const goesOnWithNewKey: Step = {
  claim: 'a new secret lets the parked destination go on, after a probe with it',
  onlyEmulated: true,
  run: async (proof) => {
    for (const environment of proof.environments) {
      for (const { name, secret } of Object.values(standInsOf(proof, environment))) {
        // Without an address: it is asked at its own.
        await operate(proof, environment).setSecret(name, { apiKey: secret.apiKey });
      }
    }
    await proof.until('nothing stands still', async () => {
      const status = await operate(proof, 'dev').status();
      assert.deepEqual(
        status.map(({ eventSource, parked }) => [eventSource, parked]),
        status.map(() => ['Enabled', null]),
      );
    });
  },
};

export const deliversOnce: Step = {
  claim: 'an event reaches each third party once, however often it is published, and no other environment',
  onlyEmulated: true,
  run: async (proof) => {
    const [dev, staging] = [operate(proof, 'dev'), operate(proof, 'staging')];
    const customer = ['id=once', 'subject=42', 'data.customerId=42'];
    await dev.sendAndWait('customer.created', ...customer);
    await dev.send('customer.created', ...customer);
    await staging.send('customer.created', 'data.customerId=43');
    await staging.send('payment.requested', 'data.customerId=43', 'data.paymentId=pay_43');
    await proof.until('every delivery is settled', async () => {
      const lines = await dev.attempts('once');
      assert.deepEqual(
        lines.map(({ integration, outcome }) => `${integration} ${outcome}`).toSorted(),
        ['hubspot', 'intercom', 'stripe'].flatMap((name) => [
          `customer-created-to-${name} delivered`,
          `customer-created-to-${name} duplicate`,
        ]),
      );
    });
    await proof.until('staging has delivered', async () =>
      assertBooked(proof, 'staging', { stripe: 2, hubspot: 1, intercom: 1 }),
    );
    assert.deepEqual(booksOf(proof, 'dev'), { stripe: ['42'], hubspot: ['42'], intercom: ['42'] });
    assert.deepEqual(booksOf(proof, 'staging'), {
      stripe: ['43', 'pay_43'],
      hubspot: ['43'],
      intercom: ['43'],
    });
  },
};
