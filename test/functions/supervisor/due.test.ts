import { describe, expect, it } from 'vitest';
import type { Parking } from '../../../functions/core/pace/account.ts';
import type { Circuit, Looks } from '../../../functions/core/pace/circuit.ts';
import { whatIsDue } from '../../../functions/supervisor/due.ts';
import type { SupervisorRequest } from '../../../functions/supervisor/request.ts';
import type { Standstill } from '../../../functions/supervisor/standstill.ts';

const reconcile: SupervisorRequest = { ask: 'look', destination: 'thing' };
const resume: SupervisorRequest = { ask: 'resume', destination: 'thing' };
const park: SupervisorRequest = { ask: 'park', destination: 'thing', reason: 'they move house' };
const refused: Parking = { parkedAtMs: 1_000, reason: 'HTTP 401', refusedVersion: 'v1' };
const byOperator: Parking = { parkedAtMs: 1_000, reason: 'they move house' };
const minuteMs = 60_000;

/** Open since the beginning, and by the breaker until then. */
const open = (kind: Circuit['kind'], untilMs = 30_000): Circuit => ({
  kind,
  sinceMs: 0,
  untilMs,
  openings: 1,
  reason: 'status 503',
});
const looks = (changes: Partial<Looks>): Looks => ({ dueAtMs: 0, count: 1, failedTries: 0, ...changes });
const due = (state: Partial<Standstill>, nowMs: number, request: SupervisorRequest = reconcile) =>
  whatIsDue({
    request,
    state: { operations: {}, sweepDueAtMs: 86_400_000, ...state },
    lastChance: { ageMs: 13 * 86_400_000 },
    nowMs,
  });

describe('what is due at a destination', () => {
  it.each([reconcile, resume])('that is not parked is that its event sources are enabled: %j', (request) => {
    expect(due({}, 10_000, request)).toEqual({
      paused: [],
      alerts: [],
      look: 'no',
      sweep: 'none',
      nextAtMs: undefined,
    });
  });

  it.each([
    ['whose credentials were refused', 'a look, two seconds later', reconcile, refused, 'now'],
    ['whose credentials were refused', 'a look on resume', resume, refused, 'now'],
    ['whose credentials were refused', 'no probe on park', park, refused, 'no'],
    ['that an operator parked', 'no probe', reconcile, byOperator, 'no'],
    ['that an operator parked', 'a probe of any secret on resume', resume, byOperator, 'now'],
    ['that an operator parked', 'no probe on park', park, byOperator, 'no'],
  ] as const)('%s is a pause, an alert and %s', (_which, _what, request, parking, look) => {
    expect(due({ parking }, 3_000, request)).toMatchObject({
      paused: 'all',
      alerts: [{ kind: 'parked', parking }],
      look,
    });
  });

  it('is no second alert of an incident', () => {
    const parking = { ...refused, alertedAtMs: 2_000 };
    expect(due({ parking }, 10_000).alerts).toEqual([]);
  });

  it('is that its event sources stay paused for as long as it is parked, and that their queues are swept', () => {
    const at = (days: number) => due({ parking: byOperator, sweepDueAtMs: 0 }, days * 86_400_000);
    expect([at(9), at(11)].map(({ paused, sweep }) => [paused, sweep])).toEqual([
      ['all', 'paused'],
      ['all', 'paused'],
    ]);
  });
});

describe('refused credentials', () => {
  it('are looked at two seconds after the refusal, and before that only those that nobody has tried', () => {
    expect([due({ parking: refused }, 2_999).look, due({ parking: refused }, 3_000).look]).toEqual([
      'if-untried',
      'now',
    ]);
    expect(due({ parking: refused }, 2_999).nextAtMs).toBe(3_000);
  });

  it('are looked at again when the next look is due', () => {
    const state = { parking: refused, looks: looks({ dueAtMs: 7_000 }) };
    expect([due(state, 6_999).look, due(state, 7_000).look]).toEqual(['if-untried', 'now']);
  });
});

