import fc from 'fast-check';
import { expect, test } from 'vitest';
import { throttledPauseMs } from '../../../../functions/core/pace/throttling.ts';
import { first, found, startMs, world } from './account-world.ts';

const hourMs = 3_600_000;
const mostMs = 300_000;

test.each([
  ['no wish: the window', { askedMs: 0, windowMs: 1_000, before: 0 }, 1_000],
  ['less than the window', { askedMs: 1_000, windowMs: 10_000, before: 0 }, 10_000],
  ['more than the window', { askedMs: 30_000, windowMs: 10_000, before: 0 }, 30_000],
  ['once more after a pause', { askedMs: 0, windowMs: 1_000, before: 1 }, 2_000],
  ['what was asked for was too little', { askedMs: 30_000, windowMs: 1_000, before: 2 }, 120_000],
  ['for long: no longer than a circuit', { askedMs: 1_000, windowMs: 10_000, before: 9 }, 300_000],
  ['more than that: as asked', { askedMs: 1_800_000, windowMs: 10_000, before: 3 }, 1_800_000],
  ['a window of a day: an hour', { askedMs: 0, windowMs: 86_400_000, before: 0 }, 3_600_000],
])('who is throttled is silent: %s', (_, options, pauseMs) => {
  expect(throttledPauseMs({ ...options, mostMs })).toBe(pauseMs);
});

test('a pause is never shorter than was asked for, nor than the one before, and never no pause', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: hourMs }),
      fc.integer({ min: 1, max: 86_400_000 }),
      fc.nat(2_000),
      (askedMs, windowMs, before) => {
        const pauseMs = throttledPauseMs({ askedMs, windowMs, before, mostMs });
        expect(pauseMs).toBeGreaterThanOrEqual(Math.max(1, askedMs));
        expect(pauseMs).toBeLessThanOrEqual(hourMs);
        expect(throttledPauseMs({ askedMs, windowMs, before: before + 1, mostMs })).toBeGreaterThanOrEqual(
          pauseMs,
        );
      },
    ),
  );
});

test('the second pause in a row opens the circuit, and everybody waits for one that tries', async () => {
  const { clock, sandbox, store } = world();
  const [one, other] = [sandbox(), sandbox()];
  expect(await one.recordResult(found('throttled'), first(await one.reserve(1)))).toBeUndefined();
  expect(await store.state()).toMatchObject({ throttles: 1, throttledSinceMs: startMs });
  const again = first(await other.reserve(1));
  clock.ms += 1_200;
  expect(await other.recordResult(found('throttled', { statusCode: 429 }), again)).toBe('opened');
  expect((await store.state()).circuit).toEqual({
    kind: 'throttled',
    sinceMs: startMs + 1_200,
    untilMs: startMs + 31_200,
    openings: 1,
    reason: 'the answer was CODE (HTTP 429)',
  });
  expect((await one.reserve(1))[0]).toMatchObject({ given: false, untilMs: startMs + 31_200 });
});

test('a circuit of who is throttled stays open for as long as was asked for', async () => {
  const { clock, sandbox, store } = world();
  const one = sandbox();
  await one.recordResult(found('throttled'), first(await one.reserve(1)));
  const again = first(await one.reserve(1));
  clock.ms += 1_000;
  await one.recordResult(found('throttled', { notBeforeMs: clock.ms + 120_000 }), again);
  expect((await store.state()).circuit).toMatchObject({ untilMs: startMs + 121_000 + 120_000 });
});

test('those who were under way when a pause began are part of it', async () => {
  const { clock, sandbox, store } = world();
  const one = sandbox();
  const permits = await one.reserve(3);
  for (const permit of permits) {
    clock.ms += 100;
    expect(await one.recordResult(found('throttled'), first([permit]))).toBeUndefined();
  }
  expect(await store.state()).toMatchObject({
    throttles: 1,
    holdUntilMs: startMs + 1_100,
    circuit: undefined,
  });
  // Unless one of them is told to wait for longer.
  await one.recordResult(found('throttled', { notBeforeMs: startMs + 9_000 }), first(permits));
  expect(await store.state()).toMatchObject({ throttles: 1, holdUntilMs: startMs + 9_000 });
});

test('of those who are throttled at the same time after a pause one counts', async () => {
  const { clock, sandbox, store } = world();
  const [one, other] = [sandbox(), sandbox()];
  await one.recordResult(found('throttled'), first(await one.reserve(1)));
  const [a, b] = [first(await one.reserve(1)), first(await other.reserve(1))];
  clock.ms += 1_200;
  const changes = await Promise.all([
    one.recordResult(found('throttled'), a),
    other.recordResult(found('throttled'), b),
  ]);
  expect(changes).toEqual(['opened', undefined]);
  expect(await store.state()).toMatchObject({ throttles: 2, holdUntilMs: startMs + 3_200 });
});

test('a success after the pause ends the row, by one write; one from before it does not', async () => {
  const { clock, calls, sandbox, store } = world();
  const one = sandbox();
  const [early, late] = await one.reserve(2);
  await one.recordResult(found('throttled'), first([early as never]));
  calls.splice(0);
  await one.recordResult(found('success'), first([late as never]));
  expect(calls).toEqual([]);
  const permits = await one.reserve(2);
  clock.ms += 1_100;
  calls.splice(0);
  await Promise.all(permits.map((permit) => one.recordResult(found('success'), first([permit]))));
  expect(calls).toEqual(['UpdateItem']);
  const state = await store.state();
  expect(state.throttles).toBe(0);
  expect(state).not.toHaveProperty('throttledSinceMs', expect.anything());
  // And the next is a first one again.
  await one.recordResult(found('throttled'), first(await one.reserve(1)));
  expect(await store.state()).toMatchObject({ throttles: 1, circuit: undefined });
});

test('who is never throttled writes nothing about it', async () => {
  const { calls, sandbox } = world();
  const one = sandbox();
  const permit = first(await one.reserve(1));
  calls.splice(0);
  expect(await one.recordResult(found('success'), permit)).toBeUndefined();
  expect(calls).toEqual([]);
});

test.each([
  ['no wish', undefined],
  ['a second', 1_000],
  ['half a minute', 30_000],
])(
  'whoever is throttled for three days, asked for %s, makes few calls and is there again when it ends',
  async (_, askedMs) => {
    const { clock, sandbox } = world([{ requests: 25, windowMs: 1_000 }]);
    const one = sandbox();
    const calls: number[] = [];
    const until = (ms: number) => clock.ms < startMs + ms;
    while (until(72 * hourMs)) {
      const [decision] = await one.reserve(1);
      if (decision?.given !== true) {
        clock.ms = Math.max(clock.ms + 1, Math.ceil(decision?.untilMs ?? 0));
        continue;
      }
      clock.ms = Math.max(clock.ms, Math.ceil(decision.atMs)) + 200;
      calls.push(clock.ms);
      const asked = askedMs === undefined ? {} : { notBeforeMs: clock.ms + askedMs };
      await one.recordResult(found('throttled', asked), decision);
    }
    const inHour = (hour: number) =>
      calls.filter((ms) => Math.floor((ms - startMs) / hourMs) === hour).length;
    expect(inHour(0)).toBeLessThanOrEqual(20);
    for (let hour = 1; hour < 72; hour += 1) expect(inHour(hour)).toBeLessThanOrEqual(12);
    // The next one that tries gets through.
    expect(clock.ms - startMs).toBeLessThan(72 * hourMs + mostMs);
    const permits = await one.reserve(1);
    expect(await one.recordResult(found('success'), first(permits))).toBe('closed');
  },
);
