/** How one field's form becomes another. Pure; every file in fields/ exports one or more of these. */

/** What a value lost on its way, or got in place of what was missing. */
export type Loss = 'cut' | 'rounded' | 'dropped' | 'defaulted';

/** Says of this one value what it lost: the mapping report names the target field under it. */
export type Tell = (loss: Loss) => void;

/** A named change of form: the name shows in lineage, the change in the mapping report. */
export interface Coercion<In, Out> {
  readonly name: string;
  /** Throws `ConversionError` on a value that has no counterpart. */
  readonly convert: (value: In, tell: Tell) => Out;
}

/**
 * A value that has no counterpart on the other side. The mapper turns it into a `MappingError` that names the target
 * field. The message must say what was wrong without quoting the value: it ends up in logs and dead letters.
 */
export class ConversionError extends Error {
  override readonly name = 'ConversionError';
}

/** Declares a coercion. What `convert` loses of a value (cut, rounded), it tells. */
export function defineCoercion<In, Out>(
  name: string,
  convert: (value: In, tell: Tell) => Out,
): Coercion<In, Out> {
  return { name, convert };
}
