/**
 * How long a `Retry-After` header asks to wait, in milliseconds, above 0 and at most an hour; `undefined` when it says
 * nothing usable: no wait, the past, no form of RFC 9110 §10.2.3. Its forms are seconds and the three HTTP dates; some
 * send the moment in epoch seconds or milliseconds, which is read as a date. `Date.parse` alone takes "120" for a year
 * and reads asctime as local time, so each form is matched first.
 * @param date the response's `Date` header: the third party's own "now" for its date form
 */
export function retryAfterMs(value: string | undefined, nowMs: number, date?: string): number | undefined {
  const text = value?.trim() ?? '';
  // Most answers have none, and reading their date costs a hundredth of a delivery.
  if (text === '') return undefined;
  const theirNowMs = httpDateMs(date?.trim() ?? '') ?? nowMs;
  if (/^\d+$/.test(text)) return bounded(waitMsOf(Number(text), theirNowMs));
  const at = httpDateMs(text);
  return at === undefined ? undefined : bounded(at - theirNowMs);
}

/**
 * An hour: after it a single request finds out. What is longer is a mistake in the unit (milliseconds, for one), or an
 * absurd value, and neither may stop a destination for a day. 0 is no wish: it must not make anybody hammer.
 */
export const pauseMsMax = 3_600_000;
const bounded = (ms: number) => (ms > 0 ? Math.min(ms, pauseMsMax) : undefined);

/** Thirty years of waiting, or the year 2001: a number so large is a moment. */
const epochSecondsMin = 1_000_000_000;

/** What a plain number asks for: so many seconds, or until that moment. */
export function waitMsOf(number: number, nowMs: number): number {
  if (number < epochSecondsMin) return number * 1_000;
  return (number < epochSecondsMin * 1_000 ? number * 1_000 : number) - nowMs;
}

const httpDates = [
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/,
  /^[A-Z][a-z]{5,8}, \d{2}-[A-Z][a-z]{2}-\d{2} \d{2}:\d{2}:\d{2} GMT$/,
];
const asctime = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} \d{4}$/;

function httpDateMs(text: string): number | undefined {
  const readable = asctime.test(text)
    ? `${text} GMT`
    : httpDates.some((form) => form.test(text))
      ? text
      : undefined;
  const ms = readable === undefined ? Number.NaN : Date.parse(readable);
  return Number.isNaN(ms) ? undefined : ms;
}
