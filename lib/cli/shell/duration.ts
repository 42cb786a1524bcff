import { UsageError } from './errors.ts';

const unitsMs: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Longer ago than any environment keeps its logs. */
const mostMs = 3_650 * 86_400_000;

/** Milliseconds of `90s`, `15m`, `2h`, `1d`, or several together: `1h30m`. Throws `UsageError` on anything else. */
export function parseDuration(flag: string, text: string): number {
  const parts = [...text.matchAll(/(\d+)([smhd])/g)];
  const ms = parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (unitsMs[unit] ?? 0), 0);
  const whole = parts.map(([part]) => part).join('') === text && parts.length > 0;
  if (whole && ms > 0 && ms <= mostMs) return ms;
  throw new UsageError(`--${flag} takes a duration like 90s, 15m, 2h or 1d, got "${text}"`);
}
