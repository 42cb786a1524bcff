/** A rule over a source that may be null or absent: no rule before it says what happens then. */
import type { At, ReadPath } from '../core/declare/paths.ts';
import type { Coercion } from './conversion.ts';
import type { Omitted, Rule } from './rule.ts';

declare const undecided: unique symbol;

/** Whatever is no rule yet. */
export interface Undecided {
  readonly [undecided]: true;
}

/** What stands around a rule: where it reads, and of what. Types only. */
export interface Around {
  readonly scope: unknown;
  readonly prefix: string;
  readonly source: unknown;
}

/**
 * One decision is for both, absent and null; where the source can be both, a second one is for null alone:
 * `.orOmit().orNull()` leaves out what is absent and keeps null as null.
 */
export interface UndecidedRule<Value, Absent, Path extends string, A extends Around> extends Undecided {
  /** The target gets `value`, and the report says `defaulted`. */
  orElse<const Default>(value: Default): Decided<Value | Default, Absent, Path, A>;
  /** The target key is left out, and the report says `omitted`. Fits optional target keys only. */
  orOmit(): Decided<Value | Omitted, Absent, Path, A>;
  /** The target is null. Fits nullable target keys only. */
  orNull(): Decided<Value | null, Absent, Path, A>;
  /** The value at another path, and the report says `defaulted`. */
  orFrom<P extends ReadPath<A['scope']> & string, Out = NonNullable<At<A['scope'], P>>>(
    path: P,
    coercion?: Coercion<NonNullable<At<A['scope'], P>>, Out>,
  ): FieldRule<Value | Out, Extract<At<A['scope'], P>, null | undefined>, Path | `${A['prefix']}${P}`, A>;
}

/** A rule; where the source may be absent as well as null, one that may still say something else of null. */
export type Decided<Value, Absent, Path extends string, A extends Around> = [undefined, null] extends [
  Extract<Absent, undefined>,
  Extract<Absent, null>,
]
  ? DecidedRule<Value, Path, A>
  : Rule<Value, Path, A['source']>;

/** Absent is decided, and null so far with it. */
export interface DecidedRule<Value, Path extends string, A extends Around>
  extends Rule<Value, Path, A['source']> {
  readonly orElse: <const Default>(value: Default) => Rule<Value | Default, Path, A['source']>;
  readonly orOmit: () => Rule<Value | Omitted, Path, A['source']>;
  readonly orNull: () => Rule<Value | null, Path, A['source']>;
}

/** A rule when the source is never null or absent, else one that must first say what happens then. */
export type FieldRule<Value, Absent, Path extends string, A extends Around> = [Absent] extends [never]
  ? Rule<Value, Path, A['source']>
  : UndecidedRule<Value, Absent, Path, A>;
