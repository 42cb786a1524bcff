import { describe, expect, it } from 'vitest';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { environments } from '../../../lib/environments.ts';
import { capacityOf } from '../../../lib/stack/capacity.ts';
import {
  fixtureIntegrations,
  orderPaidToBilling,
  orderPlacedToBilling,
  orderPlacedToSupport,
} from '../../fixtures/fixture-integrations.ts';

const { local, prod } = environments;

function withDestination(changes: Partial<AnyIntegration['operation']['destination']>): AnyIntegration {
  const integration: AnyIntegration = orderPlacedToBilling;
  const { operation } = integration;
  return {
    ...integration,
    operation: { ...operation, destination: { ...operation.destination, ...changes } },
  };
}

describe('capacityOf', () => {
  it('works out every number of an integration from its destination', () => {
    expect(capacityOf(orderPlacedToBilling, prod, fixtureIntegrations)).toEqual({
      batchSize: 10,
      functionTimeoutSeconds: 35,
      visibilityTimeoutSeconds: 211,
      maximumConcurrency: 5,
      queueRetentionDays: 14,
      deadLetterRetentionDays: 14,
      maxReceiveCount: 1_000,
      ledgerRetentionDays: 28,
    });
  });

  it('gives a function time for the request, one more with fresh credentials, the lookup and its follow-up', () => {
    expect(capacityOf(orderPlacedToSupport, prod, fixtureIntegrations).functionTimeoutSeconds).toBe(55);
  });

  it('hides a message for six function timeouts and the batching window, in every environment', () => {
    expect(capacityOf(orderPlacedToSupport, prod, fixtureIntegrations).visibilityTimeoutSeconds).toBe(331);
    expect(capacityOf(orderPlacedToSupport, local, fixtureIntegrations).visibilityTimeoutSeconds).toBe(330);
  });

  it('gives an integration the sandboxes of its destination when it shares them with nobody', () => {
    expect(capacityOf(orderPaidToBilling, prod, [orderPaidToBilling]).maximumConcurrency).toBe(10);
  });

  it('keeps to the two sandboxes that Lambda asks for when the limit needs fewer', () => {
    expect(capacityOf(orderPlacedToSupport, prod, fixtureIntegrations).maximumConcurrency).toBe(2);
  });

  it.each([
    [[{ requests: 1_000, windowMs: 1_000 }], 50],
    [[{ requests: 10, windowMs: 1_000 }], 2],
  ])("follows the limits of the environment's own account: %j", (rateLimits, expected) => {
    const own = { ...prod, settings: { ...prod.settings, rateLimits: { billing: rateLimits } } };
    expect(capacityOf(orderPlacedToBilling, own, fixtureIntegrations).maximumConcurrency).toBe(expected);
    expect(capacityOf(orderPlacedToSupport, own, fixtureIntegrations).maximumConcurrency).toBe(2);
  });

  it('keeps to the thousand sandboxes that Lambda allows when the limit could use more', () => {
    const boundless = withDestination({ rateLimits: [{ requests: 1_000_000, windowMs: 1_000 }] });
    expect(capacityOf(boundless, prod, [boundless]).maximumConcurrency).toBe(1_000);
  });

  it.each([
    [5, 1, 2, 2],
    [10, 1, 2, 5],
    [100, 1, 10, 10],
    [5, 3, 2, 1],
  ])(
    'has at most a lane for each delivery in hand: of %i requests at once, %i integrations, %i sandboxes with %i',
    (concurrentRequests, sharing, sandboxes, batch) => {
      const limits = { rateLimits: [{ requests: 1_000_000, windowMs: 1_000 }], concurrentRequests } as const;
      const all = Array.from({ length: sharing }, () => withDestination(limits));
      const [one = withDestination(limits)] = all;
      const { maximumConcurrency, batchSize } = capacityOf(one, prod, all);
      expect([maximumConcurrency, batchSize]).toEqual([sandboxes, batch]);
    },
  );

  it('keeps to what the environment allows when the limit could use more', () => {
    const boundless = withDestination({ rateLimits: [{ requests: 1_000_000, windowMs: 1_000 }] });
    expect(capacityOf(boundless, local, [boundless]).maximumConcurrency).toBe(4);
  });

  it('refuses a request timeout that does not fit into an invocation', () => {
    const endless = withDestination({ requestTimeoutMs: 450_000 });
    expect(() => capacityOf(endless, prod, [endless])).toThrow(
      new RangeError(
        'order-placed-to-billing: one delivery may take 915 s, Lambda allows 900 s: ' +
          'lower requestTimeoutMs of billing (450000)',
      ),
    );
  });

  it.each([
    ['Stripe’s', [{ requests: 25, windowMs: 1_000 }], 1, 10],
    ['Stripe’s, shared by two integrations', [{ requests: 25, windowMs: 1_000 }], 2, 10],
    ['HubSpot’s', [{ requests: 100, windowMs: 10_000 }], 1, 10],
    ['HubSpot’s, shared by three integrations', [{ requests: 100, windowMs: 10_000 }], 3, 7],
    ['Intercom’s', [{ requests: 1_666, windowMs: 10_000 }], 1, 10],
    ['one request a second', [{ requests: 1, windowMs: 1_000 }], 1, 1],
    ['two requests a second', [{ requests: 2, windowMs: 1_000 }], 1, 2],
    ['one request a minute', [{ requests: 1, windowMs: 60_000 }], 1, 1],
    ['a thousand a day, in any pace', [{ requests: 1_000, windowMs: 86_400_000 }], 1, 10],
    ['more than fifty sandboxes use up', [{ requests: 5_000, windowMs: 10_000 }], 1, 10],
  ] as const)(
    'lets all sandboxes together have no more in hand than permits of five seconds: %s',
    (_, rateLimits, sharing, batchSize) => {
      const integration = withDestination({ rateLimits });
      const all = Array.from({ length: sharing }, () => integration);
      expect(capacityOf(integration, prod, all).batchSize).toBe(batchSize);
    },
  );

  it('goes by the limits of the environment’s own account', () => {
    const { name } = orderPlacedToBilling.operation.destination;
    const settings = { ...prod.settings, rateLimits: { [name]: [{ requests: 1, windowMs: 1_000 }] } };
    const { batchSize, maximumConcurrency } = capacityOf(orderPlacedToBilling, { ...prod, settings }, [
      orderPlacedToBilling,
    ]);
    expect({ batchSize, maximumConcurrency }).toEqual({ batchSize: 1, maximumConcurrency: 2 });
  });
});
