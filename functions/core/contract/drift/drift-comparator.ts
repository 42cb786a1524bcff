/**
 * Compares responses with the lock. Loaded by the first batch that has something to compare, so that no cold start reads
 * it: whatever it imports must be nothing that the rest of a function needs, or the build puts that apart from both.
 */
import type { Log } from '../../log.ts';
import { compareStatus } from '../lock/compare-locks.ts';
import type { Difference } from '../lock/difference.ts';
import { fingerprint } from '../lock/fingerprint.ts';
import { dataMay, isAmount } from '../lock/leniency.ts';
import type { Lock, LockedOperation } from '../lock/lock.ts';
import { parseLock } from '../lock/lock-json.ts';
import { lockedResponse } from '../lock/locked-response.ts';
import type { Observation } from '../lock/observation.ts';
import { observe } from '../lock/observe.ts';
import { createDriftDebounce } from './drift-debounce.ts';
import { createDriftReporter, type DriftReporterOptions } from './drift-reporter.ts';
import type { Compare, Seen } from './drift-watch.ts';

export interface DriftComparatorOptions extends Omit<DriftReporterOptions, 'recorded'> {
  /** `local`: here a stand-in is the third party. */
  readonly environment: string;
  /** Response headers that the destination reads or tells of. */
  readonly headers: readonly string[];
  /** This environment's account has limits of its own: what another was allowed when the lock was recorded says nothing of it. */
  readonly hasOwnLimits: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Shapes whose differences are remembered, so that the usual response costs one hash. A third party has a few. */
const knownMax = 200;

/** Of one response: ten thousand keys that nobody has recorded are told of by some of them. */
const differencesMax = 100;

/**
 * `undefined`: the lock is none to compare with, and the log says why. A stand-in's lock is our own word, not the third
 * party's: outside `local` each of them would differ from it, every day, and teach people to look away.
 */
export function createDriftComparator(text: string, options: DriftComparatorOptions): Compare | undefined {
  const lock = lockIn(text, options);
  if (lock === undefined) return undefined;
  const { log, destination } = options;
  const bell = createDriftReporter({ ...options, recorded: lock.recorded });
  const evidence = createDriftDebounce();
  const maps = new Set(lock.maps);
  const known = new Map<string, readonly Difference[]>();
  const toldOf = new Set<string>();
  const onceFor = (what: string, tell: () => void) => {
    if (toldOf.has(what)) return;
    toldOf.add(what);
    tell();
  };

  const differencesOf = (operation: string, locked: LockedOperation, observation: Observation) => {
    const key = `${operation} ${fingerprint(observation)}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    if (known.size === knownMax) known.clear();
    // What breaks goes first, so that it is not what is left out.
    const differences = compareStatus(
      operation,
      observation.statusCode,
      locked,
      lockedResponse([observation]),
    )
      .map((difference) => (isData(difference) ? { ...difference, breaking: false } : difference))
      .filter(({ kind }) => !(options.hasOwnLimits && isAmount.has(kind)))
      .toSorted((one, other) => Number(other.breaking) - Number(one.breaking))
      .slice(0, differencesMax);
    known.set(key, differences);
    return differences;
  };
  const inspect = (seen: Seen): readonly Difference[] => {
    const { operation, response } = seen;
    const locked = lock.operations.get(operation);
    if (locked === undefined) {
      const reason = 'the lock does not have the operation: probe again';
      onceFor(operation, () => log.write('warn', 'contract.unknown', { destination, operation, reason }));
      return [];
    }
    const recorded = locked.responses.get(response.statusCode);
    if (recorded === undefined && !isWord(seen)) return [];
    const headers = [...new Set([...options.headers, ...(recorded?.headers.keys() ?? [])])];
    const about = { maps, headers, host: seen.host, nowMs: options.now() };
    const observation = observe(response, about);
    const differences = differencesOf(operation, locked, observation);
    return evidence.due(`${operation} ${response.statusCode}`, observation, differences);
  };
  return async (all) => {
    const due = all.flatMap((seen) => {
      try {
        return inspect(seen).map((difference) => ({ difference, mask: seen.mask }));
      } catch (error) {
        const reason = error instanceof Error ? error.name : 'not an error';
        onceFor('failure', () => log.write('error', 'contract.not-compared', { destination, reason }));
        return [];
      }
    });
    await bell.tell(due);
  };
}

/** A lookup finds, and a follow-up changes, what others may have made. */
const isData = ({ operation, kind }: Difference) =>
  / (?:lookup|follow-up)$/.test(operation) && dataMay.has(kind);

/** What was never recorded is looked at where it ends a delivery. A 429, a 503 and a refused key ring for themselves. */
const isWord = ({ verdict }: Seen) =>
  verdict === 'success' || verdict === 'terminal' || verdict === 'refused';

function lockIn(
  text: string,
  { log, destination, environment }: { log: Log; destination: string; environment: string },
): Lock | undefined {
  try {
    const lock = parseLock(text);
    if (lock.destination !== destination) throw new RangeError(`it is that of ${lock.destination}`);
    if (lock.recorded.from !== 'stand-in' || environment === 'local') return lock;
    const reason = 'the lock was recorded from a stand-in: probe the third party itself';
    log.write('info', 'contract.unproven', { destination, reason });
  } catch (error) {
    const reason = `the lock is no good: ${(error as Error).message}`;
    log.write('warn', 'contract.unknown', { destination, reason });
  }
  return undefined;
}
