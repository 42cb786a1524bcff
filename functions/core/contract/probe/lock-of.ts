import { contractOf } from '../../declare/account-of.ts';
import type { ContractDeclaration } from '../../declare/contract.ts';
import type { LockedCheck } from '../lock/check-outcome.ts';
import { lockedCheck, mergeChecks } from '../lock/compare-checks.ts';
import type { Lock, LockedOperation, Origin } from '../lock/lock.ts';
import { lockedResponse } from '../lock/locked-response.ts';
import type { Observation } from '../lock/observation.ts';
import { observe } from '../lock/observe.ts';
import { type CheckRun, isTrouble } from './probe-recorder.ts';
import type { ProbedExchange } from './send-probe.ts';

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
  const seen = new Map<string, Seen>();
  for (const exchange of run.exchanges) {
    const { check, operation, template, result } = exchange;
    if (isTrouble(exchange) || !('response' in result)) continue;
    if (check === 'remove') {
      // It stands beside the request that made the thing: how the answer looks no delivery will ever see.
      const made = seen.get(operation.replace(/ removal$/, ''));
      if (made !== undefined) made.checks = withOutcome(made.checks, exchange);
      continue;
    }
    const one = seen.get(operation) ?? { template, statuses: new Map(), checks: new Map() };
    one.checks = withOutcome(one.checks, exchange);
    const { statusCode } = result.response;
    const observation = observe(result.response, { maps, headers, host, nowMs: exchange.endedAtMs });
    one.statuses.set(statusCode, [...(one.statuses.get(statusCode) ?? []), observation]);
    seen.set(operation, one);
  }
  return {
    destination: contractOf(destination),
    recorded: { ...recordedAs(about), ...answeredVersion(run.exchanges, declaration) },
    maps: [...maps].sort(),
    operations: new Map(
      [...seen].sort(byName).map(([name, { template, checks, statuses }]): [string, LockedOperation] => [
        name,
        {
          request: template,
          checks,
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

/**
 * The version that the answers name, where it is not the one that was asked for: in the header in which it was asked for,
 * `stripe-version`. What is no version is not kept.
 */
function answeredVersion(
  exchanges: CheckRun['exchanges'],
  { destination: { apiVersion } }: ContractDeclaration,
): { readonly answeredVersion?: string } {
  for (const { result, sentHeaders = {} } of exchanges) {
    if (!('response' in result)) continue;
    const name = Object.keys(sentHeaders).find((header) => sentHeaders[header] === apiVersion.value);
    const version = name === undefined ? undefined : result.response.headers[name];
    const isOther = version !== undefined && version !== apiVersion.value && /^[\w.-]{1,40}$/.test(version);
    if (isOther) return { answeredVersion: version };
  }
  return {};
}

interface Seen {
  readonly template: string;
  checks: Checks;
  readonly statuses: Map<number, Observation[]>;
}

type Checks = ReadonlyMap<string, LockedCheck>;

function withOutcome(checks: Checks, { check, relation, classification }: ProbedExchange): Checks {
  const { statusCode, verdict } = classification;
  if (relation === undefined || statusCode === undefined) return checks;
  return mergeChecks(checks, new Map([[check, lockedCheck({ statusCode, verdict, relation })]]));
}

/** Whose answers they are, and of when. */
export const recordedAs = ({ declaration, origin, host, nowMs }: LockAbout): Lock['recorded'] => ({
  from: origin,
  host,
  at: new Date(nowMs).toISOString(),
  apiVersion: declaration.destination.apiVersion.value,
});

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);
