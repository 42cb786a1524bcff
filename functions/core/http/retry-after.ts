/**
 * How long a `Retry-After` header asks to wait, in milliseconds; `undefined` when it says nothing usable.
 * Both forms of RFC 9110 §10.2.3: seconds, and the three HTTP dates. `Date.parse` alone takes "120" for a year and
 * reads asctime as local time, so each form is matched first.
 * @param date the response's `Date` header: the third party's own "now" for its date form
 */
export function retryAfterMs(value: string | undefined, nowMs: number, date?: string): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d+$/.test(text)) return clamp(Number(text) * 1_000);
  const at = httpDateMs(text);
  if (at === undefined) return undefined;
  return clamp(at - (httpDateMs(date?.trim() ?? '') ?? nowMs));
}

/** A day: what is asked beyond it is a mistake or an attack, and SQS has to be asked in hops anyway. */
const waitMsMax = 24 * 3_600_000;
const clamp = (ms: number) => Math.min(Math.max(ms, 0), waitMsMax);

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
