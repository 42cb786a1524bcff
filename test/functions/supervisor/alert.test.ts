import { describe, expect, it } from 'vitest';
import { alertOf } from '../../../functions/supervisor/alert.ts';

const incident = {
  environment: 'prod',
  destination: 'stripe',
  integrations: ['customer-created-to-stripe', 'payment-requested-to-stripe'],
  parking: { parkedAtMs: Date.UTC(2026, 10, 24, 9, 30), reason: 'HTTP 401', refusedVersion: 'v1' },
};

describe('the alert', () => {
  it('says what stands still, since when, why, and what to run', () => {
    expect(alertOf(incident)).toEqual({
      subject: 'Interlock prod: stripe is parked',
      text: `stripe is parked in prod since 2026-11-24T09:30:00.000Z.
Why: HTTP 401

No calls are made by: customer-created-to-stripe, payment-requested-to-stripe.
Their events wait in their queues and use up no attempt; after 13 days of waiting they become dead letters.

Set credentials that work; once a probe with them passes, everything goes on by itself:
  npm run interlock -- secret set stripe --env prod
If those that are there were made to work, go on with them:
  npm run interlock -- resume stripe --env prod
What stands still, and how much waits:
  npm run interlock -- status --env prod`,
    });
  });

  it('promises nothing that only refused credentials have, when an operator parked it', () => {
    const { text } = alertOf({ ...incident, parking: { parkedAtMs: 0, reason: 'they move house' } });
    expect(text).toContain(
      'Nothing goes on by itself. To go on, if a probe passes:\n  npm run interlock -- resume stripe --env prod\n',
    );
    expect(text).not.toContain('secret set');
  });
});
