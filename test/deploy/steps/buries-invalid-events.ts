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
    const eventId = await dev.send('customer.created', 'data.email=7');
    await dev.send('customer.created', 'type=customer.creted');
    const found = await proof.until('the dead letters are there', async () => {
      const letters = await dev.deadLetters();
      return letters.unrouted === 1 && Object.keys(countsOf(letters)).length === 3 ? letters : undefined;
    });
    assert.deepEqual(countsOf(found), {
      'customer-created-to-stripe': { INVALID_EVENT: 1 },
      'customer-created-to-hubspot': { INVALID_EVENT: 1 },
      'customer-created-to-intercom': { INVALID_EVENT: 1 },
    });
    const outcomes = await proof.until('its lines are in the log', async () => {
      const lines = await dev.attempts(eventId);
      return lines.length === 3 ? lines.map(({ outcome }) => outcome) : undefined;
    });
    assert.deepEqual(outcomes, ['dead-lettered', 'dead-lettered', 'dead-lettered']);
  },
};
