import { pauseMsMax, waitMsOf } from './retry-after.ts';

/**
 * What the standard fields say of the limit: seconds until something is left of it, when nothing is.
 * `RateLimit: "default";r=0;t=30` of https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/ (a list, an
 * entry a policy), and the two separate fields of its older drafts, `RateLimit-Remaining: 0` and `RateLimit-Reset: 30`.
 * What is malformed is ignored, as the draft says; so is what is absurd. Some send the moment in epoch seconds, and it is
 * read as one.
 */
export function rateLimitResetMs(
  headers: Readonly<Record<string, string>>,
  nowMs: number,
): number | undefined {
  const resets = (headers.ratelimit ?? '').split(',').flatMap((entry) => {
    const [, ...parameters] = entry.split(';').map((part) => part.trim());
    const value = (name: string) => seconds(parameters.find((one) => one.startsWith(`${name}=`))?.slice(2));
    const [remaining, resetSeconds] = [value('r'), value('t')];
    return remaining === 0 && resetSeconds !== undefined ? [resetSeconds] : [];
  });
  const older = seconds(headers['ratelimit-reset']);
  if (seconds(headers['ratelimit-remaining']) === 0 && older !== undefined) resets.push(older);
  const waits = resets.map((reset) => waitMsOf(reset, nowMs)).filter((ms) => ms > 0 && ms <= windowMsMax);
  return waits.length === 0 ? undefined : Math.min(Math.max(...waits), pauseMsMax);
}

/** Digits only: `Number` takes '', '0x10' and '1e9' too. */
const seconds = (text: string | undefined) =>
  text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined;

/** The longest window that anybody counts by is a day; what is further away is a wrong unit or a wrong clock. */
const windowMsMax = 24 * 3_600_000;
