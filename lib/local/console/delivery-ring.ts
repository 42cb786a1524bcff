/** The newest deliveries, as their lines come: bounded, however long the environment runs. */
import type { Attempt } from './operator.ts';

/** What the page lists of a delivery. */
export interface DeliverySummary {
  /** One event to one integration. */
  readonly key: string;
  /** Counts up, in the order in which deliveries were first heard of. */
  readonly number: number;
  /** When it was last heard of, epoch milliseconds. */
  readonly atMs: number;
  /** Requests so far. */
  readonly attempts: number;
  /** What the last line said. */
  readonly last: Attempt;
}

interface Kept {
  summary: DeliverySummary;
  /** The newest, oldest first. */
  lines: string[];
  bytes: number;
}

export interface DeliveryRing {
  /** Takes a line that `attempt` was read of. */
  readonly add: (attempt: Attempt, line: string) => void;
  /** Oldest first. */
  readonly all: () => readonly DeliverySummary[];
  /** Those that changed since the call before. */
  readonly takeChanged: () => readonly DeliverySummary[];
  /** The kept lines of a delivery; `undefined`: there is no such delivery any more. */
  readonly linesOf: (key: string) => readonly string[] | undefined;
  readonly find: (key: string) => DeliverySummary | undefined;
}

/** More than anybody scrolls through, eight minutes at ten a second; the page is measured with as many. */
export const deliveriesMax = 5_000;
/** A line has some 4 KB: all of them 20 MB. A third party's long answers must not make more of it than this. */
const bytesMax = 32 * 1024 * 1024;
/** Of a delivery that is retried for hours the newest tell what is going on. */
const linesMax = 20;

export function createDeliveryRing(now: () => number, most = deliveriesMax): DeliveryRing {
  const kept = new Map<string, Kept>();
  const changed = new Set<string>();
  let [number, bytes] = [0, 0];

  const drop = () => {
    for (const [key, oldest] of kept) {
      if (kept.size <= most && (bytes <= bytesMax || kept.size === 1)) return;
      kept.delete(key);
      changed.delete(key);
      bytes -= oldest.bytes;
    }
  };
  return {
    add: (attempt, line) => {
      const key = `${attempt.integration} ${attempt.eventId}`;
      const before = kept.get(key);
      if (before === undefined) number += 1;
      const lines = [...(before?.lines ?? []), line].slice(-linesMax);
      const own = lines.reduce((sum, one) => sum + one.length, 0);
      bytes += own - (before?.bytes ?? 0);
      const summary = {
        key,
        number: before?.summary.number ?? number,
        atMs: now(),
        attempts: (before?.summary.attempts ?? 0) + (attempt.method === undefined ? 0 : 1),
        last: attempt,
      };
      kept.set(key, { summary, lines, bytes: own });
      changed.add(key);
      drop();
    },
    all: () => [...kept.values()].map(({ summary }) => summary),
    takeChanged: () => {
      const found = [...changed].flatMap((key) => kept.get(key)?.summary ?? []);
      changed.clear();
      return found;
    },
    linesOf: (key) => kept.get(key)?.lines,
    find: (key) => kept.get(key)?.summary,
  };
}
