/** Places in a JSON value by path: `$.paging.next.after`, `$.data[].id`, `$.metadata.*`. */

/** A place that is there, or could be: `holder` may be without `key`. */
export interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

/** `$` and then fields, each `.name` or `.*`, and each followed by a `[]` for every array to go through. */
const grammar = /^\$(?:\[\])*(?:\.[^.[\]]+(?:\[\])*)*\.[^.[\]]+$/;

export const isFieldPath = (path: string): boolean => grammar.test(path);

/** Every place that the path leads to. Throws `TypeError` for a path that does not end in a field. */
export function placesAt(root: unknown, path: string): readonly Place[] {
  const steps = stepsOf(path);
  const holders = steps
    .slice(0, -1)
    .reduce((values: readonly unknown[], step) => values.flatMap(into(step)), [root]);
  const last = steps.at(-1) ?? '';
  return holders.filter(isRecord).flatMap((holder) => keysAt(holder, last).map((key) => ({ holder, key })));
}

/** Puts the value at one path without `[]` and `*`, and makes the objects on the way. */
export function putAt(root: unknown, path: string, value: unknown): void {
  const names = stepsOf(path);
  let holder = root;
  for (const name of names.slice(0, -1)) {
    if (!isRecord(holder)) return;
    if (!isRecord(holder[name])) holder[name] = {};
    holder = holder[name];
  }
  if (isRecord(holder)) holder[names.at(-1) ?? ''] = value;
}

function stepsOf(path: string): readonly string[] {
  if (isFieldPath(path)) return path.slice(1).match(/\[\]|[^.[\]]+/g) ?? [];
  throw new TypeError(`not a path of a field: ${path}; write $.name, $.list[].name or $.map.*`);
}

const into = (step: string) => (value: unknown) => {
  if (step === '[]') return Array.isArray(value) ? value : [];
  return isRecord(value)
    ? keysAt(value, step).flatMap((key) => (Object.hasOwn(value, key) ? [value[key]] : []))
    : [];
};

const keysAt = (holder: Record<string, unknown>, step: string) =>
  step === '*' ? Object.keys(holder) : [step];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
