import assert from 'node:assert/strict';
import type { DeadLetters } from '../operator.ts';
import { operate } from '../operator.ts';
import type { Step } from '../proof.ts';

/** By integration, without those that have none. */
export const countsOf = ({ integrations }: DeadLetters) =>
  Object.fromEntries(
    integrations.flatMap(({ integration, counts }) =>
      Object.keys(counts).length === 0 ? [] : [[integration, counts]],
    ),
  );

export const buriesInvalidEvents: Step = {
  claim: 'an invalid event is a dead letter of each of its integrations, one of an unknown type is kept',
  run: async (proof) => {
    const dev = operate(proof, 'dev');
    const eventId = await dev.sendInvalid('customer.created', 'data.email=7');
    await dev.sendInvalid('customer.created', 'type=customer.creted');
    await proof.until('the dead letters are there', async () => {
      const letters = await dev.deadLetters();
      assert.equal(letters.unrouted, 1);
      assert.deepEqual(countsOf(letters), {
        'customer-created-to-stripe': { INVALID_EVENT: 1 },
        'customer-created-to-hubspot': { INVALID_EVENT: 1 },
        'customer-created-to-intercom': { INVALID_EVENT: 1 },
      });
    });
    await proof.until('its lines are in the log', async () => {
      const lines = await dev.attempts(eventId);
      assert.deepEqual(
        lines.map(({ outcome }) => outcome),
        ['dead-lettered', 'dead-lettered', 'dead-lettered'],
      );
    });
  },
};
