/** Ends what nobody waits for any more: `npm` hands a signal to its shell alone, and the command it started runs on. */
import { execFile } from 'node:child_process';

export interface Caller {
  /** Process id of the parent, as it is now. */
  readonly parent: () => number;
  /** Parent and arguments of another process; `undefined` when nobody can say. */
  readonly look: (pid: number) => Promise<{ readonly parent: number; readonly args: string } | undefined>;
  readonly isThere: (pid: number) => boolean;
}

/** As often as nobody notices it; a command that is done sooner looks at nothing. */
const everyMs = 1_000;

/**
 * Calls `onEnd` once when the `npm run` that called this process is gone, or the shell between the two. Does nothing where
 * `npm` did not call it: whoever starts a process of their own may leave it running.
 * @param env of this process: `npm` says in it which script it runs (https://docs.npmjs.com/cli/v11/using-npm/scripts#packagejson-vars)
 */
export function whenCallerEnds(
  env: Readonly<Record<string, string | undefined>>,
  caller: Caller,
  onEnd: () => void,
): void {
  const { npm_lifecycle_script: script } = env;
  if (script === undefined) return;
  const parent = caller.parent();
  let npm: number | undefined;
  let isLookedFor = false;
  const timer = setInterval(() => {
    if (caller.parent() !== parent || (npm !== undefined && !caller.isThere(npm))) {
      clearInterval(timer);
      onEnd();
      return;
    }
    if (isLookedFor) return;
    isLookedFor = true;
    // The shell has the script among its arguments. One that made way for this process is no more: npm is the parent itself.
    void caller.look(parent).then((found) => {
      if (found?.args.includes(script)) npm = found.parent;
    });
  }, everyMs);
  // It keeps no process running.
  timer.unref();
}

/** Of this machine. */
export const callerOf = (process: Pick<NodeJS.Process, 'kill' | 'ppid'>): Caller => ({
  parent: () => process.ppid,
  look: (pid) =>
    new Promise((resolve) => {
      execFile('ps', ['-o', 'ppid=,args=', '-p', `${pid}`], (error, stdout) => {
        const [, parent, args = ''] = /^\s*(\d+)\s+(.*)/s.exec(stdout) ?? [];
        resolve(error !== null || parent === undefined ? undefined : { parent: Number(parent), args });
      });
    }),
  isThere: (pid) => {
    try {
      return process.kill(pid, 0);
    } catch (error) {
      // It is somebody else's, and there.
      return (error as NodeJS.ErrnoException).code === 'EPERM';
    }
  },
});
