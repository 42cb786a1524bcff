import { expect, it } from 'vitest';
import {
  contractWatchSource,
  functionSources,
  supervisorSource,
} from '../../../lib/build/function-sources.ts';
import { fixtureIntegrations } from '../../fixtures/fixture-integrations.ts';

it('deploys with each integration the lock of its destination, and all of them with their contracts with the watch', () => {
  expect(functionSources(fixtureIntegrations)).toEqual([
    ...fixtureIntegrations.map(({ name, operation }) => ({
      name,
      entry: `functions/integrations/${name}/handler.ts`,
      files: { 'contract.lock.json': `contracts/${operation.destination.name}.lock.json` },
    })),
    supervisorSource,
    {
      ...contractWatchSource,
      files: {
        'contracts/billing.lock.json': 'contracts/billing.lock.json',
        'contracts/support.lock.json': 'contracts/support.lock.json',
      },
      contracts: ['billing', 'support'],
    },
  ]);
});
