import assert from 'node:assert/strict';
import { assertBooked, booksOf, standInsOf } from '../books.ts';
import { operate } from '../operator.ts';
import type { Step } from '../proof.ts';
import { countsOf } from './buries-invalid-events.ts';

export const buriesRejectedEvents: Step = {
  claim: 'what the third party rejects is a dead letter, and is delivered when it is redriven',
  onlyEmulated: true,
  run: async (proof) => {
    const dev = operate(proof, 'dev');
    const before = booksOf(proof, 'dev').stripe?.length ?? 0;
    standInsOf(proof, 'dev').stripe?.faults.add([{ kind: 'rejected' }]);
    await dev.send('payment.requested', 'data.customerId=42', 'data.paymentId=pay_42');
    await proof.until('the dead letter is there', async () => {
      const counts = countsOf(await dev.deadLetters());
      assert.deepEqual(counts['payment-requested-to-stripe'], { REQUEST_REJECTED: 1 });
    });
    assert.equal(booksOf(proof, 'dev').stripe?.length, before);
    await dev.redrive('payment-requested-to-stripe');
    await proof.until('it has arrived', async () => assertBooked(proof, 'dev', { stripe: before + 1 }));
    assert(booksOf(proof, 'dev').stripe?.includes('pay_42'));
    // Of one environment are the dead letters of the other.
    assert.deepEqual(countsOf(await operate(proof, 'staging').deadLetters()), {});
  },
};
