import type { HttpResponse } from '../declare/http-message.ts';
import type { Operation } from '../declare/operation.ts';
import { type Classification, classify } from './classify.ts';
import type { HttpResult } from './send-http.ts';

/**
 * As `classify`, with what the standard limit fields say, and what an answer tells of points: few third parties do either,
 * and what reads it is loaded when one does. Never rejects.
 */
export async function classifyAnswer(
  operation: Operation<never>,
  result: HttpResult,
  nowMs: number,
  isRead?: boolean,
): Promise<Classification> {
  const resetMs = 'response' in result ? await resetMsOf(operation, result.response, nowMs) : undefined;
  return classify(operation, result, nowMs, isRead, resetMs);
}

/** After an answer nothing may be lost of it: without the parser there is no pause. */
async function resetMsOf(operation: Operation<never>, response: HttpResponse, nowMs: number) {
  const { headers } = response;
  try {
    if (operation.destination.costLimit !== undefined) {
      const ms = (await import('./points-left.ts')).pointsLeftMs(operation, response);
      if (ms !== undefined) return ms;
    }
    if (!('ratelimit' in headers || 'ratelimit-reset' in headers)) return undefined;
    const { rateLimitResetMs } = await import('./rate-limit-fields.ts');
    return rateLimitResetMs(headers, nowMs);
  } catch {
    return undefined;
  }
}
