import * as z from 'zod/mini';
import type { Envelope } from '../declare/event.ts';
import { momentOf } from '../declare/moment.ts';
import type { TakenEvent } from '../declare/versions.ts';
import { InvalidEventError } from '../errors.ts';
import { declaredSteps } from './declared-steps.ts';
import { describeProblems } from './describe-problem.ts';
import { isDeclared } from './is-declared.ts';
import { type JsonPath, parseStrictJson } from './strict-json.ts';

/**
 * Half of what SNS carries: room for attributes, for form encoding (three characters for one) and for the copy in
 * a dead letter. What is larger is a document: publish a reference to it.
 */
export const eventBytesMax = 128 * 1024;

/**
 * Reads an event. Throws `InvalidEventError` with every problem found, none of them quoting a value.
 * @param text the body of the message, structured JSON of CloudEvents 1.0:
 * https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md
 */
export function parseEvent(contract: TakenEvent, text: string): Envelope {
  const bytes = Buffer.byteLength(text);
  if (bytes > eventBytesMax) {
    throw invalid('', `the event has ${bytes} bytes, at most ${eventBytesMax}; publish a reference instead`);
  }
  // What nobody declares nobody reads, an extension attribute or a field of `data`: it buries no event.
  const told = (schema: z.core.$ZodType, path: JsonPath) =>
    isDeclared(schema, path) ? declaredSteps(schema, path) : undefined;
  const toldOfData = (path: JsonPath) => told(contract.data, path);
  const json = withoutUnset(
    parseStrictJson(text, ([attribute = '', ...path]) => {
      const steps = attribute === 'data' ? toldOfData(path) : told(envelopeSchema, [attribute]) && [];
      return steps && [attribute, ...steps];
    }),
  );
  const envelope = envelopeSchema.safeParse(json);
  if (!envelope.success)
    throw new InvalidEventError(describeProblems(envelope.error.issues, json, envelopeSchema));
  const { data_base64: encoded, ...attributes } = envelope.data;
  const hasData = Object.hasOwn(attributes, 'data');
  if (hasData === (encoded !== undefined)) {
    throw invalid('data', hasData ? 'stands beside data_base64: publish one of them' : 'is not set');
  }
  const { type, dataschema } = contract;
  if (attributes.type !== type) throw invalid('type', contract.versions?.known ?? `expected ${type}`);
  if (dataschema !== undefined && ![dataschema].flat().includes(attributes.dataschema ?? null))
    throw invalid('dataschema', contract.versions?.known ?? `expected ${[dataschema].flat().join(' or ')}`);
  const payload =
    encoded === undefined ? attributes.data : parseStrictJson(decoded(encoded), toldOfData, ['data_base64']);
  const data = z.safeParse(contract.data, payload);
  if (!data.success) {
    throw new InvalidEventError(describeProblems(data.error.issues, payload, contract.data, 'data'));
  }
  // The parsed data, not the raw: it is what the contract makes of it, and the compiler knows it.
  return { ...attributes, data: data.data } as Envelope;
}

type Peeked = { readonly [A in (typeof peeked)[number]]?: string };
const peeked = ['id', 'source', 'type', 'subject', 'dataschema'] as const;

/** What can be told of an event that is not valid, for its dead letter and the log: best effort, never throws. */
export function peekEvent(text: string): Peeked {
  try {
    const json = z.looseObject({}).safeParse(JSON.parse(text.slice(0, eventBytesMax)));
    if (!json.success) return {};
    const named = peeked.flatMap((key) => {
      const value = Object.hasOwn(json.data, key) ? json.data[key] : undefined;
      return typeof value === 'string' && value.length <= idCharactersMax ? [[key, value]] : [];
    });
    return Object.fromEntries(named) as Peeked;
  } catch {
    return {};
  }
}

/** What stands in the place of an event's data, whatever it is: to know whom it may be about. Never throws. */
export function peekData(text: string): unknown {
  try {
    // Where it is no object, or has neither, the look into it fails.
    const json = JSON.parse(text.slice(0, eventBytesMax)) as Readonly<Record<string, unknown>>;
    return 'data' in json ? json.data : JSON.parse(decoded(String(json.data_base64)));
  } catch {
    return undefined;
  }
}

/** An attribute that is `null` is unset; `data` may be null and yet there. */
function withoutUnset(json: unknown): unknown {
  if (Array.isArray(json)) {
    throw invalid('', 'expected one CloudEvents object, got array: publish each event of a batch by itself');
  }
  if (json === null || typeof json !== 'object') return json;
  return Object.fromEntries(Object.entries(json).filter(([key, value]) => key === 'data' || value !== null));
}

/** Binary data is JSON too, where its publisher had it as bytes: what SDKs make of those is base64. */
function decoded(base64: string): string {
  // Buffer leaves out what is not base64.
  if (!/^[A-Za-z\d+/]*={0,2}$/.test(base64)) throw invalid('data_base64', 'is not base64');
  const bytes = Buffer.from(base64, 'base64');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalid('data_base64', 'is not UTF-8');
  }
}

/** A UUID has 36 characters; the rest is room for composed ids, and a bound on what becomes part of log lines. */
const idCharactersMax = 256;

const named = z.string().check(z.minLength(1), z.maxLength(idCharactersMax));

/** A text that CloudEvents lets a publisher leave out, and Interlock does not: an event without it says so. */
const required = (why: string) =>
  z.string({
    error: ({ input }) =>
      input === undefined
        ? `is not set: optional in CloudEvents, required by Interlock as ${why}`
        : undefined,
  });

const timestamp = required('the moment at which it happened').check(
  z.refine(
    (text) => momentOf(text) !== undefined,
    'expected RFC 3339 with an offset, like 2026-11-24T09:30:00Z, and a moment that exists',
  ),
);

/** The subtype is `json` or ends with `+json`; parameters say nothing of JSON in JSON, which is Unicode already. */
const jsonMediaType = /^\s*[^\s/;]+\/(?:[^\s/;]+\+)?json\s*(?:;|$)/i;

const envelopeSchema = z.looseObject({
  specversion: z.literal('1.0'),
  id: named,
  source: named,
  type: named,
  time: timestamp,
  subject: required('what the event is about, like the number of a customer').check(
    z.minLength(1),
    z.maxLength(idCharactersMax),
  ),
  data: z.optional(z.unknown()),
  data_base64: z.optional(z.string()),
  correlationid: z.optional(named),
  dataschema: z.optional(named),
  datacontenttype: z.optional(
    z
      .string()
      .check(
        z.regex(jsonMediaType, 'expected a JSON media type: application/json, or one that ends with +json'),
      ),
  ),
});

const invalid = (path: string, message: string) => new InvalidEventError([{ path, message }]);
