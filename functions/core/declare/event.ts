/**
 * What a company's systems publish: CloudEvents 1.0 in structured JSON.
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md
 */
import type { $ZodType, output } from 'zod/v4/core';
import type { PersonalPathOf } from './personal-path.ts';

/** The CloudEvents fields around `data`. `id` never changes over retry or redrive: an event is one by `source` + `id`. */
export interface Envelope<Type extends string = string, Data = unknown> {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: Type;
  /** RFC 3339 with offset. */
  readonly time: string;
  readonly subject: string;
  readonly data: Data;
  readonly correlationid?: string;
  /**
   * W3C trace context, by CloudEvents' extension for distributed tracing.
   * https://github.com/cloudevents/spec/blob/main/cloudevents/extensions/distributed-tracing.md
   */
  readonly traceparent?: string;
  readonly dataschema?: string;
  readonly datacontenttype?: string;
}

/** One event type and what its `data` must look like. */
export interface EventContract<Type extends string = string, Schema extends $ZodType = $ZodType> {
  readonly type: Type;
  /** Schema of `data`. Objects in it are loose: unknown fields pass and are reported as unmapped. */
  readonly data: Schema;
  /**
   * Paths into `data` that identify a person: `'email'`, `'items[].recipient'`. Of their values, and of what a mapping makes
   * of them, nothing stands in clear in a log, whatever shape it takes there.
   */
  readonly personal: readonly PersonalPathOf<output<Schema>>[];
  /** A whole, valid `data`: what `interlock send <type>` publishes and the docs show. */
  readonly example: output<Schema>;
  /**
   * Which of several versions of its type it is: stands in log lines, commands and names of files.
   * @default '1' where there are several
   */
  readonly version?: string;
  /**
   * What `dataschema` is in events of this version, null for none. An event that says something else is a dead letter.
   * @default - whatever it is; where several versions of the type arrive, none
   * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/primer.md#versioning-of-cloudevents
   */
  readonly dataschema?: DataSchema | readonly DataSchema[];
}

/** A URI; null where an event has none. */
export type DataSchema = string | null;

/** The type of `data` that a contract declares. */
export type DataOf<Contract> = Contract extends EventContract<string, infer Schema> ? output<Schema> : never;

/** Declares an event type. Pure: checks nothing at run time, everything at compile time. */
export function defineEvent<const Type extends string, Schema extends $ZodType>(
  contract: EventContract<Type, Schema>,
): EventContract<Type, Schema> {
  return contract;
}
