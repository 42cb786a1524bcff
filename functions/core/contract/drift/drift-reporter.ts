import { createHash } from 'node:crypto';
import type { Log } from '../../log.ts';
import type { Meter } from '../../metrics.ts';
import type { Difference } from '../lock/difference.ts';
import type { Lock } from '../lock/lock.ts';
import type { Claimed, DriftClaims } from './drift-claims.ts';

/** Tells of drifts: of each once. */
export interface DriftReporter {
  /** Never rejects, and takes `claimMsMax` twice at most. */
  readonly tell: (found: readonly Found[]) => Promise<void>;
}

/** A difference, and what takes personal values and secrets out of the text of whatever showed it. */
export interface Found {
  readonly difference: Difference;
  readonly mask: (text: string) => string;
}

export interface DriftReporterOptions {
  readonly destination: string;
  readonly recorded: Lock['recorded'];
  /** Who tells, of all sandboxes. */
  readonly claims: DriftClaims;
  /** What asking about the claims, and what saying that they are told, may each take. */
  readonly claimMsMax: number;
  readonly log: Log;
  readonly meter: Pick<Meter, 'count' | 'flush'>;
  readonly sleep: (ms: number) => Promise<void>;
}

/** Differences of one line: where there are more, the probe names them. */
const toldInLineMax = 20;

/** Claims under way at once. What is left over is told of when it is seen again. */
export const claimsMax = 10;

/** A third party that shows more drifts than this to one sandbox has nothing that could be told in lines of log. */
const toldMax = 200;

/** As many again and again, with somebody's address in each: those are the same drift, once they are masked. */
const handledMax = 1_000;

export function createDriftReporter(options: DriftReporterOptions): DriftReporter {
  const { destination, recorded, log, meter } = options;
  const told = new Set<string>();

  /** Differences that were dealt with, as they are, and their ids: a field that stays new is not masked at every look. */
  const handled = new Map<string, string>();

  /** What this sandbox has not told yet, as it may be told; each once, and none twice. */
  const fresh = (found: readonly Found[], breaking: boolean): readonly Fresh[] => {
    const byId = new Map<string, Difference>();
    for (const { difference, mask } of found) {
      if (difference.breaking !== breaking || handled.has(rawKey(difference))) continue;
      if (told.size === toldMax || handled.size === handledMax) break;
      if (breaking && byId.size === claimsMax) break;
      const masked = maskedDifference(difference, mask);
      const id = driftId(recorded.at, masked);
      handled.set(rawKey(difference), id);
      if (told.has(id)) continue;
      told.add(id);
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
        differences: some.slice(0, toldInLineMax),
        ...(some.length > toldInLineMax ? { notShown: some.length - toldInLineMax } : {}),
        lockRecordedFrom: recorded.from,
        ...more,
      });
    }
  };
  const forget = (id: string) => {
    told.delete(id);
    for (const [key, one] of handled) if (one === id) handled.delete(key);
  };
  /** What the ledger says of each; `undefined` where it says nothing in time. */
  const inTime = async <T>(drifts: readonly Fresh[], ask: (driftId: string) => Promise<T>) => {
    const late = options.sleep(options.claimMsMax).then(() => undefined);
    return Promise.all(drifts.map(([id]) => Promise.race([ask(id).catch(() => undefined), late])));
  };
  return {
    tell: async (found) => {
      const grown = fresh(found, false);
      write('info', 'contract.grew', differencesOf(grown));

      const drifted = fresh(found, true);
      if (drifted.length === 0) return;
      const answers = await inTime(drifted, options.claims.claim);
      const answered = (answer: Claimed | undefined) => drifted.filter((_, at) => answers[at] === answer);
      const ours = answered('ours');
      // Whoever has to tell may be dead: it is asked about again when it is seen again.
      for (const [id] of answered('claimed')) forget(id);
      write('warn', 'contract.drifted', differencesOf(ours));
      // Told by one sandbox too many rather than by none.
      write('warn', 'contract.drifted', differencesOf(answered(undefined)), { claimed: false });
      // Only what is out is told: whoever dies before is followed by another that tells.
      meter.flush();
      if (ours.length > 0) await inTime(ours, options.claims.told);
    },
  };
}

/** By its id. */
type Fresh = readonly [driftId: string, difference: Difference];

const differencesOf = (all: readonly Fresh[]) => all.map(([, difference]) => difference);

const rawKey = ({ operation, statusCode, kind, place, is = '' }: Difference) =>
  `${operation} ${statusCode} ${kind} ${place} ${is}`;

/** Names a drift from one lock: hexadecimal, the same wherever it is seen. */
export function driftId(recordedAt: string, { operation, statusCode, kind, place, is }: Difference): string {
  const about = JSON.stringify([recordedAt, operation, statusCode, kind, place, is ?? '']);
  return createHash('sha256').update(about).digest('hex');
}

/** A third party can put anything into a name, an address of somebody too. */
function maskedDifference({ place, was, is, ...rest }: Difference, mask: Found['mask']): Difference {
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
