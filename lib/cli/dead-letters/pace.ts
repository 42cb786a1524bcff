import type { Context } from '../context.ts';
import { UsageError } from '../shell/errors.ts';

/** How fast messages go back. */
export interface Rate {
  /** At most. `Infinity`: as fast as they go. */
  readonly perSecond: number;
  /** While live events wait. @default - the same */
  readonly whileEventsWait?: number;
  /** So many go at once before that. */
  readonly atFirst: number;
}

export interface PaceOptions {
  /** Called once, when the rate begins to matter. */
  readonly onWait?: (() => void) | undefined;
  /** Asked every two seconds, where the rate goes by it. Never rejects. @default - none do */
  readonly doEventsWait?: (() => Promise<boolean>) | undefined;
}

export interface Pace {
  /** How many go at once, as fast as they go now. */
  readonly together: () => number;
  /** Resolves when so many more may go. Rejects when the command is asked to end. */
  readonly wait: (count: number) => Promise<void>;
}

/** What SQS gives in one call. */
const togetherMax = 10;

/** So long live events wait behind what went back before they were seen; thirty calls a minute and integration are nothing to SQS. */
const lookEveryMs = 2_000;

/** Evenly, never more in any second than a batch above it and what goes at first. */
export function createPace(
  { perSecond: most, whileEventsWait = most, atFirst }: Rate,
  { now, sleep }: Pick<Context, 'now' | 'sleep'>,
  { onWait, doEventsWait = async () => false }: PaceOptions = {},
): Pace {
  if (most === Number.POSITIVE_INFINITY) return { together: () => togetherMax, wait: async () => undefined };
  let free = atFirst;
  let nextMs = Number.NEGATIVE_INFINITY;
  let lookedAtMs = Number.NEGATIVE_INFINITY;
  let perSecond = most;
  let hasWaited = false;
  const look = async () => {
    if (whileEventsWait === most || now() - lookedAtMs < lookEveryMs) return;
    lookedAtMs = now();
    perSecond = (await doEventsWait()) ? whileEventsWait : most;
  };
  return {
    // Ten at once are the whole of a second or less.
    together: () => (perSecond >= togetherMax ? togetherMax : 1),
    wait: async (count) => {
      const paid = Math.max(0, count - free);
      free = Math.max(0, free - count);
      if (paid > 0) await look();
      const startMs = Math.max(now(), nextMs);
      nextMs = startMs + (paid * 1_000) / perSecond;
      if (startMs <= now()) return;
      if (!hasWaited) onWait?.();
      hasWaited = true;
      await sleep(startMs - now());
    },
  };
}

/** As fast as SQS hands out letters to one who asks. */
const perSecondMax = 1_000;

/** As fast as they go. */
export const full: Rate = { perSecond: Number.POSITIVE_INFINITY, atFirst: 0 };

/** Of `10/s`, `0.5/s` or `full`. Throws `UsageError` on anything else. */
export function parseRate(text: string): Rate {
  if (text === 'full') return full;
  const [, number = ''] = /^(\d{1,4}(?:\.\d{1,3})?)\/s$/.exec(text) ?? [];
  const perSecond = number === '' ? 0 : Number(number);
  if (perSecond > 0 && perSecond <= perSecondMax) return { perSecond, atFirst: 0 };
  throw new UsageError(
    `--rate takes messages a second like 10/s or 0.5/s, or full, at most ${perSecondMax}/s, got "${text}"`,
  );
}
