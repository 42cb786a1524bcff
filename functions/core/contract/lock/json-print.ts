export type Printable = string | number | boolean | readonly string[] | Entries;
/** A map, because an object would move keys that look like numbers to its front, and lose `__proto__`. */
export type Entries = ReadonlyMap<string, Printable>;

/** The longest line before a list is broken up: the formatter's own width, so that it leaves the file as it is. */
const lineWidth = 110;

/** Prints a JSON value, maps as objects: a line for every key, and a list on one line where it fits and has no objects. */
export function printJson(value: unknown): string {
  return `${printed(value, '', 0)}\n`;
}

/** @param taken characters of the line before and after the value */
function printed(value: unknown, indent: string, taken: number): string {
  const flat = onOneLine(value);
  if (flat !== undefined && taken + flat.length <= lineWidth) return flat;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const within = `${indent}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const members = value instanceof Map ? [...value] : Object.entries(value);
  const lines = members.map(([key, inner], at) => {
    const start = within + (Array.isArray(value) ? '' : `${JSON.stringify(key)}: `);
    const comma = at < members.length - 1 ? ',' : '';
    return start + printed(inner, within, start.length + comma.length) + comma;
  });
  const isNumbers = Array.isArray(value) && value.every((item) => typeof item === 'number');
  return `${open}\n${(isNumbers ? filled(lines, within) : lines).join('\n')}\n${indent}${close}`;
}

/** `undefined`: it is never written on one line. */
function onOneLine(value: unknown): string | undefined {
  if (Array.isArray(value)) {
    const items = value.map(onOneLine);
    return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
  }
  if (value instanceof Map) return value.size > 0 ? undefined : '{}';
  const isObject = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  return isObject ? undefined : JSON.stringify(value);
}

/** Puts as many numbers on a line as fit. */
function filled(lines: readonly string[], indent: string): string[] {
  const rows: string[] = [];
  for (const line of lines) {
    const last = rows.at(-1);
    const more = `${last} ${line.slice(indent.length)}`;
    if (last !== undefined && more.length <= lineWidth) rows[rows.length - 1] = more;
    else rows.push(line);
  }
  return rows;
}

/** In the order in which they are written down, without those that are `undefined`. */
export function entries(object: Readonly<Record<string, Printable | undefined>>): Entries {
  return new Map(
    Object.entries(object).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const])),
  );
}
