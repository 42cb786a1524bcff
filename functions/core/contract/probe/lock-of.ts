import type { ContractDeclaration } from '../../declare/contract.ts';
import type { Lock, LockedOperation, Origin } from '../lock/lock.ts';
import { lockedResponse } from '../lock/locked-response.ts';
import type { Observation } from '../lock/observation.ts';
import { observe } from '../lock/observe.ts';
import { type CheckRun, isTrouble } from './probe-recorder.ts';

export interface LockAbout {
  readonly declaration: ContractDeclaration;
  readonly origin: Origin;
  /** Host and port that answered. */
  readonly host: string;
  /** Epoch milliseconds. */
  readonly nowMs: number;
}

/**
 * What a probe saw, as a lock. It leaves out what says something of the moment (a 5xx, a 429) and what only a probe does
 * (removing what it made).
 */
export function lockOf(run: Pick<CheckRun, 'exchanges'>, about: LockAbout): Lock {
  const { declaration, host } = about;
  const { destination } = declaration;
  const maps = new Set(declaration.maps);
  const headers = [...destination.loggedHeaders, destination.requestIdHeader];
  const seen = new Map<string, { template: string; statuses: Map<number, Observation[]> }>();
  for (const exchange of run.exchanges) {
    const { check, operation, template, result } = exchange;
    if (check === 'remove' || isTrouble(exchange) || !('response' in result)) continue;
    const one = seen.get(operation) ?? { template, statuses: new Map() };
    const { statusCode } = result.response;
    const observation = observe(result.response, { maps, headers, host, nowMs: exchange.endedAtMs });
    one.statuses.set(statusCode, [...(one.statuses.get(statusCode) ?? []), observation]);
    seen.set(operation, one);
  }
  return {
    destination: destination.name,
    recorded: recordedAs(about),
    maps: [...maps].sort(),
    operations: new Map(
      [...seen].sort(byName).map(([name, { template, statuses }]): [string, LockedOperation] => [
        name,
        {
          request: template,
          responses: new Map(
            [...statuses]
              .sort(([a], [b]) => a - b)
              .map(([statusCode, observations]) => [statusCode, lockedResponse(observations)]),
          ),
        },
      ]),
    ),
  };
}

/** Whose answers they are, and of when. */
export const recordedAs = ({ declaration, origin, host, nowMs }: LockAbout): Lock['recorded'] => ({
  from: origin,
  host,
  at: new Date(nowMs).toISOString(),
  apiVersion: declaration.destination.apiVersion.value,
});

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);
