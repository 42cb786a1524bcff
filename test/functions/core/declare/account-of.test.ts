import { expect, it } from 'vitest';
import { accountOf, contractOf, operationAt } from '../../../../functions/core/declare/account-of.ts';
import { declareContract } from '../../../../functions/core/declare/contract.ts';
import { contractIn } from '../../../../functions/core/declare/in-environment.ts';
import { functionSources } from '../../../../lib/build/function-sources.ts';
import {
  createThing,
  type ThingParams,
  thingDestination,
  thingIntegration,
} from '../../../fixtures/fixture-integration.ts';

const thing = thingDestination();
const us = accountOf(thing, 'thing-us', {
  baseUrl: 'https://us.example.com',
  allowedHosts: ['us.example.com'],
});

it('another account is the destination but for its name and what is changed', () => {
  expect(us).toEqual({
    ...thing,
    name: 'thing-us',
    contract: 'thing',
    baseUrl: 'https://us.example.com',
    allowedHosts: ['us.example.com'],
  });
  expect([thing, us, accountOf(us, 'thing-us-2')].map(contractOf)).toEqual(['thing', 'thing', 'thing']);
  expect(() => accountOf(thing, 'Thing US')).toThrow(/^destination name "Thing US": use lower-case words/);
});

it('an operation at another account is the same operation', () => {
  const operation = createThing();
  expect(operationAt(operation, us)).toEqual({ ...operation, destination: us });
});

it('its contract is that of the destination, asked with its own address and its own secret', () => {
  const operation = createThing();
  const probed = {
    operation,
    paths: { request: '/things' },
    distinct: (input: ThingParams) => input,
    withUnknown: () => ({ method: 'POST', path: '/things' }) as const,
  };
  const contract = declareContract({ destination: thing, maps: ['tags'], operations: [probed] });
  const found = contractIn(undefined, [contract], us);
  expect([found?.maps, found?.destination, found?.operations[0]?.operation.destination]).toEqual([
    ['tags'],
    us,
    us,
  ]);
  expect(contractIn(undefined, [contract], thingDestination({ name: 'other' }))).toBeUndefined();
});

it('its function is deployed with the lock of the destination', () => {
  const integration = { ...thingIntegration(operationAt(createThing(), us)), name: 'thing-made-to-thing-us' };
  const [own, , watch] = functionSources([thingIntegration(), integration]).slice(1);
  expect(own?.files).toEqual({ 'contract.lock.json': 'contracts/thing.lock.json' });
  expect(watch?.files).toEqual({ 'contracts/thing.lock.json': 'contracts/thing.lock.json' });
});
