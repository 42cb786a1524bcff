import assert from 'node:assert/strict';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { ledgerTableName } from '../../../lib/names.ts';
import { standInsOf } from '../books.ts';
import { operate } from '../operator.ts';
import type { Proof, Step } from '../proof.ts';

const daySeconds = 86_400;

interface Remembered {
  readonly eventId: string;
  readonly integration: string;
  readonly status: string;
  /** From now on. */
  readonly forDays: number;
}

/** The deliveries in an environment's ledger; what it holds about destinations is left out. */
export async function remembered({ account }: Proof, environment: 'dev' | 'staging'): Promise<Remembered[]> {
  const found: Remembered[] = [];
  const { dynamodb: client } = account.clients;
  for await (const { Items = [] } of paginateScan({ client }, { TableName: ledgerTableName(environment) })) {
    for (const { id, eventId, status, expiration } of Items) {
      const [integration = ''] = (id?.S ?? '').split('#');
      if (integration === 'destination') continue;
      const forDays = Math.round((Number(expiration?.N) - Date.now() / 1_000) / daySeconds);
      found.push({ eventId: eventId?.S ?? '', integration, status: status?.S ?? '', forDays });
    }
  }
  return found;
}

export const remembersDeliveries: Step = {
  claim: 'each environment’s ledger remembers its deliveries for 28 days, and no log holds a key',
  onlyEmulated: true,
  run: async (proof) => {
    const once = (await remembered(proof, 'dev')).filter(({ eventId }) => eventId === 'once');
    const ofOnce = ['hubspot', 'intercom', 'stripe'].map((name) => ({
      eventId: 'once',
      integration: `customer-created-to-${name}`,
      status: 'delivered',
      forDays: 28,
    }));
    assert.deepEqual(
      once.toSorted((a, b) => a.integration.localeCompare(b.integration)),
      ofOnce,
    );
    const inStaging = await remembered(proof, 'staging');
    assert.deepEqual(
      inStaging.map(({ status }) => status),
      ['delivered', 'delivered', 'delivered', 'delivered'],
    );
    for (const environment of proof.environments) {
      const text = await operate(proof, environment).logText();
      assert(text.includes('"outcome":"delivered"'), 'the log is empty');
      for (const { name, secret } of Object.values(standInsOf(proof, environment))) {
        assert(!text.includes(String(secret.apiKey)), `the key of ${name} is in the log of ${environment}`);
      }
    }
  },
};
