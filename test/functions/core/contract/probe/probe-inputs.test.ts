import { describe, expect, it } from 'vitest';
import { fixturesOf } from '../../../../../functions/core/contract/probe/probe-inputs.ts';
import { shopIntegrations as integrations } from '../../../../fixtures/shop/index.ts';

describe('the inputs that a probe sends', () => {
  it('are what the mapper makes of the whole example, and of the barest that is still valid', () => {
    expect(fixturesOf('create-contact', integrations)).toEqual([
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

  it('are none for an operation that no integration uses', () => {
    expect(fixturesOf('delete-everything', integrations)).toEqual([]);
  });
});
