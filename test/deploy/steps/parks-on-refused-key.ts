import assert from 'node:assert/strict';
import { operate } from '../operator.ts';
import type { Step } from '../proof.ts';

/** Nobody's: Stripe's own test keys have a body of other letters. */
const refusedKey = 'sk_test_000000000000000000000000';

export const parksOnRefusedKey: Step = {
  claim: 'a refused key parks its destination: the supervisor pauses both of its event sources',
  run: async (proof) => {
    const dev = operate(proof, 'dev');
    await dev.setSecret('stripe', { apiKey: refusedKey });
    assert.equal(await dev.checkSecret('stripe'), 'api.stripe.com');
    const eventId = await dev.send('payment.requested', 'data.paymentId=pay_parked');
    const parked = await proof.until('the event sources of Stripe are paused', async () => {
      const integrations = await dev.status();
      const paused = integrations.filter(({ eventSource }) => eventSource === 'Disabled');
      return paused.length === 2 ? paused : undefined;
    });
    assert.deepEqual(
      parked.map(({ integration, parked: is }) => [integration, is?.reason, is?.goesOnWith]),
      ['customer-created-to-stripe', 'payment-requested-to-stripe'].map((integration) => [
        integration,
        'the credentials were refused (status 401)',
        'new secret',
      ]),
    );
    const [line] = await proof.until('its line is in the log', async () => {
      const lines = await dev.attempts(eventId);
      return lines.length > 0 ? lines : undefined;
    });
    assert.deepEqual(
      [line?.outcome, line?.request?.url, line?.response?.statusCode],
      ['parked', 'https://api.stripe.com/v1/payment_intents', 401],
    );
  },
};
