import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Caller, callerOf, whenCallerEnds } from '../../../lib/cli/when-caller-ends.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const script = 'node bin/interlock.ts start';
const byNpm = { npm_lifecycle_script: script };

/** A process 30 below its shell 20 below npm 10, which a user's shell 5 has started. */
function tree(shellArgs: string | undefined) {
  const there = new Set([5, 10, 20]);
  let parent = 20;
  const caller: Caller = {
    parent: () => parent,
    look: async () => (shellArgs === undefined ? undefined : { parent: 10, args: shellArgs }),
    isThere: (pid) => there.has(pid),
  };
  return {
    caller,
    endShell: () => {
      parent = 1;
    },
    endNpm: () => there.delete(10),
  };
}

async function endsAfter(
  env: Record<string, string>,
  shellArgs: string | undefined,
  how: 'endShell' | 'endNpm',
) {
  const { caller, ...ends } = tree(shellArgs);
  let ended = 0;
  whenCallerEnds(env, caller, () => {
    ended += 1;
  });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(ended).toBe(0);
  ends[how]();
  await vi.advanceTimersByTimeAsync(10_000);
  return ended;
}

it.each([
  ['ends once when the shell between npm and it is gone', byNpm, `sh -c ${script}`, 'endShell', 1],
  ['ends when npm is gone, and the shell between is not', byNpm, `sh -c ${script} --port 4700`, 'endNpm', 1],
  ['ends with its parent where nobody can say who that is', byNpm, undefined, 'endShell', 1],
  // The shell made way: the parent is npm, and the parent of that may end when it likes.
  ['outlives whoever called npm', byNpm, 'npm start', 'endNpm', 0],
  ['outlives whoever called it without npm', {}, `sh -c ${script}`, 'endShell', 0],
] as const)('%s', async (_, env, shellArgs, how, times) => {
  expect(await endsAfter(env, shellArgs, how)).toBe(times);
});

it('finds parents and processes of this machine', async () => {
  vi.useRealTimers();
  const caller = callerOf(process);
  expect(await caller.look(process.pid)).toMatchObject({
    parent: process.ppid,
    args: expect.stringContaining('node'),
  });
  // No process has this number: Linux has at most 4,194,304, macOS 99,998.
  expect([caller.isThere(process.pid), caller.isThere(99_999_999)]).toEqual([true, false]);
  expect(await caller.look(99_999_999)).toBeUndefined();
});
