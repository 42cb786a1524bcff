import * as z from 'zod/mini';
import type { $ZodType } from 'zod/v4/core';
import type { Envelope, EventContract } from '../declare/event.ts';
import { InvalidEventError, type Problem } from '../errors.ts';
import { declaredSteps } from './declared-steps.ts';
import { parseStrictJson } from './strict-json.ts';

/**
 * Half of what SNS carries: room for attributes, for form encoding (three characters for one) and for the copy in
 * a dead letter. What is larger is a document: publish a reference to it.
 */
export const eventBytesMax = 128 * 1024;

/**
 * Reads an event. Throws `InvalidEventError` with every problem found, none of them quoting a value.
 * @param text the body of the message, structured JSON of CloudEvents 1.0
 */
export function parseEvent<Contract extends EventContract>(contract: Contract, text: string): Envelope {
  const bytes = Buffer.byteLength(text);
  if (bytes > eventBytesMax) {
    throw new InvalidEventError([
      {
        path: '',
        message: `the event has ${bytes} bytes, at most ${eventBytesMax}; publish a reference instead`,
      },
    ]);
  }
  const json = parseStrictJson(text);
  const envelope = envelopeSchema.safeParse(json);
  if (!envelope.success) throw new InvalidEventError(problemsOf(envelope.error.issues, json, envelopeSchema));
  if (envelope.data.type !== contract.type) {
    throw new InvalidEventError([{ path: 'type', message: `expected ${contract.type}` }]);
  }
  const data = z.safeParse(contract.data, envelope.data.data);
  if (!data.success) throw new InvalidEventError(problemsOf(data.error.issues, json, contract.data, 'data'));
  // The parsed data, not the raw: it holds the same values, and the compiler knows them.
  return { ...envelope.data, data: data.data } as Envelope;
}

/** What can be told of an event that is not valid, for its dead letter and the log: best effort, never throws. */
export function peekEvent(text: string): { id?: string; source?: string; type?: string; subject?: string } {
  try {
    const json = z.looseObject({}).safeParse(JSON.parse(text.slice(0, eventBytesMax)));
    if (!json.success) return {};
    const named = ['id', 'source', 'type', 'subject'].flatMap((key) => {
      const value = Object.hasOwn(json.data, key) ? json.data[key] : undefined;
      return typeof value === 'string' && value.length <= idCharactersMax ? [[key, value]] : [];
    });
    return Object.fromEntries(named) as ReturnType<typeof peekEvent>;
  } catch {
    return {};
  }
}

/** What stands in the place of an event's data, whatever it is: to know whom it may be about. Never throws. */
export function peekData(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text.slice(0, eventBytesMax));
    return typeof json === 'object' && json !== null && 'data' in json ? json.data : undefined;
  } catch {
    return undefined;
  }
}

/** A UUID has 36 characters; the rest is room for composed ids, and a bound on what becomes part of log lines. */
const idCharactersMax = 256;

const named = z.string().check(z.minLength(1), z.maxLength(idCharactersMax));

/** RFC 3339 with an offset; days that do not exist are refused by the second check. */
const timestamp = z.string().check(
  z.regex(
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/,
    'expected RFC 3339 with an offset',
  ),
  z.refine((text) => !Number.isNaN(Date.parse(text)) && dayExists(text), 'no such moment'),
);

function dayExists(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day;
}

const envelopeSchema = z.looseObject({
  specversion: z.literal('1.0'),
  id: named,
  source: named,
  type: named,
  time: timestamp,
  subject: named,
  data: z.unknown(),
  correlationid: z.optional(named),
  dataschema: z.optional(named),
  datacontenttype: z.optional(z.literal('application/json')),
});

interface Issue {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly code?: string | undefined;
  readonly expected?: unknown;
  readonly values?: readonly unknown[] | undefined;
  readonly minimum?: unknown;
  readonly maximum?: unknown;
  readonly format?: unknown;
}

/** At most so many problems are named: the first few tell the publisher what to mend. */
const problemsMax = 20;

function problemsOf(
  issues: readonly Issue[],
  json: unknown,
  schema: $ZodType,
  ...root: readonly string[]
): Problem[] {
  return issues.slice(0, problemsMax).map((issue) => {
    const steps = issue.path.map(String);
    const path = [...root, ...declaredSteps(schema, steps)].join('.');
    return { path, message: describe(issue, [...root, ...steps].reduce(step, json)) };
  });
}

/** zod/mini brings no sentences. What was got is told by its kind, never by its value. */
function describe(issue: Issue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${issue.expected}, got ${kindOf(value)}`;
    case 'invalid_value':
      return `expected ${(issue.values ?? []).map((one) => JSON.stringify(one)).join(' or ')}, got ${kindOf(value)}`;
    case 'too_small':
      return `expected at least ${issue.minimum}, got less`;
    case 'too_big':
      return `expected at most ${issue.maximum}, got more`;
    default:
      // Ours says what is expected; zod's own says nothing.
      return issue.message === 'Invalid input' ? `not a valid ${issue.format ?? 'value'}` : issue.message;
  }
}

const step = (value: unknown, key: string): unknown =>
  value !== null && typeof value === 'object' && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
