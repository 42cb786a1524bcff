/** Flags of a command: declared as data, parsed to typed values. */
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { UsageError } from './errors.ts';
import { suggestion } from './suggestion.ts';

export interface Flag {
  readonly type: 'string' | 'boolean';
  /** May be given more than once. */
  readonly multiple?: true;
  /** What stands for the value in the usage, `<duration>`. */
  readonly value?: string;
  readonly about: string;
}

export type Flags = Readonly<Record<string, Flag>>;

/** `undefined` where the flag was not given; a switch is then false, a repeatable flag the empty list. */
export type FlagValues<F extends Flags> = {
  readonly [K in keyof F]: F[K]['type'] extends 'boolean'
    ? boolean
    : F[K] extends { readonly multiple: true }
      ? readonly string[]
      : string | undefined;
};

export interface Parsed<F extends Flags> {
  readonly flags: FlagValues<F>;
  readonly positionals: readonly string[];
}

/** Throws `UsageError` on a flag that is not known, lacks its value, or has one that it does not take. */
export function parseFlags<F extends Flags>(args: readonly string[], flags: F): Parsed<F> {
  const options = Object.fromEntries(
    Object.entries(flags).map(([name, { type, multiple }]) => [name, { type, multiple: multiple === true }]),
  ) satisfies ParseArgsConfig['options'];
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const absent = (flag: Flag) => (flag.type === 'boolean' ? false : flag.multiple ? [] : undefined);
    const complete = Object.entries(flags).map(([name, flag]) => [name, values[name] ?? absent(flag)]);
    return { flags: Object.fromEntries(complete) as FlagValues<F>, positionals };
  } catch (error) {
    throw new UsageError(explain(error as Error & { code?: string }, Object.keys(flags)));
  }
}

function explain(error: Error & { code?: string }, known: readonly string[]): string {
  const [, unknown] = /Unknown option '-{1,2}([^']+)'/.exec(error.message) ?? [];
  if (unknown !== undefined) return `there is no flag --${unknown}${suggestion(unknown, known)}`;
  // parseArgs says what is wrong in its first sentence, and how its own callers could avoid it in the rest.
  const [first = error.message] = error.message.split(/\.\s|\n/);
  return first;
}

/** Throws `UsageError` unless `text` is a whole number from `least` to `most`. */
export function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`--${flag} takes a whole number from ${least} to ${most}, got "${text}"`);
}
