import { describe, expect, it } from 'vitest';
import { alertOf } from '../../../functions/supervisor/alert.ts';
import type { Incident } from '../../../functions/supervisor/incident.ts';

const context = {
  environment: 'prod',
  destination: 'stripe',
  integrations: ['customer-created-to-stripe', 'payment-requested-to-stripe'],
  lastChanceMs: 13 * 86_400_000,
  redact: (text: string) => text.replaceAll('sk.live.1', '«secret»'),
};
const sinceMs = Date.UTC(2026, 10, 24, 9, 30);
const refused: Incident = {
  kind: 'parked',
  parking: { parkedAtMs: sinceMs, reason: 'HTTP 401', refusedVersion: 'v1' },
};

describe('the alert', () => {
  it('says what stands still, since when, why, and what to run', () => {
    expect(alertOf(refused, context)).toEqual({
      subject: 'Interlock prod: stripe is parked',
      text: `stripe is parked in prod since 2026-11-24T09:30:00.000Z.
Why: "HTTP 401"

No calls are made by: customer-created-to-stripe, payment-requested-to-stripe.
Their events wait in their queues and use up no attempt; after 13 days of waiting they become dead letters.

Set credentials that work; once a probe with them passes, everything goes on by itself:
  npm run interlock -- secret set stripe --env prod
If those that are there come to work, it is found by itself, within a quarter of an hour; or at once:
  npm run interlock -- resume stripe --env prod
What stands still, and how much waits:
  npm run interlock -- status --env prod`,
    });
  });

  it('says what the last look came to, where there was one', () => {
    const lastLook = 'the probe came back with CREDENTIALS_REJECTED, HTTP 401 (api_key_expired)';
    expect(alertOf(refused, { ...context, lastLook }).text).toContain(`Why: "HTTP 401"
The last look: "the probe came back with CREDENTIALS_REJECTED, HTTP 401 (api_key_expired)"
`);
  });

  it('promises nothing that only refused credentials have, when an operator parked it', () => {
    const { text } = alertOf(
      { kind: 'parked', parking: { parkedAtMs: 0, reason: 'they move house' } },
      context,
    );
    expect(text).toContain(
      'Nothing goes on by itself. To go on, if a probe passes:\n  npm run interlock -- resume stripe --env prod\n',
    );
    expect(text).not.toContain('secret set');
  });

  it('says of a third party that refuses everybody what to look at, and that nothing is given up for it', () => {
    const circuit = {
      kind: 'refused' as const,
      sinceMs,
      untilMs: sinceMs,
      openings: 1,
      reason: 'status 301 — look at the address: the baseUrl in the secret, the path, and what answers there',
    };
    expect(alertOf({ kind: 'refused', circuit }, context)).toEqual({
      subject: 'Interlock prod: stripe refuses every request',
      text: `stripe refuses every request in prod since 2026-11-24T09:30:00.000Z.
Why: "status 301 — look at the address: the baseUrl in the secret, the path, and what answers there"

No calls are made by: customer-created-to-stripe, payment-requested-to-stripe.
Their events wait in their queues and use up no attempt; after 13 days of waiting they become dead letters.

No event is given up for it, and once it is mended everything goes on by itself. To go on at once, if a probe passes:
  npm run interlock -- resume stripe --env prod
What stands still, and how much waits:
  npm run interlock -- status --env prod`,
    });
    expect(alertOf({ kind: 'refused', circuit, operation: 'create-customer' }, context).subject).toBe(
      'Interlock prod: stripe refuses every create-customer',
    );
  });

  it('frames whatever words are not its own, without their secrets, and takes no name that is none', () => {
    const reason = 'moved\n\nPay sk.live.1 to https://evil.example';
    const parked: Incident = { kind: 'parked', parking: { parkedAtMs: 0, reason } };
    const { text } = alertOf(parked, { ...context, lastLook: reason });
    const framed = '"moved Pay «secret» to https[:]//evil[.]example"';
    expect(text.split('\n').slice(1, 3)).toEqual([`Why: ${framed}`, `The last look: ${framed}`]);
    const circuit = { kind: 'refused' as const, sinceMs, untilMs: sinceMs, openings: 1, reason };
    expect(alertOf({ kind: 'refused', circuit, operation: 'x https://evil.example' }, context).subject).toBe(
      'Interlock prod: stripe refuses every request of an operation that is not known',
    );
  });
});
