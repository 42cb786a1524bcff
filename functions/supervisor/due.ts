/** What is due at a destination, by what is known of it. Decides, and does nothing. */
import type { Parking } from '../core/pace/account.ts';
import type { SupervisorRequest } from './request.ts';

/** What is known of a destination. */
export interface Situation {
  readonly request: SupervisorRequest;
  /** As the ledger has it; `undefined`: the destination is not parked. */
  readonly parking: Parking | undefined;
  /** Epoch milliseconds. */
  readonly nowMs: number;
}

export interface Due {
  /** What the event sources have to be. */
  readonly eventSources: 'enabled' | 'paused';
  /** The incident's alert is not known to be out. */
  readonly alert: boolean;
  /** Whose credentials to try with a probe: the secret's in any case, only those of a newer version, or nobody's. */
  readonly probe: 'any-secret' | 'newer-secret' | 'none';
}

/**
 * SQS drops a message after 14 days without a word, and nobody receives from a queue whose event source is paused.
 * After ten days the functions run again. They make no calls, for the ledger still says parked, and dead-letter with a
 * diagnosis what is in its last days. Ten days leave room for events that had waited before the incident began.
 */
const pausedMsMax = 10 * 24 * 3_600_000;

export function whatIsDue({ request, parking, nowMs }: Situation): Due {
  // Only the supervisor pauses event sources. Paused ones are left of an incident whose supervisor died after `resume`.
  if (parking === undefined) return { eventSources: 'enabled', alert: false, probe: 'none' };
  return {
    eventSources: nowMs - parking.parkedAtMs < pausedMsMax ? 'paused' : 'enabled',
    alert: parking.alertedAtMs === undefined,
    probe: dueProbe(request, parking),
  };
}

function dueProbe({ ask }: SupervisorRequest, parking: Parking): Due['probe'] {
  if (ask === 'resume') return 'any-secret';
  // Without a refused version an operator parked it, and only an operator's `resume` ends that.
  return ask === 'look' && parking.refusedVersion !== undefined ? 'newer-secret' : 'none';
}

/** Whether `version` of the secret is another than the one whose credentials were refused. */
export const isNewer = (version: string, { refusedVersion }: Parking): boolean =>
  refusedVersion !== undefined && version !== refusedVersion;
