import { expect, it } from 'vitest';
import type { Destination } from '../../../../functions/core/declare/destination.ts';
import type { Operation } from '../../../../functions/core/declare/operation.ts';
import { createThing, type ThingParams, thingDestination } from '../../../fixtures/fixture-integration.ts';

it.each<[string, Partial<Destination>]>([
  ['concurrentRequests is 0; a whole number from 1 to 100 can be held', { concurrentRequests: 0 }],
  ['concurrentRequests is 2.5; a whole number from 1 to 100 can be held', { concurrentRequests: 2.5 }],
  ['concurrentRequests is 101; a whole number from 1 to 100 can be held', { concurrentRequests: 101 }],
  [
    'resourceLimits are whole requests, at least 1, in a window of at most a minute (60000)',
    { resourceLimits: [] },
  ],
  [
    'resourceLimits are whole requests, at least 1, in a window of at most a minute (60000)',
    { resourceLimits: [{ requests: 1, windowMs: 60_001 }] },
  ],
  [
    'resourceLimits are whole requests, at least 1, in a window of at most a minute (60000)',
    { resourceLimits: [{ requests: 0, windowMs: 1_000 }] },
  ],
  [
    'costLimit has whole points, and restores more than 0 a second',
    { costLimit: { points: 100, restoredPerSecond: 0 } },
  ],
])('a destination cannot say: %s', (problem, limits) => {
  expect(() => thingDestination(limits)).toThrow(new TypeError(`destination "thing": ${problem}`));
});

const perResource = { resourceLimits: [{ requests: 1, windowMs: 1_000 }] };
const perCost = { costLimit: { points: 2_000, restoredPerSecond: 100 } };

it.each<[string, Partial<Destination>, Partial<Operation<ThingParams>>]>([
  ['say which of the resourceLimits a request is for: resource', perResource, {}],
  ['resource without resourceLimits', {}, { resource: () => 'a' }],
  ['say what a request may cost of the costLimit, in whole points: cost', perCost, {}],
  ['say what a request may cost of the costLimit, in whole points: cost', perCost, { cost: 0 }],
  ['cost without a costLimit', {}, { cost: 1 }],
  ["costs 1901, which with a second's points is more than 2000", perCost, { cost: 1_901 }],
  [
    "costs 1, which with a second's points is more than 100",
    { costLimit: { points: 100, restoredPerSecond: 100 } },
    { cost: 1 },
  ],
])('an operation cannot be: %s', (problem, limits, changes) => {
  expect(() => createThing(undefined, { destination: thingDestination(limits), ...changes })).toThrow(
    new TypeError(`operation "create-thing": ${problem}`),
  );
});

it('an operation says what its destination counts by', () => {
  const destination = thingDestination({ ...perResource, ...perCost, concurrentRequests: 5 });
  const resource = ({ reference }: ThingParams) => reference;
  expect(createThing(undefined, { destination, resource, cost: 1_900 })).toMatchObject({ cost: 1_900 });
});
