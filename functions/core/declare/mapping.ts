/** What the engine needs of a mapper; how one is declared stands in mapping/mapper.ts. */
import type { Envelope } from './event.ts';

/** What happened on the way from an event to an operation's input. Paths only, never values. */
export interface MappingReport {
  /** Target fields that got their declared default, or another field's value, because the source was null or absent. */
  readonly defaulted: readonly string[];
  /** Target fields whose value has another type or form than the source's, `customerId→metadata.externalClientId`. */
  readonly coerced: readonly string[];
  /** Source paths that the event carried and no declaration knows. */
  readonly unmapped: readonly string[];
  /** Target fields that were left out because the source was null or absent. */
  readonly omitted?: readonly string[];
  /** Target fields whose text was longer than the third party takes. */
  readonly cut?: readonly string[];
  readonly rounded?: readonly string[];
  /** Target lists and fields that lost something: an item that a condition left out, what no encoding has. */
  readonly dropped?: readonly string[];
}

/** What stands beside the data of an event: a mapping reads it by paths such as `event.time`. */
export interface Beside {
  /** The event without its data. */
  readonly event: Omit<Envelope, 'data'>;
}

/** For a destination with settings: paths such as `settings.listId`, too. */
export interface BesideWith<Settings> extends Beside {
  readonly settings: Settings;
}

/** How a target field comes about. */
export interface Lineage {
  /** Dotted path of the target field, `lines[].code` in a list. */
  readonly target: string;
  /** Dotted paths into the event's data; empty for a constant or an omission. */
  readonly reads: readonly string[];
  /** Paths beside the data: `event.time`, `settings.listId`. */
  readonly beside?: readonly string[];
  /** The coercions' names, `constant`, or the reason of an omission. */
  readonly note?: string;
  /** What stands there when the source is null or absent. */
  readonly absent?: string;
  /** Paths that decide whether the field is there at all. */
  readonly when?: readonly string[];
}

/** The operation's input; or why the event is none of this integration's business. */
export type Mapped<Target> =
  | { readonly output: Target; readonly report: MappingReport; readonly skipped?: undefined }
  | { readonly output?: undefined; readonly report: MappingReport; readonly skipped: string };

export interface Mapper<Source, Target, B extends Beside = Beside> {
  /** Throws `MappingError` when the source holds something that no rule covers. */
  readonly map: (source: Source, beside: B) => Mapped<Target>;
  readonly lineage: readonly Lineage[];
  /** Source paths that are left out on purpose, each with its reason. */
  readonly unread: Readonly<Record<string, string>>;
}
