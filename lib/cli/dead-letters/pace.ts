import type { Context } from '../context.ts';
import { UsageError } from '../shell/errors.ts';

export interface Pace {
  /** How many go at once. */
  readonly together: number;
  /** Resolves when so many more may go. Rejects when the command is asked to end. */
  readonly wait: (count: number) => Promise<void>;
}

/** What SQS gives in one call. */
const togetherMax = 10;

/**
 * @param perSecond evenly, never more in any second than a batch above it; `undefined`: no bound
 */
export function createPace(
  perSecond: number | undefined,
  { now, sleep }: Pick<Context, 'now' | 'sleep'>,
): Pace {
  if (perSecond === undefined) return { together: togetherMax, wait: async () => undefined };
  let nextMs = Number.NEGATIVE_INFINITY;
  return {
    // Ten at once are the whole of a second or less.
    together: perSecond >= togetherMax ? togetherMax : 1,
    wait: async (count) => {
      const startMs = Math.max(now(), nextMs);
      nextMs = startMs + (count * 1_000) / perSecond;
      if (startMs > now()) await sleep(startMs - now());
    },
  };
}

/** As fast as SQS hands out letters to one who asks. */
const perSecondMax = 1_000;

/** Messages a second of `10/s` or `0.5/s`. Throws `UsageError` on anything else. */
export function parseRate(text: string): number {
  const [, number = ''] = /^(\d{1,4}(?:\.\d{1,3})?)\/s$/.exec(text) ?? [];
  const perSecond = number === '' ? 0 : Number(number);
  if (perSecond > 0 && perSecond <= perSecondMax) return perSecond;
  throw new UsageError(
    `--rate takes messages a second like 10/s or 0.5/s, at most ${perSecondMax}/s, got "${text}"`,
  );
}
