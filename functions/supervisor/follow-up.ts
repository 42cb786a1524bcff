/** When the supervisor has itself asked again. Pure. */
import type { SupervisorRequest } from './request.ts';

export interface Finished {
  readonly request: SupervisorRequest;
  /** It changed something, or had a look: nobody else goes on from here. */
  readonly wasActive: boolean;
  /** Lambda is still at an earlier change of an event source. */
  readonly isUnsettled: boolean;
  /** When something is due next, epoch milliseconds. */
  readonly nextAtMs: number | undefined;
  /** Epoch milliseconds. */
  readonly nowMs: number;
}

export interface FollowUp {
  readonly afterSeconds: number;
  /** As in the request. */
  readonly followUp: number;
}

/** The clock asks every five minutes in any case (lib/stack/supervisor-queue.ts): what is due later is left to it. */
const laterMs = 5 * 60_000;

/** SQS counts the wait by its own clock: asked a little too early, the message would find nothing due. */
const clockReserveMs = 500;

/** From 2 s on, doubled each time, so that all of them come before the clock. */
const settling = { seconds: 2, timesMax: 7 };

/**
 * The one request that follows; `undefined`: none does. A follow-up that found nothing to do has none of its own, for
 * another was quicker, and goes on: so that however many there are, one stays.
 */
export function followUpOf({
  request,
  wasActive,
  isUnsettled,
  nextAtMs,
  nowMs,
}: Finished): FollowUp | undefined {
  const before = request.ask === 'look' ? request.followUp : undefined;
  const times = before ?? 0;
  if (isUnsettled && times < settling.timesMax)
    return { afterSeconds: settling.seconds * 2 ** times, followUp: times + 1 };
  if (nextAtMs === undefined || nextAtMs - nowMs > laterMs) return undefined;
  if (before !== undefined && !wasActive) return undefined;
  return { afterSeconds: Math.max(1, Math.ceil((nextAtMs - nowMs + clockReserveMs) / 1_000)), followUp: 0 };
}
