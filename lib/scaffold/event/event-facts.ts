/** From what a person has, an example or a schema, to everything that the contract of an event is made of. */
import type { EventFacts } from '../templates/event.ts';
import { madeExample, misfits, ownExample } from './example-of-schema.ts';
import { KindError } from './kind.ts';
import { kindOfExamples } from './kind-of-examples.ts';
import { kindOfSchema, oneLine } from './kind-of-schema.ts';

export interface Given {
  /** `data` of events, or whole CloudEvents. */
  readonly examples: readonly unknown[];
  readonly schema: unknown;
}

export type Fields = Pick<EventFacts, 'kind' | 'about' | 'example' | 'guessed'> & {
  readonly warnings: readonly string[];
};

/** Throws `KindError` when they are of no use, or do not go together. */
export function fieldsOfEvent(type: string, { examples, schema }: Given): Fields {
  const datas = examples.map((example) => dataOf(type, example));
  if (schema === undefined) {
    const kind = kindOfExamples(datas);
    return { kind, about: undefined, example: fullest(datas), guessed: true, warnings: [] };
  }
  const { kind, left } = kindOfSchema(schema);
  const own = schema as Readonly<Record<string, unknown>>;
  const example = datas.length > 0 ? fullest(datas) : (ownExample(own) ?? madeExample(kind));
  const wrong = (datas.length > 0 ? datas : [example]).flatMap((one) => misfits(own, one));
  if (wrong.length > 0) {
    throw new KindError(
      datas.length > 0
        ? `the example is not what the schema describes: ${wrong.join(', ')}`
        : `the schema has no valid example: give one with --example (what was made up fails at ${wrong.join(', ')})`,
    );
  }
  const about = oneLine(own.description) ?? oneLine(own.title);
  return { kind, about, example, guessed: false, warnings: left };
}

/** Of a CloudEvent its data; all else is data. */
function dataOf(type: string, example: unknown): unknown {
  if (typeof example !== 'object' || example === null || !Object.hasOwn(example, 'specversion'))
    return example;
  const { type: own, data } = example as { type?: unknown; data?: unknown };
  if (own !== type) throw new KindError(`the example is an event of another type than ${type}`);
  return data;
}

/** The example that shows most. */
function fullest(examples: readonly unknown[]): unknown {
  const size = (value: unknown) => JSON.stringify(value).length;
  return examples.reduce((most, one) => (size(one) > size(most) ? one : most));
}
