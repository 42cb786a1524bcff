import { expect, it } from 'vitest';
import { createInvoice } from '../../../functions/destinations/xero/create-invoice.ts';
import { xero } from '../../../lib/local/stand-ins/xero.ts';
import { customersTo, told } from './told.ts';

/** Each customer is billed for coming. */
const integration = customersTo(createInvoice, ({ customerId, firstName, email }) => ({
  InvoiceNumber: `welcome-${customerId}`,
  Contact: { Name: firstName, EmailAddress: email },
  Date: '2026-11-27',
  DueDate: '2026-12-11',
  CurrencyCode: 'GBP',
  LineItems: [{ Description: 'Welcome', Quantity: 1, UnitAmount: 19.99, AccountCode: '200' }],
}));
const story = () => told(integration, xero, { tokenPath: '/connect/token' });

it('an invoice is made once, with a token that the supervisor got for the consent', async () => {
  const { publish, thirdParty, statuses, tokensAskedFor, attempts } = story();
  await publish(1);
  expect(statuses()).toEqual([200]);
  expect(tokensAskedFor()).toBe(1);
  expect(attempts()).toEqual(['delivered 200']);
  expect(thirdParty.reception.journal.effects).toMatchObject([{ externalId: 'welcome-1', created: true }]);
  const [{ headers = {} } = {}] = thirdParty.arrivals.filter(({ path }) => path.startsWith('/api.xro'));
  expect(headers).toMatchObject({
    'xero-tenant-id': '0d6b7f9c-3f52-4c0e-9a51-7e2f4c8b1d30',
    accept: 'application/json',
  });
});

it('an answer that is lost is asked for again with the same key, and there is one invoice', async () => {
  const { publish, thirdParty, statuses } = story();
  thirdParty.reception.faults.add([{ kind: 'reset-after', match: { path: '/api.xro' } }]);
  await publish(1);
  expect(statuses()).toEqual([200, 200]);
  expect(new Set(thirdParty.arrivals.map(({ idempotencyKey }) => idempotencyKey)).size).toBe(2);
  expect(thirdParty.reception.journal.effects).toHaveLength(1);
});

it('what is left of the minute is read of each answer, so that it is never asked too much', async () => {
  const { publish, thirdParty, statuses } = story();
  thirdParty.reception.setLimit({ requests: 2, windowMs: 60_000 });
  await publish(1, 2, 3, 4);
  expect(statuses()).toEqual([200, 200, 200, 200]);
  expect(thirdParty.reception.journal.effects).toHaveLength(4);
});

it('a 429 that names its limit is waited for by all, and costs no attempt', async () => {
  const { publish, thirdParty, statuses, deadLetters, attempts, world } = story();
  const trouble = { kind: 'retry-after-seconds', seconds: 40, match: { path: '/api.xro' } } as const;
  thirdParty.reception.faults.add([trouble]);
  await publish(1, 2);
  const [first = 0, ...others] = thirdParty.arrivals
    .filter(({ path }) => path.startsWith('/api.xro'))
    .map(({ atMs }) => atMs);
  expect(statuses().toSorted()).toEqual([200, 200, 429]);
  expect(Math.max(...others) - first).toBeGreaterThan(39_000);
  expect(attempts()).toContain('deferred 429 RATE_LIMITED');
  expect(deadLetters()).toBe(0);
  expect(world.services.alerts).toEqual([]);
});