describe.each(['failing', 'throttled', 'refused'] as const)('a circuit that is open (%s)', (kind) => {
  it('leaves it to the deliveries to try for five minutes, and then pauses all and looks', () => {
    const circuit = open(kind);
    expect(due({ circuit }, 5 * minuteMs - 1)).toMatchObject({
      paused: [],
      look: 'no',
      nextAtMs: 5 * minuteMs,
    });
    expect(due({ circuit }, 5 * minuteMs)).toMatchObject({ paused: 'all', look: 'now' });
  });

  it('is looked at when the next look is due', () => {
    const circuit = open(kind, 7 * minuteMs);
    const state = { circuit, looks: looks({ dueAtMs: 6 * minuteMs }) };
    expect(due(state, 6 * minuteMs - 1)).toMatchObject({ paused: 'all', look: 'no', nextAtMs: 6 * minuteMs });
    expect(due(state, 6 * minuteMs)).toMatchObject({ paused: 'all', look: 'now' });
  });

  it('lets the deliveries come when a look has passed, and is looked at no more until one has tried', () => {
    const state = { circuit: open(kind), looks: looks({ passedAtMs: 6 * minuteMs }) };
    expect(due(state, 20 * minuteMs)).toMatchObject({ paused: [], look: 'no', nextAtMs: undefined });
  });

  it('is not looked at before the next delivery may try, when one has failed after a look that passed', () => {
    const state = { circuit: open(kind, 40 * minuteMs), looks: looks({ failedTries: 4 }) };
    expect(due(state, 39 * minuteMs)).toMatchObject({ paused: 'all', look: 'no', nextAtMs: 40 * minuteMs });
    expect(due(state, 40 * minuteMs)).toMatchObject({ paused: 'all', look: 'now' });
  });

  it('is looked at on resume at once', () => {
    expect(due({ circuit: open(kind) }, 1_000, resume).look).toBe('now');
  });
});

describe('the alert of a circuit', () => {
  it('goes out at once for one that refuses everybody', () => {
    const circuit = open('refused');
    expect(due({ circuit }, 0).alerts).toEqual([{ kind: 'refused', circuit }]);
    expect(due({ circuit: { ...circuit, alertedAtMs: 1 } }, 2).alerts).toEqual([]);
  });

  it.each(['failing', 'throttled'] as const)('goes out for none that is %s', (kind) => {
    expect(due({ circuit: open(kind) }, 10 * minuteMs).alerts).toEqual([]);
  });
});

describe('the circuit of one operation', () => {
  const operations = { 'create-thing': open('refused', 8 * minuteMs) };

  it('pauses those of this operation only, until its deliveries may try', () => {
    expect(due({ operations }, 6 * minuteMs)).toMatchObject({
      paused: ['create-thing'],
      look: 'no',
      nextAtMs: 8 * minuteMs,
    });
    expect(due({ operations }, 8 * minuteMs)).toMatchObject({ paused: [], nextAtMs: undefined });
  });

  it('pauses nothing for five minutes, and alerts at once', () => {
    const [circuit] = Object.values(operations);
    expect(due({ operations }, minuteMs)).toMatchObject({
      paused: [],
      alerts: [{ kind: 'refused', circuit, operation: 'create-thing' }],
      nextAtMs: 5 * minuteMs,
    });
  });
});

describe('a sweep', () => {
  it('is due when its time has come, and something is paused', () => {
    const state = { parking: { ...byOperator, alertedAtMs: 1 }, sweepDueAtMs: 20_000 };
    expect(due(state, 19_999)).toMatchObject({ sweep: 'none', nextAtMs: 20_000 });
    expect(due(state, 20_000)).toMatchObject({ sweep: 'paused', nextAtMs: undefined });
    expect(due({ sweepDueAtMs: 0 }, 20_000)).toMatchObject({ sweep: 'none', nextAtMs: undefined });
  });

  it('of all queues is due, whether or not anything is paused, while one holds what is half of the way to its last chance', () => {
    const waitingSince = { 'one-to-thing': 0 };
    const at = (days: number, state: Partial<Standstill> = {}) =>
      due({ waitingSince, sweepDueAtMs: 0, ...state }, days * 86_400_000).sweep;
    expect([at(6.4), at(6.5), at(13)]).toEqual(['none', 'all', 'all']);
    const sweepDueAtMs = 8 * 86_400_000;
    expect(due({ waitingSince, sweepDueAtMs }, 7 * 86_400_000)).toMatchObject({ nextAtMs: sweepDueAtMs });
    expect(at(6.5, { parking: { ...byOperator, alertedAtMs: 1 } })).toBe('all');
  });
});
