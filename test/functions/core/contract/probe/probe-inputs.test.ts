import { describe, expect, it } from 'vitest';
import { fixturesOf } from '../../../../../functions/core/contract/probe/probe-inputs.ts';
import { shopIntegrations as integrations, shopContracts } from '../../../../fixtures/shop/index.ts';

/** How Helpdesk's contacts are probed. */
function probedContact() {
  const contract = shopContracts.find(({ destination }) => destination.name === 'helpdesk');
  const [found] = contract !== undefined && 'operations' in contract ? contract.operations : [];
  if (found === undefined) throw new Error('Helpdesk declares no operation');
  return found;
}

describe('the inputs that a probe sends', () => {
  it('are what the mapper makes of the whole example, and of the barest that is still valid', () => {
    expect(fixturesOf(probedContact(), integrations)).toEqual([
      {
        role: 'user',
        external_id: '48213',
        email: 'ada.lovelace@example.com',
        name: 'Ada Lovelace',
        phone: '+442079460958',
        signed_up_at: 1_795_426_200,
        unsubscribed_from_emails: false,
      },
      {
        role: 'user',
        external_id: '48213',
        email: 'ada.lovelace@example.com',
        name: 'Ada',
        signed_up_at: 1_795_426_200,
        unsubscribed_from_emails: false,
      },
    ]);
  });

  it('are those that it was declared with where no integration uses it, or none', () => {
    const probed = probedContact();
    const { destination } = probed.operation;
    const another = { ...probed, operation: { ...probed.operation, name: 'delete-everything' } };
    const elsewhere = { ...probed.operation, destination: { ...destination, name: 'other-desk' } };
    expect(fixturesOf(another, integrations)).toEqual([]);
    expect(fixturesOf({ ...another, examples: [{ all: true }] }, integrations)).toEqual([{ all: true }]);
    // Two third parties may call what they do the same.
    expect(fixturesOf({ ...probed, operation: elsewhere }, integrations)).toEqual([]);
    expect(fixturesOf({ ...probed, examples: [{ all: true }] }, integrations)).toHaveLength(2);
  });
});
