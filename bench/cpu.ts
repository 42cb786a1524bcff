import { globSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** CPU seconds, user and system together. */
export interface CpuSeconds {
  /** Of this process: the local AWS, the stand-ins and the publisher. */
  readonly main: number;
  /** Of the processes that this one started and that still run: the sandboxes. `undefined` where there is no /proc. */
  readonly children: number | undefined;
  /** Of the whole machine. */
  readonly machine: number;
  /** Unused, of the whole machine. */
  readonly idle: number;
}

/** Consumed so far. */
export function cpuSeconds(): CpuSeconds {
  const { user, system } = process.cpuUsage();
  const times = cpus().map((core) => core.times);
  const seconds = (milliseconds: readonly number[]) =>
    milliseconds.reduce((sum, one) => sum + one, 0) / 1_000;
  return {
    main: (user + system) / 1_000_000,
    children: childrenSeconds(process.pid),
    machine: seconds(times.map((core) => core.user + core.nice + core.sys + core.irq)),
    idle: seconds(times.map((core) => core.idle)),
  };
}

/** The kernel's unit in /proc on every architecture that Node runs on. */
const ticksPerSecond = 100;

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function childrenSeconds(parentPid: number): number | undefined {
  const files = globSync('/proc/[0-9]*/stat');
  if (files.length === 0) return undefined;
  const ticks = files.map((file) => {
    // The name of the command comes second, in parentheses, and may hold spaces.
    const [, ppid, , , , , , , , , , userTicks, systemTicks] = textOf(file)
      .replace(/^.*\) /s, '')
      .split(' ');
    return Number(ppid) === parentPid ? Number(userTicks) + Number(systemTicks) : 0;
  });
  return ticks.reduce((sum, one) => sum + one, 0) / ticksPerSecond;
}

/** Empty when the process has ended since it was listed. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
