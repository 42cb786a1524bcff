/**
 * Compares responses with the lock. Loaded by the first batch that has something to compare, so that no cold start reads
 * it. It must import nothing that the rest of a function needs, or the build puts that into a third file.
 */
import { compareStatus } from '../lock/compare-locks.ts';
import { concernsContract } from '../lock/concerns-contract.ts';
import { readDeployedLock } from '../lock/deployed-lock.ts';
import type { Difference } from '../lock/difference.ts';
import { fingerprint } from '../lock/fingerprint.ts';
import { amountKinds, dataKinds } from '../lock/leniency.ts';
import type { LockedOperation } from '../lock/lock.ts';
import { lockedResponse } from '../lock/locked-response.ts';
import type { Observation } from '../lock/observation.ts';
import { observe } from '../lock/observe.ts';
import { createDriftDebounce } from './drift-debounce.ts';
import { createDriftReporter, type DriftReporterOptions } from './drift-reporter.ts';
import type { Compare, Sample } from './drift-watch.ts';

export interface DriftComparatorOptions extends Omit<DriftReporterOptions, 'recorded'> {
  /** Whose lock it has to be. @default - the destination's own */
  readonly contract?: string;
  /** `local`: here a stand-in is the third party. */
  readonly environment: string;
  /** Response headers that the destination reads or logs. */
  readonly headers: readonly string[];
  /** This environment's account has limits of its own: those of the recorded account say nothing of it. */
  readonly hasOwnLimits: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Shapes whose differences are remembered, so that the usual response costs one hash. A third party has a few. */
const knownMax = 200;

/** Of one response: a lock that lacks ten thousand keys is reported by some of them. */
const differencesMax = 100;

/** `undefined`: the lock is none to compare with, and the log says why. */
export function createDriftComparator(text: string, options: DriftComparatorOptions): Compare | undefined {
  const { log, destination } = options;
  const deployed = readDeployedLock(text, options);
  if ('unusable' in deployed) {
    const { unusable, reason } = deployed;
    if (unusable === 'unproven') log.write('info', 'contract.unproven', { destination, reason });
    else log.write('warn', 'contract.unknown', { destination, reason });
    return undefined;
  }
  const { lock } = deployed;
  const reporter = createDriftReporter({ ...options, recorded: lock.recorded });
  const debounce = createDriftDebounce();
  const maps = new Set(lock.maps);
  const known = new Map<string, readonly Difference[]>();
  const logged = new Set<string>();
  const logOnce = (what: string, write: () => void) => {
    if (logged.has(what)) return;
    logged.add(what);
    write();
  };

  const differencesOf = (operation: string, locked: LockedOperation, observation: Observation) => {
    const key = `${operation} ${fingerprint(observation)}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size === knownMax) known.clear();
    // Breaking differences come first, so that they are not the ones that are left out.
    const differences = compareStatus(
      operation,
      observation.statusCode,
      locked,
      lockedResponse([observation]),
    )
      .map((difference) => (isData(difference) ? { ...difference, breaking: false } : difference))
      .filter(({ kind }) => !(options.hasOwnLimits && amountKinds.has(kind)))
      .toSorted((one, other) => Number(other.breaking) - Number(one.breaking))
      .slice(0, differencesMax);
    known.set(key, differences);
    return differences;
  };
  const inspect = (sample: Sample): readonly Difference[] => {
    const { operation, response, verdict } = sample;
    const locked = lock.operations.get(operation);
    if (locked === undefined) {
      const reason = 'the lock does not have the operation: probe again';
      logOnce(operation, () => log.write('warn', 'contract.unknown', { destination, operation, reason }));
      return [];
    }
    if (!concernsContract(locked, response.statusCode, verdict)) return [];
    const recorded = locked.responses.get(response.statusCode);
    const headers = [...new Set([...options.headers, ...(recorded?.headers.keys() ?? [])])];
    const about = { maps, headers, host: sample.host, nowMs: options.now() };
    const observation = observe(response, about);
    const differences = differencesOf(operation, locked, observation);
    return debounce.due(`${operation} ${response.statusCode}`, observation, differences);
  };
  return async (samples) => {
    const due = samples.flatMap((sample) => {
      try {
        return inspect(sample).map((difference) => ({ difference, mask: sample.mask }));
      } catch (error) {
        const reason = error instanceof Error ? error.name : 'not an error';
        logOnce('failure', () => log.write('error', 'contract.not-compared', { destination, reason }));
        return [];
      }
    });
    await reporter.report(due);
  };
}

/** A lookup finds, and a follow-up changes, what others may have made. */
const isData = ({ operation, kind }: Difference) =>
  / (?:lookup|follow-up)$/.test(operation) && dataKinds.has(kind);
