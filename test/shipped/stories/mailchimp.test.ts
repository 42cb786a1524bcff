import { expect, it } from 'vitest';
import { putMember, subscriberHash } from '../../../functions/destinations/mailchimp/put-member.ts';
import { environments } from '../../../lib/environments.ts';
import { mailchimp } from '../../../lib/local/stand-ins/mailchimp.ts';
import { customersTo, told } from './told.ts';

const { dev } = environments;
const listId = '0123456789';
const environment = { ...dev, settings: { ...dev.settings, destinations: { mailchimp: { listId } } } };
const integration = customersTo(putMember, ({ firstName, email }) => ({
  email_address: email,
  status_if_new: 'pending' as const,
  merge_fields: { FNAME: firstName },
}));
const story = () => told(integration, mailchimp, { environment });

it('somebody is put on the audience that the settings name, under the digest of the address', async () => {
  const { publish, thirdParty, statuses, attempts, world } = story();
  await publish(1);
  expect(statuses()).toEqual([200]);
  expect(attempts()).toEqual(['delivered 200']);
  expect(thirdParty.reception.journal.effects).toMatchObject([{ created: true }]);
  const hash = subscriberHash('customer.1@example.com');
  expect(thirdParty.arrivals.map(({ path }) => path)).toEqual([`/3.0/lists/${listId}/members/${hash}`]);
  // Whoever knows the address finds its digest: it is no more in a log than the address.
  expect(JSON.stringify(world.lines)).not.toContain(hash);
});

it('a 403 without a word under heavy load is waited out, stops nobody and costs no attempt', async () => {
  const { publish, thirdParty, statuses, deadLetters, attempts, world } = story();
  thirdParty.reception.setLimit({ requests: 2, windowMs: 60_000 });
  await publish(1, 2, 3, 4);
  expect(thirdParty.reception.journal.effects).toHaveLength(4);
  expect(deadLetters()).toBe(0);
  expect(statuses()).toContain(403);
  expect(new Set(attempts())).toEqual(new Set(['delivered 200', 'deferred 403 RATE_LIMITED']));
  expect(world.services.alerts).toEqual([]);
});
