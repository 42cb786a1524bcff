/** `status --json`: all of it, moments in ISO 8601. */
import { present } from '../../../functions/core/declare/present.ts';
import type { EnvironmentName } from '../../environments.ts';
import type { UnconsumedQueue } from '../unconsumed-queues.ts';
import type { DestinationStatus, Status } from './read-status.ts';
import { isStopped, type Standstill } from './standstill.ts';

export function statusDocument(
  environment: EnvironmentName,
  { integrations, destinations }: Status,
  unconsumed: readonly UnconsumedQueue[],
) {
  const parkedBy = new Map(destinations.map(({ destination, account }) => [destination, account.parking]));
  return {
    environment,
    integrations: integrations.map(({ oldestMs, ...one }) => {
      const parking = parkedBy.get(one.destination);
      return {
        ...one,
        /** `null`: nothing waits, or nobody knows. */
        oldestSeconds: oldestMs === undefined ? null : Math.round(oldestMs / 1_000),
        parked:
          parking === undefined
            ? null
            : {
                since: isoOf(parking.parkedAtMs),
                reason: parking.reason,
                goesOnWith: parking.refusedVersion === undefined ? 'resume' : 'new secret',
              },
      };
    }),
    destinations: destinations.map(destinationOf),
    ...Object.fromEntries(unconsumed.map(({ name, count }) => [name, count])),
  };
}

function destinationOf({ destination, standstills, backlog }: DestinationStatus) {
  return {
    destination,
    standstills: standstills.map(standstillOf),
    backlog: {
      waiting: backlog.waiting,
      perSecond: backlog.perSecond === undefined ? null : Number(backlog.perSecond.toFixed(3)),
      clearInSeconds: Math.round(backlog.clearInMs / 1_000),
      /** Counted from when it goes on. */
      isStopped: standstills.some(isStopped),
    },
  };
}

function standstillOf({ kind, operation, sinceMs, reason, nextAtMs, look }: Standstill) {
  return present({
    kind,
    operation,
    since: sinceMs === undefined ? undefined : isoOf(sinceMs),
    reason,
    nextLook: nextAtMs === undefined ? undefined : isoOf(nextAtMs),
    lastLook: look === undefined ? undefined : { at: isoOf(look.atMs), outcome: look.outcome },
  });
}

const isoOf = (ms: number) => new Date(ms).toISOString();
