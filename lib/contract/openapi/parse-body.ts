/** A value deeper than this is not held against a schema: schemas may be circular, and the stack is not endless. */
const levelsMax = 128;

/** The JSON value of a text; `undefined` where it is none. `tooDeep`: it is one that is not looked at. */
export function parseBody(text: string): { readonly value: unknown } | 'too-deep' | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  let level: readonly unknown[] = [value];
  for (let levels = 0; level.length > 0; levels += 1) {
    if (levels > levelsMax) return 'too-deep';
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return { value };
}
