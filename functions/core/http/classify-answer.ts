import type { Operation } from '../declare/operation.ts';
import { type Classification, classify } from './classify.ts';
import type { HttpResult } from './send-http.ts';

/**
 * As `classify`, with what the standard limit fields say: few third parties send them, and their parser is loaded when one
 * does. Never rejects.
 */
export async function classifyAnswer(
  operation: Operation<never>,
  result: HttpResult,
  nowMs: number,
  isRead?: boolean,
): Promise<Classification> {
  const headers = 'response' in result ? result.response.headers : {};
  const isTold = 'ratelimit' in headers || 'ratelimit-reset' in headers;
  const resetMs = isTold ? await resetMsOf(headers, nowMs) : undefined;
  return classify(operation, result, nowMs, isRead, resetMs);
}

/** After an answer nothing may be lost of it: without the parser there is no pause. */
async function resetMsOf(headers: Readonly<Record<string, string>>, nowMs: number) {
  try {
    const { rateLimitResetMs } = await import('./rate-limit-fields.ts');
    return rateLimitResetMs(headers, nowMs);
  } catch {
    return undefined;
  }
}
