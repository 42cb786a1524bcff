import { limitsIn } from '../../functions/core/contract/lock/limit-headers.ts';
import type { LimitValue } from '../../functions/core/contract/lock/observation.ts';
import type { HttpResponse } from '../../functions/core/declare/http-message.ts';

export interface HeadersFound {
  /** `undefined`: none was seen. */
  readonly requestId: string | undefined;
  /** Worth a place in the log. Sorted. */
  readonly logged: readonly string[];
  /** What no standard field tells: when the limit is free again. */
  readonly reset: ResetHeaders | undefined;
}

export interface ResetHeaders {
  readonly reset: string;
  readonly told: Exclude<LimitValue, number>;
  readonly remaining: string | undefined;
}

const tellsId = /(^|-)(request|correlation|trace)-?id$|^cf-ray$/;
const worthLogging =
  /rate-?limit|^(retry-after|deprecation|sunset|warning)$|(request|correlation|trace)-?id$|api-?version$/;

/** What the headers of all answers are good for. */
export function headersFound(answers: readonly HttpResponse[], nowMs: number): HeadersFound {
  const headers = Object.assign({}, ...answers.map((answer) => answer.headers)) as Record<string, string>;
  const names = Object.keys(headers)
    .filter((name) => /^[a-z0-9-]{1,64}$/.test(name))
    .sort();
  const requestId =
    names.find((name) => tellsId.test(name) && !name.startsWith('cf-')) ?? names.find(isCloudflare);
  const logged = names.filter((name) => worthLogging.test(name));
  const always = ['date', 'retry-after', ...(requestId === undefined ? [] : [requestId])];
  return {
    requestId,
    logged: [...new Set([...always, ...logged])].sort(),
    reset: resetIn(headers, names, nowMs),
  };
}

const isCloudflare = (name: string) => name === 'cf-ray';

/** The engine reads `RateLimit` and `RateLimit-Reset` itself. */
function resetIn(
  headers: Readonly<Record<string, string>>,
  names: readonly string[],
  nowMs: number,
): ResetHeaders | undefined {
  for (const [reset, told] of limitsIn(headers, nowMs)) {
    if (!/rate-?limit.*-reset/.test(reset) || reset === 'ratelimit-reset' || typeof told === 'number')
      continue;
    const remaining = names.find((name) => name === reset.replace('reset', 'remaining'));
    return { reset, told, remaining };
  }
  return undefined;
}
