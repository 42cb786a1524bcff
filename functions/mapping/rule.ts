/** What a rule is: how one target value is made, and what the compiler and the lineage know of it. */
import type { Lineage, MappingReport } from '../core/declare/mapping.ts';

/** Stands for "this optional target key is left out". Not `undefined`, so that it cannot be produced by accident. */
export const omitted: unique symbol = Symbol('omitted');
export type Omitted = typeof omitted;

/** What the report may say of a target field, and of which. Static paths only, never values. */
export type Notes = Map<Told, Set<string>>;
export type Told = Exclude<keyof MappingReport, 'unmapped'>;

/** One event on its way through a mapping. */
export interface Moment {
  /** The event's data, then the item of each list that is being gone through. */
  readonly scopes: unknown[];
  /** Where in these lists. */
  readonly indexes: number[];
  readonly beside: unknown;
  readonly notes: Notes;
}

/** A rule at its place in the target. */
export interface Plan {
  readonly lineage: readonly Lineage[];
  /** Returns `omitted` for a key to be left out. Throws `MappingError`. */
  readonly make: (moment: Moment) => unknown;
}

declare const value: unique symbol;
declare const source: unique symbol;

/** Makes one target value of type `Value` from the paths `Path` of an event with data of type `Source`. */
export interface Rule<Value, Path extends string = never, Source = unknown> {
  readonly plan: (target: string) => Plan;
  /** For the compiler only: at run time the lineage says what is read. */
  readonly reads: readonly Path[];
  readonly [value]?: Value;
  readonly [source]?: (data: Source) => void;
}

/** Any rule, at run time. */
export type AnyRule = Pick<Rule<unknown>, 'plan'>;

/** Rules by target key, at run time. */
export type RuleSet = Readonly<Record<string, AnyRule>>;

declare const made: unique symbol;

/** A target object that is made key by key: complete in every key, optional ones too. */
export interface MadeObject<Rules> {
  readonly [made]: { readonly object: Rules };
}
/** A target list that is made item by item. */
export interface MadeList<Item> {
  readonly [made]: { readonly item: Item };
}
/** A target record that is made entry by entry. */
export interface MadeRecord<Value> {
  readonly [made]: { readonly value: Value };
}

/** What a rule or a set of rules makes. */
export type ValueOf<Made> = Made extends Rule<infer Value, string, never> ? Value : MadeObject<Made>;

/** Every source path that a rule or a set of rules reads. */
export type ReadsOf<Made> = Made extends { readonly reads: readonly (infer Path extends string)[] }
  ? Path
  : {
      [K in keyof Made]: Made[K] extends { readonly reads: readonly (infer Path extends string)[] }
        ? Path
        : never;
    }[keyof Made];
