/** What JSON values look like, without the values: each place in them by its path, and what was found there. */

export type TypeName = 'array' | 'boolean' | 'integer' | 'null' | 'number' | 'object' | 'string';
/** `empty` is the empty string. It has no format, and does not keep the other strings from having a common one. */
export type Format =
  | 'date'
  | 'date-dotted'
  | 'date-http'
  | 'date-json'
  | 'date-slashed'
  | 'date-time'
  | 'date-time-local'
  | 'decimal'
  | 'decimal-comma'
  | 'email'
  | 'empty'
  | 'epoch-milliseconds'
  | 'epoch-seconds'
  | 'uri'
  | 'uuid';

/** What a number counts, as far as its size tells: a moment of our days. */
export type Unit = 'epoch-microseconds' | 'epoch-milliseconds' | 'epoch-seconds';

/** What was found at one place. */
export interface Field {
  /** Sorted, each once. `integer` beside `number` is `number`. */
  readonly types: readonly TypeName[];
  /** The object around it was also seen without it. */
  readonly optional: boolean;
  /** Of the strings, where every one has one of these. Sorted; empty: no common format. */
  readonly formats: readonly Format[];
  /** Of a string that names a kind of thing (`"type": "contact"`): every name that was seen. Sorted; empty: free text. */
  readonly names: readonly string[];
  /** Of the numbers, where every one has one of these; zero fits any. Sorted. Left out: no common unit. */
  readonly units?: readonly Unit[];
}

/**
 * Places by path, sorted: `$` is the whole, `$.errors[].code` the code of any error, `$.metadata.*` any value of an
 * object whose keys are data.
 */
export interface Shape {
  readonly fields: ReadonlyMap<string, Field>;
  /** Not read to its end: too deep, too wide. What is missing in it may have been there. */
  readonly partial: boolean;
}
