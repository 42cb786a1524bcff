import type { LimitReading } from '../declare/destination.ts';
import type { HttpResponse } from '../declare/http-message.ts';

/**
 * Statuses by which some third parties throttle, and say other things too: AWS (400 ThrottlingException, 503 SlowDown),
 * Google and Salesforce (403 rateLimitExceeded, REQUEST_LIMIT_EXCEEDED), GitHub (403 with `Retry-After` or nothing
 * remaining), Slack (200 `ratelimited`).
 * https://docs.aws.amazon.com/general/latest/gr/api-retries.html https://developers.google.com/workspace/drive/api/guides/handle-errors
 * https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api https://api.slack.com/apis/rate-limits
 */
const byCode: readonly number[] = [200, 400, 403, 503];
const byFields: readonly number[] = [400, 403, 503];
/** Beside a 503 it is said of any outage: a pause, but no word on who was too fast. RFC 9110 §10.2.3 */
const byRetryAfter: readonly number[] = [400, 403];

const code = /rate_?limit|throttl|too_?many_?requests|slow_?down|request_?limit_?exceeded|quota_?exceeded/i;
const remaining = ['ratelimit-remaining', 'x-ratelimit-remaining', 'x-rate-limit-remaining'] as const;

/** Whether a failed response tells of a limit by its code or its fields, whatever its status says. */
export function namesThrottling(
  { statusCode, headers }: HttpResponse,
  told: {
    readonly code: string | undefined;
    readonly limit: LimitReading | undefined;
    readonly asksForPause: boolean;
  },
): boolean {
  if (told.code !== undefined && byCode.includes(statusCode) && code.test(told.code)) return true;
  if (told.asksForPause && byRetryAfter.includes(statusCode)) return true;
  if (!byFields.includes(statusCode)) return false;
  return told.limit?.notBeforeMs !== undefined || remaining.some((name) => headers[name]?.trim() === '0');
}
