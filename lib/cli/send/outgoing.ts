/** What `send` is about to send: from a type, a file or standard input to texts that are checked. */
import { access } from 'node:fs/promises';
import type { EventContract } from '../../../functions/core/declare/event.ts';
import { schemaAttribute } from '../../../functions/core/declare/versions.ts';
import { peekEvent } from '../../../functions/core/envelope/parse-event.ts';
import { parseStrictJson } from '../../../functions/core/envelope/strict-json.ts';
import type { Context } from '../context.ts';
import { type Assignment, assign } from '../shell/assignment.ts';
import { CommandError, UsageError } from '../shell/errors.ts';
import { readText } from '../shell/input.ts';
import { suggestion } from '../shell/suggestion.ts';
import { contractCalled } from './contract-called.ts';

export interface Outgoing {
  readonly text: string;
  readonly id?: string;
  readonly type?: string;
}

/** `source` of events that an operator makes up. https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#source-1 */
const source = 'urn:interlock:cli';

/** The texts that `what` stands for: an event type's example, a file, or `-`. NDJSON makes several. */
export async function readEvents(
  what: string,
  version: string | undefined,
  context: Context,
): Promise<readonly string[]> {
  const contract = contractCalled(what, version, context.events);
  if (contract !== undefined) return [JSON.stringify(exampleOf(contract))];
  const text = (await readEventFile(what, context)).trim();
  if (text === '') throw new CommandError('there is no event in the input');
  if (isJson(text)) return [text];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const broken = lines.findIndex((line) => !isJson(line));
  // One broken event over several lines, or NDJSON with a broken line: the first line tells them apart.
  if (broken === 0) throw new CommandError('the input is neither one JSON event nor one per line (NDJSON)');
  if (broken > 0) throw new CommandError(`event ${broken + 1} of the input is not JSON`);
  return lines;
}

/** The bytes of a file or standard input, as they are. */
export async function readEventFile(what: string, context: Context): Promise<string> {
  if (what !== '-' && !(await exists(what))) {
    const types = [...new Set(context.events.map(({ type }) => type))];
    throw new UsageError(
      `"${what}" is neither an event type${suggestion(what, types)} nor a file; types: ${types.join(', ')}`,
    );
  }
  return readText(what, context);
}

/** The type's example as an event without `id` and `time`. */
export function exampleOf(contract: EventContract): object {
  const { type, example } = contract;
  return {
    specversion: '1.0',
    source,
    type,
    subject: subjectOf(example),
    ...schemaAttribute(contract),
    data: example,
  };
}

/**
 * Examples are about their customer, so that `logs --customer` finds what became of them; else about the first thing that
 * they name by an id.
 */
function subjectOf(example: unknown): string {
  const { customerId, ...others } = example as Readonly<Record<string, unknown>>;
  const ids = Object.entries(others).flatMap(([name, value]) => (/id$/i.test(name) ? [value] : []));
  const named = [customerId, ...ids].find((value) => typeof value === 'number' || typeof value === 'string');
  return named === undefined || named === '' ? 'example' : `${named}`;
}

export interface Completion {
  readonly assignments: readonly Assignment[];
  /** Gives the event a new `id` even if it has one. */
  readonly freshId: boolean;
}

/**
 * Sets fields, and `id` and `time` where there is none. A text that needs nothing goes as it is, byte for byte.
 * Throws `CommandError` on JSON that is not an object or would be changed by reading it.
 */
export function complete(text: string, { assignments, freshId }: Completion, context: Context): string {
  const json = readStrictly(text);
  if (json === null || typeof json !== 'object' || Array.isArray(json)) {
    throw new CommandError('an event is a JSON object; several go one per line (NDJSON)');
  }
  const missing = {
    ...(freshId || isUnset(json, 'id') ? { id: context.randomId() } : {}),
    ...(isUnset(json, 'time') ? { time: new Date(context.now()).toISOString() } : {}),
  };
  if (Object.keys(missing).length === 0 && assignments.length === 0) return text;
  const set = assignments.map(asText).reduce<unknown>(assign, { ...json, ...missing });
  return JSON.stringify(aboutItsData(json, set as object, assignments));
}

/** An example whose data was set is about what its data names now: `logs --customer` finds it. */
function aboutItsData(before: object, after: object, assignments: readonly Assignment[]): object {
  const own = before as { readonly source?: unknown; readonly subject?: unknown; readonly data?: unknown };
  const isExample =
    own.source === source && own.data instanceof Object && own.subject === subjectOf(own.data);
  const isSet = assignments.some(({ path }) => path[0] === 'subject' || path.length === 1);
  const { data } = after as { readonly data?: unknown };
  return isExample && !isSet && data instanceof Object ? { ...after, subject: subjectOf(data) } : after;
}

/** In CloudEvents `null` is unset, too. */
const isUnset = (json: object, attribute: string) =>
  ((json as Readonly<Record<string, unknown>>)[attribute] ?? null) === null;

/** Around `data` an event has texts only: who sets `subject=42` means the text. */
function asText(assignment: Assignment): Assignment {
  const { path, value, text } = assignment;
  const isOfEnvelope = path.length === 1 && path[0] !== 'data';
  return isOfEnvelope && typeof value === 'number' ? { path, value: text, text } : assignment;
}

function readStrictly(text: string): unknown {
  try {
    return parseStrictJson(text);
  } catch (error) {
    throw new CommandError(`${(error as Error).message} (--raw sends it as it is)`);
  }
}

/** What a text is known by, as far as it can be told. */
export function describe(text: string): Outgoing {
  const { id, type } = peekEvent(text);
  return { text, ...(id === undefined ? {} : { id }), ...(type === undefined ? {} : { type }) };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
