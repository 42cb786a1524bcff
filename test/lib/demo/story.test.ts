import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { defineEvent } from '../../../functions/core/declare/event.ts';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { storyAt } from '../../../lib/demo/story.ts';
import { varied } from '../../../lib/demo/vary.ts';
import { orderPaidToBilling, orderPlacedToBilling } from '../../fixtures/fixture-integrations.ts';

const parcel = defineEvent({
  type: 'parcel.shipped',
  data: z.looseObject({
    parcelId: z.string(),
    recipient: z.looseObject({ name: z.string(), email: z.nullable(z.email()) }),
    service: z.enum(['standard', 'express']),
    weight: z.nullable(z.number()),
  }),
  personal: [],
  example: {
    parcelId: 'P-1',
    recipient: { name: 'Ada', email: 'ada@example.com' },
    service: 'express',
    weight: 2,
  },
});

it('the events of a story are unlike each other at any depth, and keep what their contract allows only so', () => {
  expect(varied(parcel, 7)).toEqual({
    parcelId: 'parcelId-7',
    recipient: { name: 'Ada 7', email: 'customer7@example.com' },
    service: 'express',
    weight: 2,
  });
});

it('every third event leaves out what it may', () => {
  expect(varied(parcel, 6)).toMatchObject({ parcelId: 'parcelId-6', weight: null });
});

it('no event is varied into what a mapping cannot take', () => {
  const isTaken = (data: unknown) => (data as { parcelId: string }).parcelId === 'P-1';
  expect(varied(parcel, 7, isTaken)).toMatchObject({ parcelId: 'P-1', recipient: { name: 'Ada 7' } });
});

/** The same with another limit of its destination. */
const slowed = (integration: AnyIntegration, requests: number): AnyIntegration => ({
  ...integration,
  operation: {
    ...integration.operation,
    destination: { ...integration.operation.destination, rateLimits: [{ requests, windowMs: 60_000 }] },
  },
});

const countsOf = (integrations: readonly AnyIntegration[]) => {
  const { events } = storyAt('2026-11-24T00:00:00Z', integrations);
  return [...new Set(events.map(({ type }) => type))].map(
    (type) => events.filter((one) => one.type === type).length,
  );
};

it('a story has as many events as its third parties can take in half a minute, and 160 and 60 at most', () => {
  expect(countsOf([orderPlacedToBilling, orderPaidToBilling])).toEqual([160, 60]);
  expect(countsOf([slowed(orderPlacedToBilling, 100)])).toEqual([49]);
  expect(countsOf([slowed(orderPlacedToBilling, 100), slowed(orderPaidToBilling, 100)])).toEqual([24, 24]);
  expect(countsOf([slowed(orderPlacedToBilling, 1)])).toEqual([2]);
});
