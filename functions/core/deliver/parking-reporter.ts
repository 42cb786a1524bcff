import type { Log } from '../log.ts';
import type { Account, Parking } from '../pace/account.ts';
import type { Queue } from './queue.ts';

/** How a sandbox parks its destination, and sees to it that the supervisor knows. */
export interface ParkingReporter {
  /** Stops all calls of the destination for everyone. Never rejects: this sandbox stops in any case. */
  readonly begin: (why: Pick<Parking, 'reason' | 'refusedVersion'>) => Promise<void>;
  /**
   * The destination was found parked. If nobody has been told yet, whoever began it may have died on the way: the
   * supervisor is asked, once for each incident.
   */
  readonly meet: () => Promise<void>;
}

export interface ParkingReporterOptions {
  readonly account: Account;
  readonly queue: Queue;
  readonly log: Log;
  readonly destination: string;
}

export function createParkingReporter({
  account,
  queue,
  log,
  destination,
}: ParkingReporterOptions): ParkingReporter {
  let askedAbout: number | undefined;
  const tried = async (what: string, run: () => Promise<unknown>) => {
    try {
      return await run();
    } catch (error) {
      // The supervisor looks by itself every few minutes; this only makes it sooner.
      log.write('error', what, { destination, reason: (error as Error).name });
      return undefined;
    }
  };
  const ask = async () => {
    askedAbout = account.parking()?.parkedAtMs;
    await tried('supervisor.not-asked', () => queue.askToLook(destination));
  };
  return {
    begin: async (why) => {
      const began = await tried('account.not-parked', () => account.park(why));
      if (began === true) await ask();
    },
    meet: async () => {
      const parking = account.parking();
      if (parking === undefined || parking.alertedAtMs !== undefined) return;
      if (parking.parkedAtMs !== askedAbout) await ask();
    },
  };
}
