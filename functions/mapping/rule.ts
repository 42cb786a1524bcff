/** The types behind mapper.ts: what a rule is, and when a set of rules is complete. Types only, and the mark of an omission. */
import type { KnownKeys, Leaf, PathOf } from '../core/declare/paths.ts';

/** Stands for "this optional target key is left out". Not `undefined`, so that it cannot be produced by accident. */
export const omitted: unique symbol = Symbol('omitted');
export type Omitted = typeof omitted;

/** What the rules have to say of one event. Target paths only, never values. */
export interface Notes {
  readonly defaulted: string[];
  readonly coerced: string[];
}

/** Makes one target leaf. `reads` are dotted paths from the root of the source. */
export interface Rule<Value, Path extends string = never> {
  readonly kind: 'leaf';
  readonly reads: readonly Path[];
  /** How the value comes about, for docs: `integerToString`, `constant`, the reason of an omission. */
  readonly note?: string;
  readonly produce: (source: unknown, target: string, notes: Notes) => Value;
}

/** Makes one target object from rules of its own. */
export interface ObjectRule<Rules, Path extends string = never, Absence extends Omitted | null = never> {
  readonly kind: 'object';
  readonly reads: readonly Path[];
  readonly rules: Rules;
  /** Where the source object stands that decides whether there is a target object. */
  readonly parent?: string;
  /** What stands in the target when there is no source object; not declared: an error. */
  readonly absence?: Absence;
}

/** A rule over a source that may be null or absent: not a rule before it says what happens then. */
export interface UndecidedRule<Value, Path extends string> {
  /** The target gets `value`, and the report says `defaulted`. */
  readonly orElse: <const Default>(value: Default) => Rule<Value | Default, Path>;
  /** The target key is left out. Fits optional target keys only. */
  readonly orOmit: () => Rule<Value | Omitted, Path>;
  /** The target is null. Fits nullable target keys only. */
  readonly orNull: () => Rule<Value | null, Path>;
}

/** As `UndecidedRule`, for an object. */
export interface UndecidedObjectRule<Rules, Path extends string> {
  readonly orOmit: () => ObjectRule<Rules, Path, Omitted>;
  readonly orNull: () => ObjectRule<Rules, Path, null>;
}

type Nullable<Value> = [Extract<Value, null | undefined>] extends [never] ? false : true;

/** A rule when `Value` is never null, else one that must first say what happens then. */
export type FieldRule<Value, Path extends string> =
  Nullable<Value> extends true ? UndecidedRule<NonNullable<Value>, Path> : Rule<Value, Path>;

export type ObjectRuleFrom<Value, Rules, Path extends string> =
  Nullable<Value> extends true ? UndecidedObjectRule<Rules, Path> : ObjectRule<Rules, Path>;

/** The type at a dotted path, null included when a parent may be null. */
export type At<Source, Path extends string> = Path extends `${infer Head}.${infer Rest}`
  ? Head extends keyof Source
    ? At<NonNullable<Source[Head]>, Rest> | Extract<Source[Head], null | undefined>
    : never
  : Path extends keyof Source
    ? Source[Path]
    : never;

/** Keys that hold an object with declared keys, so that one can look into them. */
export type ObjectKeyOf<Source> = {
  [K in KnownKeys<Source>]-?: NonNullable<Source[K]> extends Leaf ? never : K;
}[KnownKeys<Source>];

type Absence<Target, K extends keyof Target> =
  | (Partial<Pick<Target, K>> extends Pick<Target, K> ? Omitted : never)
  | Extract<Target[K], null>;

type RuleFor<Target, K extends keyof Target> =
  Exclude<Target[K], undefined | null> extends Leaf
    ? Rule<Exclude<Target[K], undefined> | Absence<Target, K>, string>
    :
        | ObjectRule<CompleteRules<NonNullable<Target[K]>>, string, Absence<Target, K>>
        | Rule<Absence<Target, K>, string>;

/** One rule for every key of the target, optional ones too, at every depth. */
export type CompleteRules<Target> = { readonly [K in KnownKeys<Target>]-?: RuleFor<Target, K> };

/** Makes a rule for a key that the target does not have an error, at every depth. */
export type NoUnknownKeys<Rules, Target> = {
  [K in Exclude<keyof Rules, KnownKeys<Target>>]: never;
} & {
  [K in keyof Rules & KnownKeys<Target>]: Rules[K] extends ObjectRule<infer Inner, string, Omitted | null>
    ? { readonly rules: NoUnknownKeys<Inner, NonNullable<Target[K]>> }
    : unknown;
};

/** Every source path that a set of rules reads. */
export type ReadsOf<Rules> = {
  [K in keyof Rules]: Rules[K] extends { readonly reads: readonly (infer Path extends string)[] }
    ? Path
    : never;
}[keyof Rules];

/** A reason for every source path that no rule reads, and for no other. */
export type Unread<Source, Rules> = {
  readonly [P in Exclude<PathOf<Source>, ReadsOf<Rules>>]: string;
} & { readonly [P in ReadsOf<Rules>]?: never };

/** Any set of rules, at run time. */
export type RuleSet = Readonly<
  Record<string, Rule<unknown, string> | ObjectRule<RuleSet, string, Omitted | null>>
>;
