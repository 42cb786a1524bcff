import { expect, it } from 'vitest';
import { upsertContact } from '../../../functions/destinations/salesforce/upsert-contact.ts';
import { salesforce } from '../../../lib/local/stand-ins/salesforce.ts';
import { customersTo, told } from './told.ts';

const integration = customersTo(upsertContact, ({ customerId, firstName, lastName, email }) => ({
  externalId: `${customerId}`,
  fields: { LastName: lastName ?? firstName, FirstName: firstName, Email: email },
}));
const story = () => told(integration, salesforce, { tokenPath: '/services/oauth2/token' });

it('a contact is made once, with a token that the supervisor got for the signed assertion', async () => {
  const { publish, thirdParty, statuses, tokensAskedFor, attempts } = story();
  await publish(1);
  expect(statuses()).toEqual([201]);
  expect(tokensAskedFor()).toBe(1);
  expect(attempts()).toEqual(['delivered 201']);
  expect(thirdParty.reception.journal.effects).toMatchObject([{ externalId: '1', created: true }]);
});

it('an external id of two records buries its own event, and the next one passes', async () => {
  const { publish, thirdParty, statuses, deadLetters, attempts } = story();
  for (const email of ['one@example.com', 'two@example.com'])
    thirdParty.reception.seed({ externalId: '1', email });
  await publish(1);
  await publish(2);
  expect(statuses()).toEqual([300, 201]);
  expect(attempts()).toEqual(['dead-lettered 300 MULTIPLE_CHOICES', 'delivered 201']);
  expect(deadLetters()).toBe(1);
});

it('a day that is used up is waited for, costs no attempt, and is asked about four times an hour', async () => {
  const { publish, thirdParty, statuses, deadLetters, attempts, world } = story();
  thirdParty.reception.setLimit({ requests: 1, windowMs: 24 * 60 * 60_000 });
  // Others of the org stop calling.
  world.kernel.schedule(50 * 60_000, () => thirdParty.reception.setLimit(null));
  await publish(1, 2);
  expect(deadLetters()).toBe(0);
  expect(thirdParty.reception.journal.effects).toHaveLength(2);
  const refusals = statuses().filter((status) => status === 403).length;
  expect(refusals).toBeGreaterThanOrEqual(2);
  expect(refusals).toBeLessThanOrEqual(5);
  expect(new Set(attempts())).toEqual(new Set(['delivered 201', 'deferred 403 REQUEST_LIMIT_EXCEEDED']));
});
