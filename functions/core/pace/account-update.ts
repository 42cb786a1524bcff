/** An update of an account's item in plain values, and how several make one. Pure. */

/** Numbers become N, strings S. */
export interface Update {
  readonly conditions: readonly string[];
  readonly sets: readonly string[];
  readonly removes: readonly string[];
  readonly values: Readonly<Record<string, number | string>>;
}

/** All of it at once: every condition must hold. */
export const together = (updates: readonly Partial<Update>[]): Update => ({
  conditions: updates.flatMap(({ conditions = [] }) => conditions),
  sets: updates.flatMap(({ sets = [] }) => sets),
  removes: updates.flatMap(({ removes = [] }) => removes),
  values: Object.assign({}, ...updates.map(({ values = {} }) => values)),
});
