import assert from 'node:assert/strict';
import { booksOf, hasBooked, standInsOf } from '../books.ts';
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
    const running = await proof.until('nothing is parked', async () => {
      const status = await operate(proof, 'dev').status();
      return status.every(({ parked }) => parked === null) ? status : undefined;
    });
    assert.deepEqual(
      running.map(({ eventSource }) => eventSource),
      ['Enabled', 'Enabled', 'Enabled', 'Enabled'],
    );
  },
};

export const deliversOnce: Step = {
  claim: 'an event reaches each third party once, however often it is published, and no other environment',
  onlyEmulated: true,
  run: async (proof) => {
    const [dev, staging] = [operate(proof, 'dev'), operate(proof, 'staging')];
    const customer = ['id=once', 'subject=42', 'data.customerId=42'];
    await dev.send('customer.created', ...customer);
    await dev.send('customer.created', ...customer);
    await staging.send('customer.created', 'data.customerId=43');
    await staging.send('payment.requested', 'data.customerId=43', 'data.paymentId=pay_43');
    const outcomes = await proof.until('every delivery is settled', async () => {
      const lines = await dev.attempts('once');
      return lines.length === 6 ? lines.map(({ outcome }) => outcome).toSorted() : undefined;
    });
    const [delivered, duplicate] = ['delivered', 'duplicate'];
    assert.deepEqual(outcomes, [delivered, delivered, delivered, duplicate, duplicate, duplicate]);
    await proof.until('staging has delivered', async () =>
      hasBooked(proof, 'staging', { stripe: 2, hubspot: 1, intercom: 1 }) ? true : undefined,
    );
    assert.deepEqual(booksOf(proof, 'dev'), { stripe: ['42'], hubspot: ['42'], intercom: ['42'] });
    assert.deepEqual(booksOf(proof, 'staging'), {
      stripe: ['43', 'pay_43'],
      hubspot: ['43'],
      intercom: ['43'],
    });
  },
};
