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
    if (served.length > 0) void answer(account, served);
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

async function answer(account: Pick<Account, 'reserve'>, served: readonly Waiting[]): Promise<void> {
  try {
    const decisions = await account.reserve(served.length);
    for (const [at, { resolve, reject }] of served.entries()) {
      const decision = decisions[at];
      if (decision === undefined) reject(new RangeError('fewer permits than asked for'));
      else resolve(decision);
    }
  } catch (error) {
    for (const { reject } of served) reject(error);
  }
}
