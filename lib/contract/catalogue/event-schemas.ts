/** Contracts of events as JSON Schemas, for publishers in whatever language. */
import { type $ZodTypes, type JSONSchema, toJSONSchema } from 'zod/v4/core';
import type { EventContract } from '../../../functions/core/declare/event.ts';
import { schemasOf, versionName } from '../../../functions/core/declare/version-of.ts';
import { schemaAttribute } from '../../../functions/core/declare/versions.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Draft 7 is what AsyncAPI takes for its own; 2020-12 is what validators read today. */
export type Draft = 'draft-7' | 'draft-2020-12';

/**
 * The schema of a whole event as it is published. Every valid event fits; a check that JSON Schema cannot say (a day that
 * exists) is left out, so that what fits may still be refused.
 * @param among all contracts, other versions of its type included
 */
export function eventSchema(event: EventContract, draft: Draft, among: readonly EventContract[]): Schema {
  const { type, data } = event;
  const schemas = schemasOf(event, among);
  const { $schema, ...dataSchema } = toJSONSchema(data, {
    target: draft,
    unrepresentable: 'any',
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => withoutFlaggedPatterns(zodSchema, jsonSchema),
  });
  return {
    $schema,
    title: titleOf(event, among),
    description:
      'A CloudEvent in structured JSON. It is one event by source and id: published again, it has one effect.',
    type: 'object',
    required: [
      ...['specversion', 'id', 'source', 'type', 'time', 'subject', 'data'],
      ...(schemas === undefined || schemas.includes(null) ? [] : ['dataschema']),
    ],
    properties: {
      specversion: { const: '1.0' },
      id: { ...name, description: 'The same whenever the same event is published again.' },
      source: { ...name, description: 'The system that publishes, a URI: urn:example:shop.' },
      type: { const: type },
      time: {
        type: 'string',
        format: 'date-time',
        description: 'When it happened, RFC 3339 with an offset.',
      },
      subject: { ...name, description: 'The thing that it is about, by its id.' },
      correlationid: { ...name, description: 'Stands in every log line of the event.' },
      traceparent: {
        type: 'string',
        description: 'W3C trace context; stands in every log line of the event.',
      },
      // Null stands for none.
      dataschema: schemas === undefined ? name : { enum: schemas },
      datacontenttype: { const: 'application/json' },
      data: dataSchema,
    },
    examples: [exampleEvent(event)],
  };
}

/**
 * A pattern in JSON Schema has no flags, and zod writes its text without them: one that ignores case would refuse what is
 * valid. It is left out, as all that JSON Schema cannot say.
 */
function withoutFlaggedPatterns({ _zod: { def } }: $ZodTypes, schema: JSONSchema.BaseSchema): void {
  const flagged = new Set(
    (def.checks ?? []).flatMap(({ _zod }) => {
      const { pattern } = _zod.def as { readonly pattern?: RegExp };
      return pattern !== undefined && /[ims]/.test(pattern.flags) ? [pattern.source] : [];
    }),
  );
  const isFlagged = (pattern: unknown) => typeof pattern === 'string' && flagged.has(pattern);
  if (isFlagged(schema.pattern)) delete schema.pattern;
  if (schema.allOf !== undefined) schema.allOf = schema.allOf.filter((one) => !isFlagged(one.pattern));
}

/** `customer.created`; with the version where there are several. */
export const titleOf = (event: EventContract, among: readonly EventContract[]): string =>
  isOneOfSeveral(event, among) ? `${event.type}, version ${versionName(event, among)}` : event.type;

/** As names of files and keys of AsyncAPI have it: `customer.created-2` where there are several. */
export const nameOf = (event: EventContract, among: readonly EventContract[]): string =>
  isOneOfSeveral(event, among)
    ? `${event.type}-${versionName(event, among).replace(/[^\w.-]/g, '-')}`
    : event.type;

const isOneOfSeveral = ({ type }: EventContract, among: readonly EventContract[]) =>
  among.filter((one) => one.type === type).length > 1;

/** As the envelope is read: functions/core/envelope/parse-event.ts. */
const name = { type: 'string', minLength: 1, maxLength: 256 };

/** Whole, with made-up attributes around the contract's example. */
export const exampleEvent = (event: EventContract): Schema => ({
  specversion: '1.0',
  id: '7f8f2c1e-7a57-4b3f-a0a7-2c7f4f7f5b11',
  source: 'urn:example:shop',
  type: event.type,
  time: '2026-11-24T09:30:00Z',
  subject: '42',
  ...schemaAttribute(event),
  data: event.example,
});
