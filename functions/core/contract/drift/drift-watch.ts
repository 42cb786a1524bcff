/** Whether a third party still keeps its contract: samples its responses, and compares them when the deliveries are done. */

import type { Verdict } from '../../declare/destination.ts';
import type { HttpResponse } from '../../declare/http-message.ts';
import type { Log } from '../../log.ts';

/** A response, with what has to be known of it. */
export interface Sample {
  /** Name in the lock: `create-contact`, `create-contact lookup`, `create-contact follow-up`. */
  readonly operation: string;
  readonly response: HttpResponse;
  readonly verdict: Verdict;
  /** Host and port that answered. */
  readonly host: string;
  /** Takes secrets, and the personal values of its event, out of a text. */
  readonly mask: (text: string) => string;
}

/** Compares responses with a lock, and reports what differs. */
export type Compare = (samples: readonly Sample[]) => Promise<void>;

export interface DriftWatch {
  /** Keeps a response if it is its turn. Never throws, and reads nothing of it. */
  readonly sample: (one: Sample) => void;
  /**
   * Compares the samples with the lock, and reports what differs. Call it when only the function's answer is still to
   * be given. Never rejects; takes `compareMsMax` at most, and does nothing where less time is left.
   */
  readonly compareSampled: (invocation: { readonly remainingMs: () => number }) => Promise<void>;
}

export interface DriftWatchOptions {
  /** The lock that was deployed; `undefined`: there is none. */
  readonly readContract: () => Promise<string | undefined>;
  /** Loads the code that compares, which no cold start reads. `undefined`: the lock cannot be compared with. */
  readonly open: (lock: string) => Promise<Compare | undefined>;
  readonly log: Log;
  readonly destination: string;
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * The first ten of each operation and status in a sandbox: most sandboxes of a quiet integration never see more, and ten
 * in a row are what it takes to say that a field is gone. Numbers are kept by operation and status, which are few.
 */
const firstSamples = 10;

/**
 * Then one in fifty. Code that runs so rarely runs slowly: a comparison takes a sixth of a delivery's CPU, and three times
 * as much where answers are large (npm run bench -- contract). One in fifty keeps that below a hundredth of all of it.
 */
export const sampleEvery = 50;

/** At most a batch of deliveries in hand, 256 KiB each. Further responses have their turn later. */
const keptMax = 10;

/** Reading a small file and loading a few kilobytes of code take milliseconds. What hangs is not waited for twice. */
const openMsMax = 500;

/** The claims of a comparison, and saying that they are reported, may each take this long (drift-reporter.ts). */
export const claimMsMax = 1_000;

const compareMsMax = openMsMax + 2 * claimMsMax;

/** So much of an invocation is left to the answer: as much as a batch that is late keeps back for it. */
const answerMs = 500;

export function createDriftWatch(options: DriftWatchOptions): DriftWatch {
  const { log, destination, sleep } = options;
  const turns = new Map<string, number>();
  let kept: Sample[] = [];
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
    sample: (one) => {
      if (isAsleep || kept.length === keptMax) return;
      const key = `${one.operation} ${one.response.statusCode}`;
      const turn = turns.get(key) ?? 0;
      turns.set(key, turn + 1);
      if (turn < firstSamples || turn % sampleEvery === 0) kept.push(one);
    },
    compareSampled: async ({ remainingMs }) => {
      const samples = kept;
      kept = [];
      if (samples.length === 0 || isAsleep || remainingMs() < compareMsMax + answerMs) return;
      if (!isOpening) {
        isOpening = true;
        await Promise.race([open(), sleep(openMsMax)]);
      }
      try {
        await compare?.(samples);
      } catch (error) {
        log.write('error', 'contract.not-compared', { destination, reason: nameOf(error) });
      }
    },
  };
}

/** The name only: what an error says may quote what was read. */
const nameOf = (error: unknown) => (error instanceof Error ? error.name : 'not an error');
