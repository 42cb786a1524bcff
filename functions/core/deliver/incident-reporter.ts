import type { Log } from '../log.ts';
import type { Account, Parking } from '../pace/account.ts';
import type { Queue } from './queue.ts';

/** Parks the destination of a sandbox, and sees to it that the supervisor knows of whatever makes it stand still. */
export interface IncidentReporter {
  /** Stops all calls of the destination for everyone. Never rejects: this sandbox stops in any case. */
  readonly park: (why: Pick<Parking, 'reason' | 'refusedVersion'>) => Promise<void>;
  /**
   * For a destination that was found parked. If no alert is out yet, the sandbox that parked it may have died before it
   * asked the supervisor: this one asks, once for each incident.
   */
  readonly ensureReported: () => Promise<void>;
  /**
   * A result opened a circuit or closed one: asks the supervisor to look. Never rejects; if nobody could be asked, the
   * supervisor's next look by the clock finds it.
   */
  readonly circuitChanged: () => Promise<void>;
  /**
   * A message came that its queue will soon drop: others like it may not come in time, for SQS promises no order.
   * Asks the supervisor to go through the queue, once for each of its rounds. Never rejects; the next such message asks again.
   */
  readonly expiring: () => Promise<void>;
}

export interface IncidentReporterOptions {
  readonly account: Account;
  readonly queue: Queue;
  readonly log: Log;
  readonly destination: string;
  /** Of the supervisor's rounds. */
  readonly sweepEveryMs: number;
  readonly now: () => number;
}

export function createIncidentReporter({
  account,
  queue,
  log,
  destination,
  sweepEveryMs,
  now,
}: IncidentReporterOptions): IncidentReporter {
  let askedAbout: number | undefined;
  let sweepAskedAtMs = Number.NEGATIVE_INFINITY;
  const tried = async (what: string, run: () => Promise<unknown>) => {
    try {
      return await run();
    } catch (error) {
      // The supervisor looks by itself every few minutes; this only makes it sooner.
      log.write('error', what, { destination, reason: (error as Error).name });
      return undefined;
    }
  };
  const askToLook = () => tried('supervisor.not-asked', () => queue.askToLook(destination));
  const ask = async () => {
    askedAbout = account.parking()?.parkedAtMs;
    await askToLook();
  };
  return {
    park: async (why) => {
      const began = await tried('account.not-parked', () => account.park(why));
      if (began === true) await ask();
    },
    ensureReported: async () => {
      const parking = account.parking();
      if (parking === undefined || parking.alertedAtMs !== undefined) return;
      if (parking.parkedAtMs !== askedAbout) await ask();
    },
    circuitChanged: async () => {
      await askToLook();
    },
    expiring: async () => {
      if (now() - sweepAskedAtMs < sweepEveryMs) return;
      sweepAskedAtMs = now();
      await tried('supervisor.not-asked', () => queue.askToSweep(destination));
    },
  };
}
