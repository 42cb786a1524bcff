/**
 * Whether the JSON body of a 2xx reports a failure: an `error` or `fault` that is filled, a list of `errors`,
 * `"ok": false`, `"status": "failed"`. Only at the root; further down it may be a record of something that failed once.
 */
export function carriesError(body: unknown): boolean {
  if (!isObject(body)) return false;
  if (isFilled(body.error) || isFilled(body.errors) || isFilled(body.fault)) return true;
  if (body.success === false || body.ok === false) return true;
  return typeof body.status === 'string' && failures.has(body.status.toLowerCase());
}

const failures: ReadonlySet<string> = new Set(['error', 'fail', 'failed', 'failure']);

/** APIs that always have the field leave it null, empty or false. */
function isFilled(value: unknown): boolean {
  if (typeof value === 'string') return value !== '';
  if (Array.isArray(value)) return value.length > 0;
  return value === true || (isObject(value) && Object.keys(value).length > 0);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
