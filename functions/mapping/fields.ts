/** The ways to make a target field: what stands before `.define` in a mapping, and inside its objects and lists. */
import type { Beside } from '../core/declare/mapping.ts';
import type {
  At,
  KnownKeys,
  Leaf,
  ListPathOf,
  PathOf,
  ReadPath,
  RecordPathOf,
} from '../core/declare/paths.ts';
import type { Coercion } from './conversion.ts';
import type { MadeList, MadeRecord, Moment, Omitted, ReadsOf, Rule, ValueOf } from './rule.ts';
import type { Around, FieldRule } from './undecided.ts';

/** The path where it is one; else those that begin so, for the editor to offer, or a sentence. */
type KnownPath<P extends string, Paths extends string> = P extends Paths ? P : NoInfer<Offered<P, Paths>>;

type Offered<P extends string, Paths extends string> = [Extract<Paths, `${P}${string}`>] extends [never]
  ? `there is no path ${P}: ${Near<P, Paths>}`
  : Extract<Paths, `${P}${string}`>;

/** A path that begins with the same letter, if any does: most misspelt ones do. */
type Near<P extends string, Paths extends string> = P extends `${infer First}${string}`
  ? [Extract<Paths, `${First}${string}`>] extends [never]
    ? 'none is like it'
    : `is it ${Extract<Paths, `${First}${string}`>}?`
  : never;

/** What stands where `Source` is declared: in the event at `Prefix`. */
interface In<Scope, Prefix extends string, Source> extends Around {
  readonly scope: Scope;
  readonly prefix: Prefix;
  readonly source: Source;
}

type Nothing = null | undefined;
type AbsentAt<Scope, P extends string> = Extract<At<Scope, P>, Nothing>;
type PresentAt<Scope, P extends string> = NonNullable<At<Scope, P>>;

/**
 * The ways to make a target field from a `Scope` that stands at `Prefix` in the event: `''`, `'address.'`, or
 * `'items[].'`. A path that may be null or absent is no rule until `.orElse(value)`, `.orOmit()`, `.orNull()` or
 * `.orFrom(path)` says what happens then.
 */
