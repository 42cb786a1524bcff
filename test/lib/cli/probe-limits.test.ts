import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { expect, it } from 'vitest';
import type { RateLimit } from '../../../functions/core/declare/destination.ts';
import { createRedactor } from '../../../functions/core/redact/redactor.ts';
import { probeDestination } from '../../../lib/cli/probe/probe-destination.ts';
import { environments } from '../../../lib/environments.ts';
import { gazetteContract } from '../../fixtures/shop/functions/destinations/gazette/contract.ts';
import { shopIntegrations as integrations } from '../../fixtures/shop/index.ts';
import { TableModel } from '../../models/table.ts';

/** How far the next permit is off after a probe whose one request found nobody: milliseconds. */
async function nextPermitMs(rateLimits: Readonly<Record<string, readonly RateLimit[]>> | undefined) {
  const nowMs = Date.UTC(2026, 2, 1);
  const table = new TableModel({ name: 'interlock-local-ledger', partitionKey: 'id', now: () => nowMs });
  const dynamodb = {
    send: async (command: { input: object }) =>
      table.execute(command.constructor.name.replace('Command', ''), command.input),
  } as unknown as DynamoDBClient;
  const SecretString = JSON.stringify({ apiKey: 'pat-na1-0123456789', baseUrl: 'http://127.0.0.1:1' });
  const secrets = {
    send: async () => ({ SecretString, VersionId: 'v1' }),
  } as unknown as SecretsManagerClient;
  const { settings } = environments.local;
  await probeDestination({
    declaration: gazetteContract,
    environment: {
      ...environments.local,
      settings: { ...settings, ...(rateLimits === undefined ? {} : { rateLimits }) },
    },
    integrations,
    clients: { dynamodb, secrets },
    redactor: createRedactor(),
    writes: false,
    samples: 1,
    now: () => nowMs,
    sleep: () => Promise.reject(new Error('nothing to wait for')),
    randomId: () => '0123456789abcdef',
  });
  const [account] = table.items();
  return Number(account?.tatUs?.N) / 1_000 - nowMs;
}

it("a probe counts towards the limit of the environment's own account, and towards the declared one otherwise", async () => {
  expect(await nextPermitMs({ gazette: [{ requests: 1, windowMs: 20_000 }] })).toBeCloseTo(20_200, 0);
  // Ten seconds for a hundred, of which ten may come at once.
  expect(await nextPermitMs({ wallet: [{ requests: 1, windowMs: 20_000 }] })).toBeLessThan(120);
  expect(await nextPermitMs(undefined)).toBeLessThan(120);
});
