/**
 * The only place that decides what an answer means; what becomes of the delivery then is decided in deliver/decision.ts.
 * Pure.
 */

import type { Verdict } from '../declare/destination.ts';
import type { Operation } from '../declare/operation.ts';
import { rateLimitResetMs } from './rate-limit-fields.ts';
import { retryAfterMs } from './retry-after.ts';
import type { HttpResult } from './send-http.ts';

/** What an attempt came to. */
export interface Classification {
  readonly verdict: Verdict;
  /** Ours, stable: what alarms and filters name. */
  readonly code: string;
  readonly message: string;
  /** The third party's own error code, where it gave one. */
  readonly thirdPartyCode?: string | undefined;
  readonly statusCode?: number | undefined;
  readonly requestId?: string | undefined;
  /** The third party's id of what was made. */
  readonly receipt?: string | undefined;
  /** It asked for this pause. */
  readonly waitMs?: number | undefined;
  /** Nobody may call before this moment, epoch milliseconds. */
  readonly notBeforeMs?: number | undefined;
}

/** Reads a result by the destination's table. Never throws: after an answer nothing may be lost of it. */
export function classify(operation: Operation<never>, result: HttpResult, nowMs: number): Classification {
  if ('failure' in result) {
    const { sent, code, message } = result.failure;
    return { verdict: sent === 'not-sent' ? 'retryable' : 'ambiguous', code, message };
  }
  const { response } = result;
  const { destination } = operation;
  const judged = guarded(() => destination.judge?.(response));
  const errorDetails = guarded(() => destination.readError(response)) ?? {};
  const receipt = guarded(() => operation.receipt(response));
  const limit = guarded(() => destination.readLimit?.(response, nowMs));
  const waitMs = retryAfterMs(response.headers['retry-after'], nowMs, response.headers.date);
  let verdict =
    judged?.verdict ?? destination.statuses?.[response.statusCode] ?? verdictOf(response.statusCode);
  let code = codes[verdict];
  if (verdict === 'success' && (receipt === undefined || response.bodyTruncated)) {
    verdict = 'ambiguous';
    code = 'UNREADABLE_RESPONSE';
  }
  const thirdPartyCode = judged?.code ?? errorDetails.code;
  const requestId = response.headers[destination.requestIdHeader];
  const resetMs = rateLimitResetMs(response.headers);
  // Retry-After goes before all others; beside a failure of another kind it is about this request alone.
  const notBeforeMs =
    verdict === 'throttled' && waitMs !== undefined
      ? nowMs + waitMs
      : (limit?.notBeforeMs ?? (resetMs === undefined ? undefined : nowMs + resetMs));
  return {
    verdict,
    code,
    message: judged?.message ?? errorDetails.message ?? `status ${response.statusCode}`,
    statusCode: response.statusCode,
    thirdPartyCode,
    requestId,
    receipt: verdict === 'success' ? receipt : undefined,
    waitMs,
    notBeforeMs,
  };
}

const codes: Readonly<Record<Verdict, string>> = {
  success: 'OK',
  terminal: 'REQUEST_REJECTED',
  retryable: 'TEMPORARILY_REFUSED',
  throttled: 'RATE_LIMITED',
  ambiguous: 'SERVER_ERROR',
  unknown: 'OUTCOME_UNKNOWN',
  credentials: 'CREDENTIALS_REJECTED',
};

/** What HTTP says of a status; a destination's table goes before it. */
function verdictOf(status: number): Verdict {
  if (status >= 200 && status < 300) return 'success';
  if (status === 401) return 'credentials';
  if (status === 429) return 'throttled';
  // Locked, too early: the server refused without acting.
  if (status === 423 || status === 425) return 'retryable';
  if (status === 408) return 'ambiguous';
  // Not implemented, version or network authentication: no repetition will change the answer.
  if (status === 501 || status === 505 || status === 511) return 'terminal';
  // 3xx too: a redirect would carry the key to another address, so it is an address to correct.
  return status >= 500 ? 'ambiguous' : 'terminal';
}

/** Declarations are pure, but they read what a stranger sent. */
export function guarded<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
