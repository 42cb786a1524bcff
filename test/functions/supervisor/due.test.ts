import { describe, expect, it } from 'vitest';
import type { Parking } from '../../../functions/core/pace/account.ts';
import { isNewer, whatIsDue } from '../../../functions/supervisor/due.ts';
import type { SupervisorRequest } from '../../../functions/supervisor/request.ts';

const reconcile: SupervisorRequest = { ask: 'look', destination: 'thing' };
const resume: SupervisorRequest = { ask: 'resume', destination: 'thing' };
const park: SupervisorRequest = { ask: 'park', destination: 'thing', reason: 'they move house' };
const refused: Parking = { parkedAtMs: 1_000, reason: 'HTTP 401', refusedVersion: 'v1' };
const byOperator: Parking = { parkedAtMs: 1_000, reason: 'they move house' };
const tenDaysMs = 864_000_000;

describe('what is due at a destination', () => {
  it.each([reconcile, resume])('that is not parked is that its event sources are enabled: %j', (request) => {
    expect(whatIsDue({ request, parking: undefined, nowMs: 10_000 })).toEqual({
      eventSources: 'enabled',
      alert: false,
      probe: 'none',
    });
  });

  it.each([
    ['whose credentials were refused', 'a probe of a newer secret', reconcile, refused, 'newer-secret'],
    ['whose credentials were refused', 'a probe of any secret on resume', resume, refused, 'any-secret'],
    ['whose credentials were refused', 'no probe on park', park, refused, 'none'],
    ['that an operator parked', 'no probe', reconcile, byOperator, 'none'],
    ['that an operator parked', 'a probe of any secret on resume', resume, byOperator, 'any-secret'],
    ['that an operator parked', 'no probe on park', park, byOperator, 'none'],
  ] as const)('%s is a pause, an alert and %s', (_which, _what, request, parking, probe) => {
    expect(whatIsDue({ request, parking, nowMs: 10_000 })).toEqual({
      eventSources: 'paused',
      alert: true,
      probe,
    });
  });

  it('is no second alert of an incident', () => {
    const parking = { ...refused, alertedAtMs: 2_000 };
    expect(whatIsDue({ request: reconcile, parking, nowMs: 10_000 }).alert).toBe(false);
  });

  it('is that the event sources run again when it has been parked for ten days', () => {
    const at = (nowMs: number) => whatIsDue({ request: reconcile, parking: refused, nowMs }).eventSources;
    expect([at(1_000 + tenDaysMs - 1), at(1_000 + tenDaysMs)]).toEqual(['paused', 'enabled']);
  });
});

describe('a version of the secret', () => {
  it('is newer when it is another than the refused one, and none is where none was refused', () => {
    expect([isNewer('v1', refused), isNewer('v2', refused), isNewer('v2', byOperator)]).toEqual([
      false,
      true,
      false,
    ]);
  });
});
