/** What metric math works with. */

/** One value a period, the oldest first; `undefined` where there is none. */
export type Points = readonly (number | undefined)[];

/** A scalar, a time series, or an array of them. */
export type Value = number | Points | { readonly all: readonly Points[] };

export interface Given {
  /** By id. */
  readonly points: ReadonlyMap<string, Points>;
  readonly periodMs: number;
}
