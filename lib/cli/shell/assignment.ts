/** `--set data.address.city=Paris`: one field of an event, set from the command line. */
import { UsageError } from './errors.ts';

export interface Assignment {
  readonly path: readonly string[];
  readonly value: unknown;
  /** The value as it was written. */
  readonly text: string;
}

/** The value is JSON if it parses, else the text itself. Throws `UsageError` on a text without path. */
export function parseAssignment(text: string): Assignment {
  const at = text.indexOf('=');
  const path = text.slice(0, Math.max(at, 0)).split('.');
  if (at < 1 || path.includes('')) {
    throw new UsageError(`--set takes path=value, like data.customerId=42, got "${text}"`);
  }
  if (path.includes('__proto__'))
    throw new UsageError('--set cannot set __proto__: it is no field of an event');
  const written = text.slice(at + 1);
  return { path, value: parseValue(written), text: written };
}

function parseValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * A copy of `target` with the value in its place. Objects on the way are made where there is none; a number steps
 * into an array. Throws `UsageError` where the way leads through a value that is neither.
 */
export function assign(target: unknown, { path, value }: Pick<Assignment, 'path' | 'value'>): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(target)) {
    const index = /^\d+$/.test(key) ? Number(key) : Number.NaN;
    if (!(index <= target.length))
      throw new UsageError(`--set: "${key}" is no place in an array of ${target.length}`);
    return target.toSpliced(index, 1, assign(target[index], { path: rest, value }));
  }
  if (target !== null && target !== undefined && typeof target !== 'object') {
    throw new UsageError(`--set: "${key}" is to be set in a ${typeof target}, which has no fields`);
  }
  const fields: Readonly<Record<string, unknown>> = { ...target };
  const inner = Object.hasOwn(fields, key) ? fields[key] : undefined;
  return { ...fields, [key]: assign(inner, { path: rest, value }) };
}
