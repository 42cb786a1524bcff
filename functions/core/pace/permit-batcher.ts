import type { Account, PermitDecision } from './account.ts';

/** Gathers the deliveries of a batch that ask for permits, so that one write serves them all. */
export interface PermitBatcher {
  /** A ticket for one delivery; there are as many as the batch has deliveries. */
  readonly take: () => PermitTicket;
}

export interface PermitTicket {
  /** Rejects when the account cannot be reached. */
  readonly ask: () => Promise<PermitDecision>;
  /** The delivery does not ask (it ended, or waits for another one): the batch does not wait for it. */
  readonly leave: () => void;
}

/**
 * Longer than a ledger that answers takes: a delivery that has not asked by then asks alone, and the others do not wait
 * for it.
 */
const gatherMs = 250;

/**
 * The first answer is usually there after half a second; so long is waited for it in place, and a third party that is slower
 * has the events back in its queue.
 */
const answerWaitMs = { first: 250, most: 2_000 };

/**
 * @param expected how many deliveries may ask
 * @param sleep resolves after so many milliseconds
 */
export function createPermitBatcher(
  account: Pick<Account, 'reserve'>,
  expected: number,
  sleep: (ms: number) => Promise<void>,
): PermitBatcher {
  let missing = expected;
  let isLate = false;
  let waiting: Waiting[] = [];

  const serve = () => {
    const served = waiting;
    waiting = [];
    if (served.length > 0) void answer(account, served, sleep);
  };
  const serveLate = () => {
    isLate = true;
    serve();
  };
  return {
    take: () => {
      let isMissing = true;
      const leave = () => {
        if (!isMissing) return;
        isMissing = false;
        missing -= 1;
        if (missing === 0) serve();
      };
      const ask = () =>
        new Promise<PermitDecision>((resolve, reject) => {
          waiting.push({ resolve, reject });
          const isFirst = waiting.length === 1;
          leave();
          if (missing === 0 || isLate) serve();
          else if (isFirst) sleep(gatherMs).then(serveLate, serveLate);
        });
      return { ask, leave };
    },
  };
}

interface Waiting {
  readonly resolve: (decision: PermitDecision) => void;
  readonly reject: (error: unknown) => void;
}

/** Those that wait for the third party's first answer ask once more, together. */
async function answer(
  account: Pick<Account, 'reserve'>,
  asking: readonly Waiting[],
  sleep: (ms: number) => Promise<void>,
  waitMs = answerWaitMs.first,
): Promise<void> {
  const awaiting: Waiting[] = [];
  try {
    const decisions = await account.reserve(asking.length);
    for (const [at, waiting] of asking.entries()) {
      const decision = decisions[at];
      if (decision === undefined) waiting.reject(new RangeError('fewer permits than asked for'));
      else if (mayWait(decision, waitMs)) awaiting.push(waiting);
      else waiting.resolve(decision);
    }
    if (awaiting.length > 0) {
      await sleep(waitMs);
      await answer(account, awaiting, sleep, 2 * waitMs);
    }
  } catch (error) {
    for (const { reject } of asking) reject(error);
  }
}

const mayWait = (decision: PermitDecision, waitMs: number) =>
  !decision.given && decision.awaitsAnswer === true && waitMs <= answerWaitMs.most;
