import { createHash } from 'node:crypto';
import type { Log } from '../../log.ts';
import type { Meter } from '../../metrics.ts';
import type { Difference } from '../lock/difference.ts';
import type { Lock } from '../lock/lock.ts';
import type { Claimed, DriftClaims } from './drift-claims.ts';

/** Reports drifts: each once. */
export interface DriftReporter {
  /** Never rejects, and takes `claimMsMax` twice at most. */
  readonly report: (found: readonly FoundDifference[]) => Promise<void>;
}

/** A difference that a response or a check showed. */
export interface FoundDifference {
  readonly difference: Difference;
  /** Takes out personal values and secrets: a third party can put them into the name of a field. */
  readonly mask: (text: string) => string;
}

export interface DriftReporterOptions {
  readonly destination: string;
  readonly recorded: Lock['recorded'];
  /** Which of all sandboxes reports a drift. */
  readonly claims: DriftClaims;
  /** How long making the claims may take, and how long saying that they are reported. */
  readonly claimMsMax: number;
  readonly log: Log;
  readonly meter: Pick<Meter, 'count' | 'flush'>;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Differences in one line: where there are more, a probe names them. */
const shownMax = 20;

/** Claims under way at once. A drift that is left over is reported when it is seen again. */
export const claimsMax = 10;

/** More drifts than this in one sandbox: the whole API changed, and further lines of log say nothing more. */
const reportedMax = 200;

/** Differences before masking. Many that each have somebody's address in them may be one drift once they are masked. */
const handledMax = 1_000;

export function createDriftReporter(options: DriftReporterOptions): DriftReporter {
  const { destination, recorded, log, meter } = options;
  const reported = new Set<string>();

  /** Ids of the differences that were dealt with, by how they were before masking: what stays is masked once. */
  const handled = new Map<string, string>();

  /** What this sandbox has not reported yet: masked, and each once. */
  const unreported = (found: readonly FoundDifference[], breaking: boolean): readonly Drift[] => {
    const byId = new Map<string, Difference>();
    for (const { difference, mask } of found) {
      if (difference.breaking !== breaking || handled.has(rawKey(difference))) continue;
      if (reported.size === reportedMax || handled.size === handledMax) break;
      if (breaking && byId.size === claimsMax) break;
      const masked = maskedDifference(difference, mask);
      const id = driftId(recorded.at, masked);
      handled.set(rawKey(difference), id);
      if (reported.has(id)) continue;
      reported.add(id);
      byId.set(id, masked);
    }
    return [...byId];
  };
  const write = (level: 'info' | 'warn', message: string, differences: readonly Difference[], more = {}) => {
    for (const [operation, statusCode, some] of byResponse(differences)) {
      if (level === 'warn') meter.count('ContractDrift');
      log.write(level, message, {
        destination,
        operation,
        statusCode,
        differences: some.slice(0, shownMax),
        ...(some.length > shownMax ? { notShown: some.length - shownMax } : {}),
        lockRecordedFrom: recorded.from,
        ...more,
      });
    }
  };
  const forget = (id: string) => {
    reported.delete(id);
    for (const [key, one] of handled) if (one === id) handled.delete(key);
  };
  /** What the ledger answers to each call; `undefined` where the call failed or took too long. */
  const inTime = async <T>(drifts: readonly Drift[], call: (driftId: string) => Promise<T>) => {
    const late = options.sleep(options.claimMsMax).then(() => undefined);
    return Promise.all(drifts.map(([id]) => Promise.race([call(id).catch(() => undefined), late])));
  };
  return {
    report: async (found) => {
      const grown = unreported(found, false);
      write('info', 'contract.grew', differencesOf(grown));

      const drifted = unreported(found, true);
      if (drifted.length === 0) return;
      const answers = await inTime(drifted, options.claims.claim);
      const answered = (answer: Claimed | undefined) => drifted.filter((_, at) => answers[at] === answer);
      const ours = answered('ours');
      // Another sandbox is reporting them, or died: they are claimed again when they are seen again.
      for (const [id] of answered('claimed')) forget(id);
      write('warn', 'contract.drifted', differencesOf(ours));
      // The ledger did not answer: better two sandboxes report it than none.
      write('warn', 'contract.drifted', differencesOf(answered(undefined)), { claimed: false });
      // The metrics go out before `told`: if this sandbox dies in between, another reports the drift.
      meter.flush();
      if (ours.length > 0) await inTime(ours, options.claims.told);
    },
  };
}

type Drift = readonly [driftId: string, difference: Difference];

const differencesOf = (all: readonly Drift[]) => all.map(([, difference]) => difference);

const rawKey = ({ operation, statusCode, kind, place, is = '' }: Difference) =>
  `${operation} ${statusCode} ${kind} ${place} ${is}`;

/** Names a drift from one lock: hexadecimal, the same wherever it is seen. */
export function driftId(recordedAt: string, { operation, statusCode, kind, place, is }: Difference): string {
  const about = JSON.stringify([recordedAt, operation, statusCode, kind, place, is ?? '']);
  return createHash('sha256').update(about).digest('hex');
}

/** A third party can put anything into the name of a field, somebody's address too. */
function maskedDifference(
  { place, was, is, ...rest }: Difference,
  mask: FoundDifference['mask'],
): Difference {
  return {
    ...rest,
    place: mask(place),
    ...(was === undefined ? {} : { was: mask(was) }),
    ...(is === undefined ? {} : { is: mask(is) }),
  };
}

function byResponse(differences: readonly Difference[]) {
  const groups = new Map<string, [operation: string, statusCode: number, Omit<Difference, 'breaking'>[]]>();
  for (const { operation, statusCode, breaking: _, ...rest } of differences) {
    const key = `${operation} ${statusCode}`;
    const group = groups.get(key) ?? [operation, statusCode, []];
    group[2].push(rest as Omit<Difference, 'breaking'>);
    groups.set(key, group);
  }
  return groups.values();
}
