export type Printable = string | number | boolean | readonly string[] | Entries;
/** Not an object: one would move keys that look like numbers, and lose `__proto__`. */
export type Entries = ReadonlyMap<string, Printable>;

/** Where a list is broken into lines: as the repository's formatter does, which then leaves the file as it is. */
const lineWidth = 110;

/** JSON with a line for every key. */
export function printJson(value: Printable): string {
  return `${printed(value, '', 0)}\n`;
}

function printed(value: Printable, indent: string, before: number): string {
  if (typeof value !== 'object') return JSON.stringify(value);
  const within = `${indent}  `;
  if (isList(value)) {
    const items = value.map((item) => JSON.stringify(item));
    const line = `[${items.join(', ')}]`;
    // A comma may follow.
    if (before + line.length < lineWidth) return line;
    return `[\n${items.map((item) => within + item).join(',\n')}\n${indent}]`;
  }
  if (value.size === 0) return '{}';
  const lines = [...value].map(([key, inner]) => {
    const start = `${within}${JSON.stringify(key)}: `;
    return start + printed(inner, within, start.length);
  });
  return `{\n${lines.join(',\n')}\n${indent}}`;
}

const isList = (value: readonly string[] | Entries): value is readonly string[] => Array.isArray(value);

/** In the order in which they are written down, without those that are `undefined`. */
export function entries(object: Readonly<Record<string, Printable | undefined>>): Entries {
  return new Map(
    Object.entries(object).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  );
}
