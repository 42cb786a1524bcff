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
    await proof.until('both integrations of Stripe stand still', async () => {
      const parked = (await dev.status()).filter(({ parked: is }) => is !== null);
      assert.deepEqual(
        parked.map(({ integration, eventSource, parked: is }) => [integration, eventSource, is?.reason]),
        ['customer-created-to-stripe', 'payment-requested-to-stripe'].map((integration) => [
          integration,
          'Disabled',
          'the credentials were refused (status 401, invalid_request_error)',
        ]),
      );
    });
    await proof.until('its line is in the log', async () => {
      const [line] = await dev.attempts(eventId);
      assert.deepEqual(
        [line?.outcome, line?.request?.url, line?.response?.statusCode],
        ['parked', 'https://api.stripe.com/v1/payment_intents', 401],
      );
    });
  },
};
