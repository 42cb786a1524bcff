/** What is due at a destination, by what is known of it. Decides, and does nothing. */
import { type LastChance, nearsLastChance } from '../core/deliver/last-chance.ts';
import type { Circuit } from '../core/pace/circuit.ts';
import type { Incident } from './incident.ts';
import { lookEveryMs, mayLookByItself } from './look-times.ts';
import type { SupervisorRequest } from './request.ts';
import type { Standstill } from './standstill.ts';

/** What is known of a destination. */
export interface Situation {
  readonly request: SupervisorRequest;
  readonly state: Standstill;
  readonly lastChance: Pick<LastChance, 'ageMs'>;
  /** Epoch milliseconds. */
  readonly nowMs: number;
}

export interface Due {
  /** Whose event sources have to be paused: those of all operations, or of these. All others have to be enabled. */
  readonly paused: 'all' | readonly string[];
  /** Incidents whose alert is not known to be out. */
  readonly alerts: readonly Incident[];
  /** Whether to look by a probe: at once, only with a secret that no look has tried yet, or not. */
  readonly look: 'now' | 'if-untried' | 'no';
  /** Which queues are to be looked through: `all`: one of them held what is old when they were seen last. */
  readonly sweep: 'paused' | 'all' | 'none';
  /** When something is due next, epoch milliseconds; `undefined`: nothing, unless something happens. */
  readonly nextAtMs: number | undefined;
}

/**
 * Below it the deliveries themselves try, by the breaker's own times (lib/environments.ts): starting and stopping an event
 * source takes Lambda up to a minute each, and a wait costs an event a receive. Beyond it waiting would cost 30 receives a
 * day and more, of the 1,000 that SQS allows.
 */
const pausedAfterMs = 5 * 60_000;

export function whatIsDue({ request, state, lastChance, nowMs }: Situation): Due {
  const paused = pausedIn(state, nowMs);
  const isAnythingPaused = paused === 'all' || paused.length > 0;
  const isAnythingOld = Object.values(state.waitingSince ?? {}).some((sentAtMs) =>
    nearsLastChance(nowMs - sentAtMs, lastChance),
  );
  const isSwept = isAnythingPaused || isAnythingOld;
  const lookAtMs = nextLookAtMs(state);
  const moments = [
    lookAtMs,
    isSwept ? state.sweepDueAtMs : undefined,
    ...circuitsIn(state).map(({ sinceMs }) => sinceMs + pausedAfterMs),
    // Then its deliveries may try, for which their event source has to run.
    ...Object.values(state.operations).map(({ untilMs, sinceMs }) =>
      Math.max(untilMs, sinceMs + pausedAfterMs),
    ),
  ].filter((atMs) => atMs !== undefined && atMs > nowMs) as number[];
  return {
    paused,
    alerts: alertsDue(state),
    look: lookDue(request, state, lookAtMs, nowMs),
    sweep: !isSwept || (state.sweepDueAtMs ?? 0) > nowMs ? 'none' : isAnythingOld ? 'all' : 'paused',
    nextAtMs: moments.length === 0 ? undefined : Math.min(...moments),
  };
}

const circuitsIn = ({ circuit, operations }: Standstill): Circuit[] => [
  ...(circuit === undefined ? [] : [circuit]),
  ...Object.values(operations),
];

function pausedIn({ parking, circuit, operations, looks }: Standstill, nowMs: number): Due['paused'] {
  if (parking !== undefined) return 'all';
  const lasts = ({ sinceMs }: Circuit) => nowMs - sinceMs >= pausedAfterMs;
  // Once a look has passed, a delivery tries, and for that it has to be received.
  if (circuit !== undefined && lasts(circuit) && looks?.passedAtMs === undefined) return 'all';
  // The probe says nothing of a single operation: its own deliveries try, whenever its circuit is due.
  return Object.entries(operations)
    .filter(([, own]) => lasts(own) && own.untilMs > nowMs)
    .map(([operation]) => operation);
}

function alertsDue({ parking, circuit, operations }: Standstill): Incident[] {
  const incidents: Incident[] = [
    ...(parking === undefined ? [] : [{ kind: 'parked' as const, parking }]),
    ...(circuit === undefined ? [] : [{ kind: 'refused' as const, circuit }]),
    ...Object.entries(operations).map(([operation, own]) => ({
      kind: 'refused' as const,
      circuit: own,
      operation,
    })),
  ];
  return incidents.filter((incident) =>
    incident.kind === 'parked'
      ? incident.parking.alertedAtMs === undefined
      : incident.circuit.kind === 'refused' && incident.circuit.alertedAtMs === undefined,
  );
}

/** When the next look is due, which may be past; `undefined`: none is. */
function nextLookAtMs({ parking, circuit, looks }: Standstill): number | undefined {
  if (parking !== undefined) {
    // An operator parked it, and only an operator's `resume` ends that.
    if (!mayLookByItself(parking)) return undefined;
    return looks?.dueAtMs ?? parking.parkedAtMs + lookEveryMs.parkedAtFirst;
  }
  if (circuit === undefined || looks?.passedAtMs !== undefined) return undefined;
  // A look before the next try would be of no use: nothing may be tried after it.
  const tryAtMs = (looks?.failedTries ?? 0) > 0 ? circuit.untilMs : 0;
  return Math.max(circuit.sinceMs + pausedAfterMs, looks?.dueAtMs ?? 0, tryAtMs);
}

function lookDue(
  { ask }: SupervisorRequest,
  state: Standstill,
  lookAtMs: number | undefined,
  nowMs: number,
): Due['look'] {
  const standsStill = state.parking !== undefined || circuitsIn(state).length > 0;
  if (ask === 'resume') return standsStill ? 'now' : 'no';
  if (ask !== 'look' || lookAtMs === undefined) return 'no';
  if (lookAtMs <= nowMs) return 'now';
  return state.parking === undefined ? 'no' : 'if-untried';
}
