import { readdirSync, readFileSync } from 'node:fs';

/** Kills every process of a group; nothing happens when there is none. */
export function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

export const isGroupRunning = (group: number): boolean =>
  exists(-group) && (!hasProc || processIds().some((pid) => entryOf(pid)?.group === group && isRunning(pid)));

/** Whether it runs: one that has ended, and that nobody has collected yet, does not. */
export const isRunning = (pid: number): boolean =>
  exists(pid) && (!hasProc || entryOf(pid)?.state === 'running');

const hasProc = process.platform === 'linux';

const processIds = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);

function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: state, parent and group follow the name in parentheses. */
function entryOf(pid: number): { readonly state: 'running' | 'ended'; readonly group: number } | undefined {
  try {
    const [state = '', , group] =
      readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return { state: 'ZX'.includes(state) ? 'ended' : 'running', group: Number(group) };
  } catch {
    return undefined;
  }
}
