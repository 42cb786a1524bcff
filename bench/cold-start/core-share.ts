/** Lambda's share of a core for one process, by a control group: Linux's version 1 with `cpu`, and root. */
import { mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { assumptions } from '../../lib/cost/assumptions.ts';

export interface CoreShare {
  /** Whoever writes the number of a process into it is held to the share from then on. */
  readonly processesFile: string;
  /** Rejects while a process is in it. */
  readonly remove: () => Promise<void>;
}

const groups = '/sys/fs/cgroup/cpu';

/**
 * Who has used up the share stands still for the rest of the period: the kernel's own 100 ms would hold up a handshake
 * for longer than Lambda does, whose functions are seen to go on every 20 ms. AWS does not say how long it is.
 */
const periodUs = 20_000;

/**
 * @param memoryMb of the function: a core belongs to 1,769 MB
 * Throws, and says what is missing, where no such group can be made.
 */
export function createCoreShare(memoryMb: number): CoreShare {
  const group = `${groups}/interlock-bench-${process.pid}`;
  const quotaUs = Math.floor((periodUs * memoryMb) / assumptions.memoryMbOfOneCore);
  try {
    mkdirSync(group);
    writeFileSync(`${group}/cpu.cfs_period_us`, `${periodUs}`);
    writeFileSync(`${group}/cpu.cfs_quota_us`, `${quotaUs}`);
  } catch (cause) {
    throw new Error(
      `--memory needs root and a control group in ${groups} (version 1), to have a share of a core`,
      {
        cause,
      },
    );
  }
  return { processesFile: `${group}/cgroup.procs`, remove: () => remove(group) };
}

/** A process leaves its group some milliseconds after its end is told. */
async function remove(group: string): Promise<void> {
  for (let left = 20; ; left -= 1) {
    try {
      return rmdirSync(group);
    } catch (error) {
      if (left === 0) throw error;
      await sleep(50);
    }
  }
}
