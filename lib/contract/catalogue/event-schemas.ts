/** Contracts of events as JSON Schemas, for publishers in whatever language. */
import { type $ZodTypes, type JSONSchema, toJSONSchema } from 'zod/v4/core';
import type { EventContract } from '../../../functions/core/declare/event.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Draft 7 is what AsyncAPI takes for its own; 2020-12 is what validators read today. */
export type Draft = 'draft-7' | 'draft-2020-12';

/**
 * The schema of a whole event as it is published. Every valid event fits; a check that JSON Schema cannot say (a day that
 * exists) is left out, so that what fits may still be refused.
 */
export function eventSchema({ type, data, example }: EventContract, draft: Draft): Schema {
  const { $schema, ...dataSchema } = toJSONSchema(data, {
    target: draft,
    unrepresentable: 'any',
    io: 'input',
    override: ({ zodSchema, jsonSchema }) => withoutFlaggedPatterns(zodSchema, jsonSchema),
  });
  return {
    $schema,
    title: type,
    description:
      'A CloudEvent in structured JSON. It is one event by source and id: published again, it has one effect.',
    type: 'object',
    required: ['specversion', 'id', 'source', 'type', 'time', 'subject', 'data'],
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
      dataschema: name,
      datacontenttype: { const: 'application/json' },
      data: dataSchema,
    },
    examples: [exampleEvent(type, example)],
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

/** As the envelope is read: functions/core/envelope/parse-event.ts. */
const name = { type: 'string', minLength: 1, maxLength: 256 };

/** Whole, with made-up attributes around the contract's example. */
export const exampleEvent = (type: string, data: unknown): Schema => ({
  specversion: '1.0',
  id: '7f8f2c1e-7a57-4b3f-a0a7-2c7f4f7f5b11',
  source: 'urn:example:shop',
  type,
  time: '2026-11-24T09:30:00Z',
  subject: '42',
  data,
});
