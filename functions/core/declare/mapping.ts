/** What the engine needs of a mapper; how one is declared stands in mapping/mapper.ts. */

/** What happened on the way from an event to an operation's input. Paths only, never values. */
export interface MappingReport {
  /** Target fields that got their declared default because the source was null or absent. */
  readonly defaulted: readonly string[];
  /** Target fields whose type or form was changed, `customerId→metadata.externalClientId`. */
  readonly coerced: readonly string[];
  /** Source paths that the event carried and no declaration knows. */
  readonly unmapped: readonly string[];
}

export interface Lineage {
  /** Dotted path of the target field. */
  readonly target: string;
  /** Dotted source paths it is made from; empty for a constant or an omission. */
  readonly reads: readonly string[];
}

export interface Mapper<Source, Target> {
  /** Throws `MappingError` when the source holds something that no rule covers. */
  readonly map: (source: Source) => { readonly output: Target; readonly report: MappingReport };
  readonly lineage: readonly Lineage[];
  /** Source paths that are left out on purpose, each with its reason. */
  readonly unread: Readonly<Record<string, string>>;
}
