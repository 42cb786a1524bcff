/** What every rule does on an event's way through a mapping: says where it is, tells, guards, and refuses what is unsound. */
import { MappingError } from '../core/errors.ts';
import { ConversionError } from './conversion.ts';
import type { Moment, Told } from './rule.ts';

/** The target path with the indexes of the items that are being made: `lines[7777].code` of `lines[].code`. */
export function placed(target: string, { indexes }: Moment): string {
  let level = 0;
  return target.replaceAll('[]', () => `[${indexes[level++] ?? ''}]`);
}

/** Notes it for the report, once for all items of a list. */
export function tell({ notes }: Moment, told: Told, entry: string): void {
  const entries = notes.get(told);
  if (entries === undefined) notes.set(told, new Set([entry]));
  else entries.add(entry);
}

/**
 * Runs what somebody else wrote. Throws `MappingError` for whatever it throws, with its cause: a reason of our own words
 * as it is, a mapper's inside it with its path, and of any other only the class, since its text may quote the event.
 */
export function guarded<T>(target: string, moment: Moment, name: string, run: () => T): T {
  try {
    return run();
  } catch (cause) {
    const at = placed(target, moment);
    if (cause instanceof ConversionError) throw new MappingError(at, cause.message, { cause });
    if (cause instanceof MappingError) throw new MappingError(`${at}.${cause.path}`, cause.reason, { cause });
    throw new MappingError(at, `the conversion (${name}) threw ${nameOf(cause)}`, { cause });
  }
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'something that is not an error';
}

/** A copy of what can be changed: what a user's function does to a list or an object stays its own. */
export function own(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? structuredClone(value) : value;
}

/**
 * The value, which means the same when it is written as JSON or in a form. Throws `MappingError` on NaN and infinities, which
 * JSON writes as null, on half of a surrogate pair, which no encoding has, and on what JSON cannot write at all.
 */
export function sound<T>(value: T, target: string, moment: Moment): T {
  const reason = unsound(value);
  if (reason !== undefined) throw new MappingError(placed(target, moment), reason);
  return value;
}

function unsound(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value.isWellFormed() ? undefined : 'is ill-formed text: half of a surrogate pair';
    case 'number':
      return Number.isFinite(value) ? undefined : `is ${value}, which JSON writes as null`;
    case 'bigint':
    case 'function':
    case 'symbol':
      return `is a ${typeof value}, which JSON cannot write`;
    case 'object':
      if (value === null) return undefined;
      if (!isPlain(value)) return `is a ${classOf(value)}, which JSON does not keep`;
      for (const [key, inside] of Object.entries(value)) {
        const isHole = inside === undefined && Array.isArray(value);
        const reason = isHole ? 'is undefined, which JSON writes as null' : (unsound(inside) ?? unsound(key));
        if (reason !== undefined)
          return Array.isArray(value) ? `holds an item that ${reason}` : `holds a field that ${reason}`;
      }
      return undefined;
    default:
      return undefined;
  }
}

const classOf = (value: object) => Object.prototype.toString.call(value).slice('[object '.length, -1);

/** Of a promise or a map JSON keeps nothing, of a date that does not exist null. */
function isPlain(value: object): boolean {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Array.isArray(value);
}