export interface Fields<Scope, Prefix extends string, Source> {
  /** The value at a path, as it is or through coercions, one after the other. */
  from<const P extends string, A = PresentAt<Scope, P>, B = A, C = B, D = C>(
    path: KnownPath<P, ReadPath<Scope>>,
    first?: Coercion<PresentAt<Scope, P>, A>,
    second?: Coercion<NonNullable<A>, B>,
    third?: Coercion<NonNullable<B>, C>,
    fourth?: Coercion<NonNullable<C>, D>,
  ): FieldRule<
    NonNullable<D>,
    AbsentAt<Scope, P> | Extract<D, Nothing>,
    `${Prefix}${P}`,
    In<Scope, Prefix, Source>
  >;
  /** One value from several paths, null and absent ones included. Throw `ConversionError` when there is none. */
  derive<const P extends readonly ReadPath<Scope>[], Out>(
    paths: P,
    combine: (...values: { -readonly [I in keyof P]: At<Scope, P[I]> }) => Out,
  ): FieldRule<NonNullable<Out>, Extract<Out, Nothing>, `${Prefix}${P[number]}`, In<Scope, Prefix, Source>>;
  constant<const Value>(value: Value): Rule<Value>;
  /** Leaves an optional target key out, always; `why` stands in the docs. */
  omit(why: string): Rule<Omitted>;
  /**
   * A rule, or the rules of an object, that is there only when `holds` says so of what stands at `paths`; else its key is
   * left out, and an item of a list is dropped.
   */
  when<const P extends readonly ReadPath<Scope>[], Rules>(
    paths: P,
    holds: (...values: { -readonly [I in keyof P]: At<Scope, P[I]> }) => boolean,
    rules: Rules,
  ): Rule<ValueOf<Rules> | Omitted, `${Prefix}${P[number]}` | ReadsOf<Rules>, Source>;
  /** A target object that is always there. */
  object<Rules>(rules: Rules): Rule<ValueOf<Rules>, ReadsOf<Rules>, Source>;
  /**
   * A target object that is there when the source object is. `rules` gets the ways to read inside it:
   * `m.objectFrom('address', (address) => ({ city: address.from('city') })).orOmit()`.
   */
  objectFrom<K extends ObjectKeyOf<Scope>, Rules>(
    key: K,
    rules: (inside: Fields<NonNullable<Scope[K]>, `${Prefix}${K}.`, Source>) => Rules,
  ): FieldRule<ValueOf<Rules>, Extract<Scope[K], Nothing>, ReadsOf<Rules>, In<Scope, Prefix, Source>>;
  /**
   * A target list, item by item: `m.each('items', (item) => ({ name: item.from('title') }))`. What `item.when` leaves out
   * is dropped.
   */
  each<P extends ListPathOf<Scope>, Rules>(
    path: P,
    rules: (item: ItemFields<ItemAt<Scope, P>, `${Prefix}${P}`, Source>) => Rules,
  ): FieldRule<
    MadeList<ValueOf<Rules>>,
    AbsentAt<Scope, P>,
    ReadsOf<Rules> | ([ItemAt<Scope, P>] extends [Leaf] ? `${Prefix}${P}` : never),
    In<Scope, Prefix, Source>
  >;
  /** A target list of the groups that the items form by the value at `by`, in the order in which each first comes. */
  groups<P extends ListPathOf<Scope>, By extends PathOf<NonNullable<ItemAt<Scope, P>>>, Rules>(
    path: P,
    by: By,
    rules: (group: GroupFields<ItemAt<Scope, P>, By, `${Prefix}${P}`, Source>) => Rules,
  ): FieldRule<
    MadeList<ValueOf<Rules>>,
    AbsentAt<Scope, P>,
    ReadsOf<Rules> | `${Prefix}${P}[].${By}`,
    In<Scope, Prefix, Source>
  >;
  /**
   * A target record from the items of a list or the entries of a record: `rules` gives the rule of the key and that of
   * the value. Keys are data: more than `keysMax` of them are refused, and so are two that are the same.
   */
  record<P extends ListPathOf<Scope> | RecordPathOf<Scope>, Key extends Rule<string, string, Source>, Rules>(
    path: P,
    rules: (entry: EntryFields<Scope, P, Prefix, Source>) => readonly [key: Key, value: Rules],
    options?: RecordOptions,
  ): FieldRule<
    MadeRecord<ValueOf<Rules>>,
    AbsentAt<Scope, P>,
    ReadsOf<Key> | ReadsOf<Rules> | (P extends RecordPathOf<Scope> ? `${Prefix}${P}` : never),
    In<Scope, Prefix, Source>
  >;
  /** One of several rules, by the value at `tag`: each reads the variant of the source that has it. */
  variants<
    Tag extends KnownKeys<Scope>,
    const Cases extends {
      readonly [Name in Scope[Tag] & string]: (
        inside: Fields<Extract<Scope, Readonly<Record<Tag, Name>>>, Prefix, Source>,
      ) => unknown;
    },
  >(tag: Tag, cases: Cases): Rule<ValueOf<Made<Cases>>, `${Prefix}${Tag}` | ReadsOfEach<Made<Cases>>, Source>;
}

/** How far a record may grow. */
export interface RecordOptions {
  /** @default 100: twice what Stripe takes of metadata. https://docs.stripe.com/api/metadata */
  readonly keysMax?: number;
}

/** The ways to read an item: of objects by path, of values the value itself. */
export type ItemFields<Item, Prefix extends string, Source> = [NonNullable<Item>] extends [Leaf]
  ? ValueFields<Item, Prefix, Source>
  : Fields<NonNullable<Item>, `${Prefix}[].`, Source>;

/** The way to read an item of a list of values, or the key of an entry. */
export interface ValueFields<Value, Path extends string, Source> {
  /** The value, as it is or through coercions. */
  value<A = NonNullable<Value>, B = A, C = B>(
    first?: Coercion<NonNullable<Value>, A>,
    second?: Coercion<NonNullable<A>, B>,
    third?: Coercion<NonNullable<B>, C>,
  ): FieldRule<NonNullable<C>, Extract<Value, Nothing> | Extract<C, Nothing>, Path, In<unknown, '', Source>>;
}

