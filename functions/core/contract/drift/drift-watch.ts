/** Whether a third party still keeps its contract: what its responses show, looked at when the deliveries are done. */

import type { Verdict } from '../../declare/destination.ts';
import type { HttpResponse } from '../../declare/http-message.ts';
import type { Log } from '../../log.ts';

/** A response, with what has to be known of it. */
export interface Seen {
  /** Name in the lock: `create-contact`, `create-contact lookup`, `create-contact follow-up`. */
  readonly operation: string;
  readonly response: HttpResponse;
  readonly verdict: Verdict;
  /** Host and port that answered. */
  readonly host: string;
  /** Takes secrets, and the personal values of its event, out of a text. */
  readonly mask: (text: string) => string;
}

/** Compares responses with a lock, and tells of what differs. */
export type Compare = (seen: readonly Seen[]) => Promise<void>;

export interface DriftWatch {
  /** Remembers a response if it is its turn. Never throws, and reads nothing of it. */
  readonly saw: (seen: Seen) => void;
  /**
   * Compares what was remembered with the lock, and tells of what differs. Call it when nothing waits for it any more
   * but the function's answer. Never rejects; takes `lookMsMax` at most, and no time at all where so much is not left.
   */
  readonly look: (invocation: { readonly remainingMs: () => number }) => Promise<void>;
}

export interface DriftWatchOptions {
  /** The lock that was deployed; `undefined`: there is none. */
  readonly readContract: () => Promise<string | undefined>;
  /** The code that compares, which no cold start reads. `undefined`: there is nothing to compare with. */
  readonly open: (lock: string) => Promise<Compare | undefined>;
  readonly log: Log;
  readonly destination: string;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * The first ten of each operation and status in a sandbox: most sandboxes of a quiet integration never see more, and ten
 * in a row are what it takes to say that a field is gone. Numbers are kept by operation and status, which are few.
 */
const firstLooks = 10;

/**
 * Then one in fifty. Code that runs so rarely runs slowly: a look takes a sixth of a delivery's CPU, and three times as
 * much where answers are large (npm run bench -- contract). One in fifty keeps that below a hundredth of all of it.
 */
export const lookEvery = 50;

/** At most a batch of deliveries in hand, 256 KiB each: what is beyond them has its turn later. */
const keptMax = 10;

/** Reading a small file and loading a few kilobytes of code take milliseconds; who hangs is not waited for twice. */
const openMsMax = 500;

/** What asking the ledger about drifts, and telling it of them, may each take (contract/drift-bell.ts). */
export const claimMsMax = 1_000;

const lookMsMax = openMsMax + 2 * claimMsMax;

/** So much of an invocation is left to the answer: as much as a batch that is late keeps back for it. */
const answerMs = 500;

export function createDriftWatch(options: DriftWatchOptions): DriftWatch {
  const { log, destination, sleep } = options;
  const turns = new Map<string, number>();
  let kept: Seen[] = [];
  let compare: Compare | undefined;
  let isOpening = false;
  /** There is nothing to compare with, and will not be in this sandbox. */
  let isAsleep = false;

  const open = async () => {
    try {
      const lock = await options.readContract();
      if (lock === undefined)
        log.write('info', 'contract.unknown', { destination, reason: 'there is no lock' });
      else compare = await options.open(lock);
    } catch (error) {
      const reason = `the lock cannot be read (${nameOf(error)})`;
      log.write('warn', 'contract.unknown', { destination, reason });
    }
    isAsleep = compare === undefined;
  };
  return {
    saw: (seen) => {
      if (isAsleep || kept.length === keptMax) return;
      const key = `${seen.operation} ${seen.response.statusCode}`;
      const turn = turns.get(key) ?? 0;
      turns.set(key, turn + 1);
      if (turn < firstLooks || turn % lookEvery === 0) kept.push(seen);
    },
    look: async ({ remainingMs }) => {
      const seen = kept;
      kept = [];
      if (seen.length === 0 || isAsleep || remainingMs() < lookMsMax + answerMs) return;
      if (!isOpening) {
        isOpening = true;
        await Promise.race([open(), sleep(openMsMax)]);
      }
      try {
        await compare?.(seen);
      } catch (error) {
        log.write('error', 'contract.not-compared', { destination, reason: nameOf(error) });
      }
    },
  };
}

/** The name only: what an error says may quote what was read. */
const nameOf = (error: unknown) => (error instanceof Error ? error.name : 'not an error');
