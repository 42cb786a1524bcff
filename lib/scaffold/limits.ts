/** What the headers of an answer say of the account's limit, as code can hold it. */
import type { RateLimit } from '../../functions/core/declare/destination.ts';

type Headers = Readonly<Record<string, string>>;

export interface StatedLimits {
  readonly limits: readonly [RateLimit, ...RateLimit[]];
  /** Where they are from, and what of them is a guess. */
  readonly because: string;
}

const digits = (text: string | undefined) =>
  text !== undefined && /^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined;

/** The widest that a limit is told for; a guess must not be narrower than the truth. */
const minuteMs = 60_000;

export function statedLimits(headers: Headers): StatedLimits {
  const policies = [headers['ratelimit-policy'], headers['ratelimit-limit']].flatMap(policiesIn);
  const [first, ...others] = policies;
  if (first !== undefined) {
    return { limits: [first, ...others], because: 'As its rate-limit policy said to the probe.' };
  }
  const [name, value] =
    Object.entries(headers).find(([header]) => /rate-?limit-(limit|max)$/.test(header)) ?? [];
  const requests = digits(value);
  if (name === undefined || requests === undefined || requests < 1) {
    return {
      limits: [{ requests: 1, windowMs: 1_000 }],
      because:
        'The answer to the probe told no limit. One a second is careful: see what the documentation allows.',
    };
  }
  const windowMs = windowIn(headers);
  return windowMs === undefined
    ? {
        limits: [{ requests, windowMs: minuteMs }],
        because: `As ${name} said to the probe; that it counts a minute is a guess.`,
      }
    : { limits: [{ requests, windowMs }], because: `As ${name} said to the probe.` };
}

/**
 * `"default";q=100;w=60` of https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/, and `100;w=60` of its
 * older drafts: both in seconds.
 */
function policiesIn(field: string | undefined): RateLimit[] {
  return (field ?? '').split(',').flatMap((entry) => {
    const [head, ...parameters] = entry.split(';').map((part) => part.trim());
    const value = (name: string) => digits(parameters.find((one) => one.startsWith(`${name}=`))?.slice(2));
    const [requests, seconds] = [value('q') ?? digits(head), value('w')];
    return requests && seconds ? [{ requests, windowMs: seconds * 1_000 }] : [];
  });
}

function windowIn(headers: Headers): number | undefined {
  const [name = '', value] =
    Object.entries(headers).find(([header]) => /rate-?limit.*-(window|interval)/.test(header)) ?? [];
  const window = digits(value);
  if (!window) return undefined;
  return /milliseconds$|-ms$/.test(name) ? window : window * 1_000;
}
