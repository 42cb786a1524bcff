/** Flags of a command: declared as data, and given to the library that parses them. */
import { Option } from 'commander';
import { UsageError } from './errors.ts';

export interface Flag {
  readonly type: 'string' | 'boolean';
  /** May be given more than once. */
  readonly multiple?: true;
  /** What stands for the value in the usage, `<duration>`. */
  readonly value?: string;
  /** All that it may be. */
  readonly choices?: readonly string[];
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

/** A flag as the library has it. */
export function optionOf(name: string, { type, multiple, value = '<text>', choices, about }: Flag): Option {
  const option = new Option(type === 'boolean' ? `--${name}` : `--${name} ${value}`, about);
  if (choices !== undefined) option.choices(choices);
  if (multiple === true) option.argParser((one: string, before: readonly string[] = []) => [...before, one]);
  return option;
}

/** What was given, with what stands for a flag that was not. */
export function flagValues<F extends Flags>(
  flags: F,
  given: Readonly<Record<string, unknown>>,
): FlagValues<F> {
  const absent = ({ type, multiple }: Flag) => (type === 'boolean' ? false : multiple ? [] : undefined);
  const values = Object.entries(flags).map(([name, flag]) => [
    name,
    given[optionOf(name, flag).attributeName()] ?? absent(flag),
  ]);
  return Object.fromEntries(values) as FlagValues<F>;
}

/** Throws `UsageError` unless `text` is a whole number from `least` to `most`. */
export function wholeNumber(flag: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`--${flag} takes a whole number from ${least} to ${most}, got "${text}"`);
}
