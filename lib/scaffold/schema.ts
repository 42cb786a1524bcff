/** The shape of an answer as JSON Schema: what was seen, for a reader and for a validator. https://json-schema.org/draft/2020-12 */
import type { Field, Format, Shape } from '../../functions/core/contract/shape/shape.ts';

type Schema = Record<string, unknown>;

/** Names of kinds are examples, not an enum: others may come. */
export function schemaOf({ fields, partial }: Shape, title: string): Schema {
  const note = partial ? { $comment: 'The answer was too wide or too deep to be looked at to its end.' } : {};
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title,
    ...note,
    ...schemaAt('$', fields),
  };
}

function schemaAt(place: string, fields: ReadonlyMap<string, Field>): Schema {
  const field = fields.get(place);
  if (field === undefined) return {};
  const { types, formats, names } = field;
  const inner = [...fields].filter(([path]) => parentOf(path) === place);
  const properties = inner.filter(([path]) => path.startsWith(`${place}.`) && !path.endsWith('.*'));
  const required = properties.filter(([, { optional }]) => !optional).map(([path]) => nameOf(path));
  const common = formats.length === 1 ? formatNames[formats[0] ?? ''] : undefined;
  return {
    type: types.length === 1 ? types[0] : types,
    ...(common === undefined ? {} : { format: common }),
    ...(names.length === 0 ? {} : { examples: names }),
    ...(properties.length === 0
      ? {}
      : {
          properties: Object.fromEntries(properties.map(([path]) => [nameOf(path), schemaAt(path, fields)])),
        }),
    ...(required.length === 0 ? {} : { required }),
    ...(fields.has(`${place}.*`) ? { additionalProperties: schemaAt(`${place}.*`, fields) } : {}),
    ...(fields.has(`${place}[]`) ? { items: schemaAt(`${place}[]`, fields) } : {}),
  };
}

/** Field names hold no dot and no bracket. */
const parentOf = (path: string) =>
  path.endsWith('[]') ? path.slice(0, -2) : path.slice(0, path.lastIndexOf('.'));
const nameOf = (path: string) => path.slice(path.lastIndexOf('.') + 1);

const formatNames: Readonly<Record<string, string | undefined>> = {
  date: 'date',
  'date-time': 'date-time',
  email: 'email',
  uri: 'uri',
  uuid: 'uuid',
} satisfies Partial<Record<Format, string>>;
