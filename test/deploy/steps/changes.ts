import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { addedIntegration } from '../../docs/readme-integration.ts';
import { assertBooked, booksOf } from '../books.ts';
import { deploy } from '../deploy.ts';
import { operate } from '../operator.ts';
import type { Proof, Step } from '../proof.ts';
import { copyWithAddedIntegration } from '../repository-copy.ts';
import { identities } from '../stack-resources.ts';
import { countsOf } from './buries-invalid-events.ts';

export const changes: Step = {
  claim: 'an added integration deploys and nothing that was there is replaced, set anew or resumed',
  run: async (proof) => {
    const root = copyWithAddedIntegration();
    try {
      await deployIn(root, proof);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  },
};

async function deployIn(root: string, proof: Proof): Promise<void> {
  const { clients } = proof.account;
  const dev = operate(proof, 'dev', root);
  const paused = await pauseOne(proof);
  const before = await identities(clients, 'dev');
  const others = proof.environments.filter((environment) => environment !== 'dev');
  const elsewhere = await Promise.all(others.map((environment) => identities(clients, environment)));
  const letters = countsOf(await operate(proof, 'dev').deadLetters());

  await deploy(proof, ['dev'], root);

  const after = await identities(clients, 'dev');
  const kept = [...before.keys()].map((id) => [id, after.get(id)]);
  assert.deepEqual(kept, [...before]);
  const added = [...after.keys()].filter((id) => !before.has(id));
  assert(added.length > 0 && added.every((id) => id.startsWith('customercreatedtobilling')), `${added}`);
  assert.deepEqual(await Promise.all(others.map((other) => identities(clients, other))), elsewhere);
  assert.deepEqual(countsOf(await dev.deadLetters()), letters);
  const status = await dev.status();
  assert(status.some(({ integration }) => integration === addedIntegration));
  const stillPaused = status.filter(({ eventSource }) => eventSource !== 'Enabled');
  assert.deepEqual(
    stillPaused.map(({ integration }) => integration),
    paused,
  );
  if (proof.outside !== undefined) await deliverTo(addedIntegration, proof, root);
}

/** Names what is paused: what a refused key has left so, or what an operator parks now while an event waits. */
async function pauseOne(proof: Proof): Promise<readonly string[]> {
  const dev = operate(proof, 'dev');
  if (proof.outside !== undefined) await dev.park('intercom');
  return proof.until('an event source is paused', async () => {
    const paused = (await dev.status()).filter(({ eventSource }) => eventSource === 'Disabled');
    assert(paused.length > 0, 'none is');
    return paused.map(({ integration }) => integration);
  });
}

/** By Stripe's account, which the added integration shares; Intercom gets the event when it may go on. */
async function deliverTo(added: string, proof: Proof, root: string): Promise<void> {
  const dev = operate(proof, 'dev', root);
  const known = booksOf(proof, 'dev').stripe?.length ?? 0;
  const eventId = await dev.send('customer.created', 'data.customerId=44', 'data.email=44@example.com');
  await proof.until('both integrations of Stripe have delivered', async () =>
    assertBooked(proof, 'dev', { stripe: known + 2, hubspot: 2, intercom: 1 }),
  );
  await dev.resume('intercom');
  await proof.until('the parked event has arrived', async () => assertBooked(proof, 'dev', { intercom: 2 }));
  await proof.until('its line is in the log', async () => {
    const lines = await dev.attempts(eventId);
    assert.equal(lines.find(({ integration }) => integration === added)?.outcome, 'delivered');
  });
}