/** The ways to read a group: what its items have in common, the items, and values over all of them. */
export interface GroupFields<Item, By extends string, Path extends string, Source> {
  /** What they have in common. */
  readonly key: Rule<At<Item, By>, `${Path}[].${By}`, Source>;
  /** A target list of the group's items. */
  each<Rules>(
    rules: (item: ItemFields<Item, Path, Source>) => Rules,
  ): Rule<MadeList<ValueOf<Rules>>, ReadsOf<Rules>, Source>;
  /** One value from the values that the group's items have at some paths, a list for each path. */
  derive<const P extends readonly PathOf<Item>[], Out>(
    paths: P,
    combine: (...values: { -readonly [I in keyof P]: readonly At<Item, P[I]>[] }) => Out,
  ): Rule<Out, `${Path}[].${P[number]}`, Source>;
}

type EntryFields<Scope, P extends string, Prefix extends string, Source> =
  P extends RecordPathOf<Scope>
    ? {
        readonly key: ValueFields<string, `${Prefix}${P}`, Source>;
        readonly entry: ItemFields<EntryAt<Scope, P>, `${Prefix}${P}`, Source>;
      }
    : ItemFields<ItemAt<Scope, P>, `${Prefix}${P}`, Source>;

type ItemAt<Scope, P extends string> =
  PresentAt<Scope, P> extends readonly (infer Item)[] ? NonNullable<Item> : never;
type EntryAt<Scope, P extends string> = PresentAt<Scope, P>[keyof PresentAt<Scope, P>];

type Made<Cases> = {
  [K in keyof Cases]: Cases[K] extends (...args: never) => infer Rules ? Rules : never;
}[keyof Cases];
type ReadsOfEach<Rules> = Rules extends unknown ? ReadsOf<Rules> : never;

/** Keys that hold an object with declared keys, so that one can look into them. */
type ObjectKeyOf<Source> = {
  [K in KnownKeys<Source>]-?: NonNullable<Source[K]> extends Leaf | readonly unknown[]
    ? never
    : [KnownKeys<NonNullable<Source[K]>>] extends [never]
      ? never
      : K;
}[KnownKeys<Source>];

/** What stands before the rules of a whole mapping. */
export interface Precondition<Path extends string, Source> {
  readonly reads: readonly Path[];
  /** The reason to skip the event, or undefined. Throws `MappingError` on an event that cannot be. */
  readonly look: (moment: Moment) => string | undefined;
  /** For the compiler only. */
  readonly source?: (data: Source) => void;
}

/** What only a whole mapping has: conditions, and what stands beside the data. */
export interface WholeFields<Source, B extends Beside = Beside> {
  /**
   * The mapping takes events of which `holds` says so; every other is skipped, with `reason` in the log and no dead
   * letter. The reason holds no value.
   */
  takes<const P extends readonly ReadPath<Source>[]>(
    paths: P,
    holds: (...values: { -readonly [I in keyof P]: At<Source, P[I]> }) => boolean,
    reason: string,
  ): Precondition<P[number], Source>;
  /** What must hold across fields; an event of which it does not is a dead letter with `reason`. */
  check<const P extends readonly ReadPath<Source>[]>(
    paths: P,
    holds: (...values: { -readonly [I in keyof P]: At<Source, P[I]> }) => boolean,
    reason: string,
  ): Precondition<P[number], Source>;
  /**
   * A value that stands beside the data: `m.beside('event.time', unixSeconds)`, and `m.beside('settings.listId')` in a
   * mapping that is declared with the settings of its destination.
   */
  beside<P extends PathOf<B>, A = PresentAt<B, P>, Z = A>(
    path: P,
    first?: Coercion<PresentAt<B, P>, A>,
    second?: Coercion<NonNullable<A>, Z>,
  ): FieldRule<NonNullable<Z>, AbsentAt<B, P> | Extract<Z, Nothing>, never, In<unknown, '', Source>>;
  /**
   * One value from what stands beside the data and from several paths of them, in this order:
   * `m.deriveWith(['settings.rate'], ['amount'], (rate, amount) => …)`.
   */
  deriveWith<const Q extends readonly PathOf<B>[], const P extends readonly ReadPath<Source>[], Out>(
    besides: Q,
    paths: P,
    combine: (
      ...values: [
        ...{ -readonly [I in keyof Q]: At<B, Q[I] & string> },
        ...{ -readonly [I in keyof P]: At<Source, P[I] & string> },
      ]
    ) => Out,
  ): FieldRule<NonNullable<Out>, Extract<Out, Nothing>, P[number], In<unknown, '', Source>>;
}
