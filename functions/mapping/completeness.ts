/**
 * When a set of rules is complete, and the sentence a compiler's message says when it is not. Types only. Each type is
 * `never` where all is well, and else the sentences of what is wrong.
 */
import type { KnownKeys, Leaf, PathOf } from '../core/declare/paths.ts';
import type { MadeList, MadeObject, MadeRecord, Omitted, Rule, ValueOf } from './rule.ts';
import type { Undecided } from './undecided.ts';

/** The rules as they are where they are right, and a sentence in place of each that is not. */
export type CheckedRules<Rules, Target, Source> = {
  readonly [K in keyof Rules]: [ProblemAt<Rules, Target, K, Source>] extends [never]
    ? Rules[K]
    : ProblemAt<Rules, Target, K, Source>;
};

type ProblemAt<Rules, Target, K extends keyof Rules, Source> =
  K extends KnownKeys<Target> ? RuleProblem<Rules[K], Target, K, Source, K> : NoField<K & string>;

/** What is wrong with rules for keys that the target has, and for keys that it has not. */
export type WrongRules<Rules, Target, Source> = {
  [K in keyof Rules]: ProblemAt<Rules, Target, K, Source>;
}[keyof Rules];

/** Which keys of the target have no rule. */
export type MissingRules<Rules, Target, Prefix extends string = ''> = {
  [K in KnownKeys<Target>]-?: K extends keyof Rules ? never : NoRule<Target, K, `${Prefix}${K}`>;
}[KnownKeys<Target>];

/** Which source paths are neither read nor acknowledged as unread. A list that is read whole is read with all inside. */
export type UnreadProblem<Source, Reads, Reasons> = Unacknowledged<
  Exclude<PathOf<Source>, Covered<Reads> | Named<Reasons>>
>;

/** None, where the compiler takes `{}` for reasons of any name. */
type Named<Reasons> = string extends keyof Reasons ? never : keyof Reasons;

type Unacknowledged<Path> = Path extends string ? `read ${Path}, or say here why not` : never;

/** The reasons as they are where they are right, and a sentence in place of each that is not. */
export type CheckedReasons<Source, Reads, Reasons> = {
  readonly [P in keyof Reasons]: P extends PathOf<Source>
    ? P extends Covered<Reads>
      ? `${P} is read: take this line away`
      : Reasons[P]
    : `${P & string} is no path of the source`;
};

type Covered<Path> = Path extends string ? Path | `${Path}[].${string}` : never;

type RuleProblem<R, Target, K extends KnownKeys<Target>, Source, Path extends string> = R extends Undecided
  ? `${Path} may be null or absent: say .orElse(value), .orOmit() or .orNull()`
  : R extends Rule<infer Value, string, infer From>
    ? [Source] extends [From]
      ? ValueProblem<Value, Exclude<Target[K], undefined>, IsOptional<Target, K>, Source, Path>
      : `${Path} is made by a rule of another mapper`
    : `${Path} takes a rule: m.from(path), m.constant(value), m.object({ … })`;

type ValueProblem<Value, Target, Optional, Source, Path extends string> = unknown extends Target
  ? never
  : Value extends Omitted
    ? Optional extends true
      ? never
      : `${Path} is required: it cannot be left out`
    : Value extends MadeObject<infer Rules>
      ? ObjectProblem<Rules, ObjectsOf<NonNullable<Target>>, Target, Source, Path>
      : Value extends MadeList<infer Item>
        ? ListProblem<Item, NonNullable<Target>, Source, Path>
        : Value extends MadeRecord<infer Entry>
          ? RecordProblem<Entry, ObjectsOf<NonNullable<Target>>, Source, Path>
          : Value extends Target
            ? never
            : Value extends null
              ? `${Path} cannot be null`
              : `${Path} takes ${NameOf<Target>} and gets ${NameOf<Value>}: name a coercion`;

type ListProblem<Item, Target, Source, Path extends string> = Target extends readonly (infer TargetItem)[]
  ? ValueProblem<Item, TargetItem, true, Source, `${Path}[]`>
  : `${Path} takes ${NameOf<Target>} and gets a list`;

type RecordProblem<Entry, Target, Source, Path extends string> = [KnownKeys<Target>] extends [never]
  ? ValueProblem<Entry, Target[keyof Target], true, Source, `${Path}.*`>
  : `${Path} has keys of its own: m.object({ … }) makes them`;

type ObjectProblem<Rules, Objects, Target, Source, Path extends string> = [Objects] extends [never]
  ? `${Path} takes ${NameOf<Target>} and gets an object`
  : [Fitting<Rules, Objects, Source, Path>] extends [never]
    ? IsUnion<Objects> extends true
      ? `${Path} is complete for no variant of the target`
      : Said<Problems<Rules, Objects, Source, `${Path}.`>>
    : never;

/** The sentences themselves, where the compiler would print the name of the type that finds them. */
type Said<Sentence> = Sentence extends string ? Sentence : never;

/** The variants that the rules are complete for. */
type Fitting<Rules, Objects, Source, Path extends string> = Objects extends unknown
  ? [Problems<Rules, Objects, Source, `${Path}.`>] extends [never]
    ? Objects
    : never
  : never;

/** All that is wrong with rules for an object inside the target. */
type Problems<Rules, Target, Source, Prefix extends string> =
  | MissingRules<Rules, Target, Prefix>
  | {
      [K in keyof Rules & string]: K extends KnownKeys<Target>
        ? RuleProblem<Rules[K], Target, K, Source, `${Prefix}${K}`>
        : string extends keyof Target
          ? [KnownKeys<Target>] extends [never]
            ? ValueProblem<ValueOf<Rules[K]>, Target[keyof Target], true, Source, `${Prefix}${K}`>
            : NoField<`${Prefix}${K}`>
          : NoField<`${Prefix}${K}`>;
    }[keyof Rules & string];

type NoField<Path extends string> = `${Path} is no field of the target`;

type NoRule<Target, K extends keyof Target, Path extends string> =
  IsOptional<Target, K> extends true
    ? `${Path} is optional: give it a rule, or m.omit(why)`
    : `${Path} is required: give it a rule`;

type IsOptional<Target, K extends keyof Target> =
  Partial<Pick<Target, K>> extends Pick<Target, K> ? true : false;

type ObjectsOf<Target> = Target extends Leaf | readonly unknown[] ? never : Target;

type IsUnion<T, Whole = T> = T extends unknown ? ([Whole] extends [T] ? false : true) : never;

type NameOf<T> = [T] extends [string]
  ? string extends T
    ? 'a string'
    : `"${T}"`
  : [T] extends [number]
    ? 'a number'
    : [T] extends [boolean]
      ? 'a boolean'
      : [T] extends [readonly unknown[]]
        ? 'a list'
        : [T] extends [object]
          ? 'an object'
          : 'another type';
