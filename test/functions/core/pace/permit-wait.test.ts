import { expect, test } from 'vitest';
import type { PermitDecision } from '../../../../functions/core/pace/account.ts';
import { waitForPermit } from '../../../../functions/core/pace/permit-wait.ts';

const startMs = Date.UTC(2026, 2, 1);
const permitAt = (atMs: number): PermitDecision => ({ given: true, atMs, withinMs: 150, trial: false });
const parked: PermitDecision = {
  given: false,
  outcome: 'parked',
  untilMs: startMs + 60_000,
  reason: 'parked',
};

interface Setup {
  readonly decisions?: readonly PermitDecision[];
  readonly checked?: PermitDecision & { readonly given: false };
  readonly remainingMs?: number;
  readonly prepare?: () => Promise<string>;
  /** What preparing takes. */
  readonly preparesForMs?: number;
  /** By how much timers are late; below 0: early. */
  readonly timersLateMs?: number;
  /** By how much the wall clock is set during each sleep. */
  readonly stepMs?: number;
}

/** One request that asks for its permit: what it got, what was done for it in which order, and its clock. */
async function asking(setup: Setup = {}) {
  const clock = { nowMs: startMs, skewMs: 0 };
  const steps: unknown[] = [];
  const decisions = [...(setup.decisions ?? [permitAt(startMs)])];
  const next = () => {
    steps.push('asked');
    const decision = decisions.shift();
    return decision === undefined ? Promise.reject(new Error('unreachable')) : Promise.resolve(decision);
  };
  const got = await waitForPermit(
    {
      account: {
        reserve: async (count) => Promise.all(Array.from({ length: count }, next)),
        check: async () => {
          steps.push(clock.nowMs > startMs ? `checked at ${clock.nowMs - startMs}` : 'checked');
          return setup.checked;
        },
      },
      meter: { time: () => {} },
      now: () => clock.nowMs + clock.skewMs,
      monotonicMs: () => clock.nowMs,
      sleep: async (ms) => {
        clock.nowMs += ms + (setup.timersLateMs ?? 0);
        clock.skewMs += setup.stepMs ?? 0;
      },
      remainingMs: () => setup.remainingMs ?? 30_000,
      requestTimeoutMs: 10_000,
      pauseMs: () => 7_000,
      spreadMs: (mostMs) => mostMs / 2,
    },
    {
      ask: next,
      prepare:
        setup.prepare ??
        (async () => {
          steps.push('prepared');
          clock.nowMs += setup.preparesForMs ?? 0;
          return 'the key';
        }),
    },
  );
  return { got, steps, clock };
}

test('what a request needs is prepared once its permit holds, and comes with it', async () => {
  const { got, steps } = await asking();
  expect(got).toEqual({ permit: permitAt(startMs), prepared: 'the key' });
  expect(steps).toEqual(['asked', 'checked', 'prepared']);
});

test('a permit is waited for in place, and who gets none waits elsewhere and prepares nothing', async () => {
  const soon = await asking({ decisions: [permitAt(startMs + 4_000)] });
  expect(soon.got).toMatchObject({ prepared: 'the key' });
  expect(soon.clock.nowMs).toBe(startMs + 4_000);
  const reason = 'the rate limit leaves no room yet';
  const refused = { given: false, outcome: 'deferred', untilMs: startMs + 7_200, reason } as const;
  const later = await asking({ decisions: [refused] });
  expect(later.got).toEqual({ outcome: 'deferred', waitMs: 7_200, reason });
  expect(later.steps).toEqual(['asked']);
});

test('a permit for later than the invocation has time is given up', async () => {
  const { got, steps } = await asking({ decisions: [permitAt(startMs + 4_000)], remainingMs: 18_000 });
  expect(got).toMatchObject({ waitMs: 1_000, reason: 'the invocation has no time left for a request' });
  expect(steps).toEqual(['asked']);
});

test('a destination that is found parked when the moment has come prepares nothing', async () => {
  const { got, steps } = await asking({ checked: parked });
  expect(got).toEqual({ outcome: 'parked', waitMs: 60_000, reason: 'parked' });
  expect(steps).toEqual(['asked', 'checked']);
});

test('an account that cannot be reached lets the message wait', async () => {
  const { got } = await asking({ decisions: [] });
  expect(got).toEqual({
    outcome: 'deferred',
    waitMs: 7_000,
    reason: 'the rate limit cannot be reached (Error)',
  });
});

test('what cannot be prepared is told to whoever asked, and not taken for an account that cannot be reached', async () => {
  const prepare = () => Promise.reject(new RangeError('no key'));
  await expect(asking({ prepare })).rejects.toThrow('no key');
});

test('a permit that was missed while preparing is replaced, and a third miss ends it', async () => {
  const missed = { decisions: [1, 2, 3].map(() => permitAt(startMs)), preparesForMs: 151 };
  const { got, steps } = await asking(missed);
  expect(got).toMatchObject({ reason: 'permits came too late to be used', waitMs: 7_000 });
  expect(steps).toEqual([
    'asked',
    'checked',
    'prepared',
    'asked',
    'checked at 151',
    'prepared',
    'asked',
    'checked at 302',
    'prepared',
  ]);
});

test('an invocation without time for a request asks for no permit', async () => {
  const { got, steps } = await asking({ remainingMs: 15_000 });
  expect(got).toMatchObject({ waitMs: 1_000, reason: 'the invocation has no time left for a request' });
  expect(steps).toEqual([]);
});

test('all that may take time is done shortly before the moment, and what became known of the account by then holds', async () => {
  const { got, steps, clock } = await asking({ decisions: [permitAt(startMs + 4_000)], preparesForMs: 500 });
  expect(got).toMatchObject({ prepared: 'the key' });
  expect(steps).toEqual(['asked', 'checked at 3100', 'prepared', 'checked at 4000']);
  expect(clock.nowMs).toBe(startMs + 4_000);
});

test('who wakes up later than its permit allows asks for another one, and never sends', async () => {
  const permits = [100, 1_000, 2_000].map(
    (ms) => ({ ...permitAt(startMs + ms), withinMs: 40 }) as PermitDecision,
  );
  const late = await asking({ decisions: permits, timersLateMs: 41 });
  expect(late.got).toMatchObject({ reason: 'permits came too late to be used' });
  expect(late.steps.filter((step) => step === 'asked')).toHaveLength(3);
  const inTime = await asking({ decisions: permits, timersLateMs: 40 });
  expect(inTime.got).toMatchObject({ permit: { atMs: startMs + 100 } });
  expect(inTime.steps.filter((step) => step === 'asked')).toHaveLength(1);
});

test('a timer that rings early is set again', async () => {
  const { got, clock } = await asking({ decisions: [permitAt(startMs + 100)], timersLateMs: -0.6 });
  expect(got).toMatchObject({ prepared: 'the key' });
  expect(clock.nowMs).toBeGreaterThan(startMs + 99);
});

test('a clock that is set while a permit is waited for makes it void', async () => {
  for (const stepMs of [-60, 60]) {
    const permits = [100, 1_000, 2_000].map((ms) => permitAt(startMs + ms));
    const { got } = await asking({ decisions: permits, stepMs });
    expect(got).toMatchObject({ reason: 'permits came too late to be used' });
  }
});
