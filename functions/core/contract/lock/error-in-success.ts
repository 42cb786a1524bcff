/**
 * Whether the JSON body of a 2xx reports a failure: an `error` or `fault` that is filled, a list of `errors`,
 * `"ok": false`, `"status": "failed"`, `"stat": "fail"`. Only at the root; further down it may be a record of something that
 * failed once. Names count in any case: `Success`, `IsSuccess`.
 */
export const carriesError = (body: unknown): boolean => failureSign(body) !== undefined;

/** The field by which a body tells of a failure. The value is given where it says no more than that. */
export interface FailureSign {
  readonly name: string;
  readonly value: boolean | undefined;
}

/** `undefined`: it tells of none. */
export function failureSign(body: unknown): FailureSign | undefined {
  if (!isObject(body)) return undefined;
  const found = Object.entries(body).find(([key, value]) => tells[key.toLowerCase()]?.(value) === true);
  if (found === undefined) return undefined;
  const [name, value] = found;
  return { name, value: typeof value === 'boolean' ? value : undefined };
}

/** APIs that always have the field leave it null, empty or false. */
function isFilled(value: unknown): boolean {
  if (typeof value === 'string') return value !== '';
  if (Array.isArray(value)) return value.length > 0;
  return value === true || (isObject(value) && Object.keys(value).length > 0);
}

const isFalse = (value: unknown) => value === false;
const isTrue = (value: unknown) => value === true;
const isFailure = (value: unknown) => typeof value === 'string' && failures.has(value.toLowerCase());
const failures: ReadonlySet<string> = new Set(['error', 'fail', 'failed', 'failure']);

/** By name, in lower case: what value of it tells of a failure. No prototype: a third party may name a field `constructor`. */
const tells: Readonly<Record<string, ((value: unknown) => boolean) | undefined>> = {
  __proto__: null as never,
  error: isFilled,
  errors: isFilled,
  fault: isFilled,
  haserror: isTrue,
  haserrors: isTrue,
  iserror: isTrue,
  issuccess: isFalse,
  ok: isFalse,
  result: isFailure,
  stat: isFailure,
  status: isFailure,
  succeeded: isFalse,
  success: isFalse,
  successful: isFalse,
};

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
