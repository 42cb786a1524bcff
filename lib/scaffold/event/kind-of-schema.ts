/** A JSON Schema, read for the contract of an event. https://json-schema.org/draft/2020-12, and what drafts 4 to 7 and OpenAPI write otherwise. */
import { type FieldOf, type Kind, KindError, type TextForm } from './kind.ts';

type Schema = Readonly<Record<string, unknown>>;

export interface ReadSchema {
  readonly kind: Kind;
  /** What the schema asks beyond what the contract will check, a line each. */
  readonly left: readonly string[];
}

/** Deeper is no event but a document, or a schema that leads to itself. */
const depthMax = 8;

/** Throws `KindError` on what cannot be said in a contract. Whatever is only less strict then is in `left`. */
export function kindOfSchema(root: unknown): ReadSchema {
  if (!isSchema(root)) throw new KindError('a JSON Schema is a JSON object');
  const left: string[] = [];
  const kind = read(root, { root, place: '#', depth: 0, left });
  if (kind.is !== 'fields' || kind.nullable)
    throw new KindError('the data of an event is an object: the schema describes none');
  return { kind, left };
}

interface At {
  readonly root: Schema;
  /** As a JSON pointer. */
  readonly place: string;
  readonly depth: number;
  readonly left: string[];
}

function read(written: unknown, at: At): Kind {
  if (written === true || (isSchema(written) && Object.keys(written).length === 0)) return { is: 'unknown' };
  if (!isSchema(written)) throw new KindError(`${at.place} is no schema`);
  if (at.depth > depthMax)
    throw new KindError(`${at.place} lies deeper than ${depthMax}, or leads to itself`);
  const schema = merged(written, at);
  for (const keyword of Object.keys(schema)) {
    if (!understood.has(keyword)) at.left.push(`${at.place}: "${keyword}" is not checked`);
  }
  const { types, nullable } = typesOf(schema);
  const kind = ofChoice(schema, at) ?? ofTypes(types, schema, at);
  return nullable || kind.nullable ? { ...kind, nullable: true } : kind;
}

/** A fixed set of values, or one of several schemas; `undefined`: neither. */
function ofChoice(schema: Schema, at: At): Kind | undefined {
  const values = Object.hasOwn(schema, 'const') ? [schema.const] : schema.enum;
  if (Array.isArray(values)) {
    const plain = values.filter((value) => ['string', 'number', 'boolean'].includes(typeof value));
    if (plain.length + Number(values.includes(null)) < values.length || plain.length === 0) {
      throw new KindError(`${at.place}: only texts, numbers and booleans can be listed`);
    }
    return { is: 'one of', values: plain, nullable: values.includes(null) || undefined };
  }
  const key = ['oneOf', 'anyOf'].find((name) => Array.isArray(schema[name]));
  if (key === undefined) return undefined;
  const all = schema[key] as readonly unknown[];
  const isNull = (one: unknown) => isSchema(one) && one.type === 'null';
  const options = all
    .filter((one) => !isNull(one))
    .map((one, index) => read(one, { ...at, place: `${at.place}/${key}/${index}`, depth: at.depth + 1 }));
  const nullable = all.some(isNull) || options.some((option) => option.nullable) || undefined;
  const [only] = options;
  if (only === undefined) throw new KindError(`${at.place} is always null`);
  if (options.length === 1) return { ...only, nullable };
  if (options.some(({ is }) => is === 'fields' || is === 'map')) {
    throw new KindError(
      `${at.place}/${key}: an object that may have several shapes; make an event type of each`,
    );
  }
  return { is: 'either', options, nullable };
}

function ofTypes(types: readonly string[], schema: Schema, at: At): Kind {
  if (types.length > 1) {
    if (types.includes('object')) throw new KindError(`${at.place} is an object or something else`);
    return { is: 'either', options: types.map((type) => ofTypes([type], schema, at)) };
  }
  const number = (name: string) => (typeof schema[name] === 'number' ? schema[name] : undefined);
  switch (types[0]) {
    case 'string':
      return {
        is: 'text',
        form: formOf(schema, at),
        lengthMin: number('minLength'),
        lengthMax: number('maxLength'),
        pattern: patternOf(schema, at),
      };
    case 'integer':
    case 'number': {
      // Drafts 3 and 4, OpenAPI 3.0: `true` beside the bound.
      const [above, below] = [schema.exclusiveMinimum === true, schema.exclusiveMaximum === true];
      return {
        is: types[0],
        least: above ? undefined : number('minimum'),
        most: below ? undefined : number('maximum'),
        above: above ? number('minimum') : number('exclusiveMinimum'),
        below: below ? number('maximum') : number('exclusiveMaximum'),
      };
    }
    case 'boolean':
      return { is: 'boolean' };
    case 'array':
      return {
        is: 'list',
        items: inside(schema.items ?? true, 'items', at),
        itemsMin: number('minItems'),
        itemsMax: number('maxItems'),
      };
    case 'object':
      return ofObject(schema, at);
    case undefined:
      return { is: 'unknown' };
    default:
      throw new KindError(`${at.place}: there is no type "${types[0]}" that a field could have`);
  }
}

function ofObject(schema: Schema, at: At): Kind {
  const { properties, required, additionalProperties } = schema;
  if (!isSchema(properties)) {
    if (additionalProperties === undefined || typeof additionalProperties === 'boolean')
      return { is: 'fields', fields: [] };
    return { is: 'map', values: inside(additionalProperties, 'additionalProperties', at) };
  }
  const names: readonly unknown[] = Array.isArray(required) ? required : [];
  for (const name of names.filter((each) => !Object.hasOwn(properties, String(each)))) {
    at.left.push(`${at.place}: that "${name}" is required is not checked, since nothing says what it is`);
  }
  const fields = Object.entries(properties).map(([name, property]): FieldOf => {
    if (name.includes('.'))
      throw new KindError(`${at.place}: the name "${name}" holds a dot, which no path can say`);
    const note = isSchema(property) ? oneLine(property.description) : undefined;
    return { name, kind: inside(property, `properties/${name}`, at), optional: !names.includes(name), note };
  });
  return { is: 'fields', fields };
}

const inside = (schema: unknown, step: string, at: At): Kind =>
  read(schema, { ...at, place: `${at.place}/${step}`, depth: at.depth + 1 });

/** The schema with what it refers to and all that it is `allOf`. */
function merged(schema: Schema, at: At): Schema {
  const { $ref, allOf, ...own } = schema;
  const parts = [
    ...(typeof $ref === 'string' ? [target($ref, at)] : []),
    ...(Array.isArray(allOf) ? allOf : []),
  ];
  if (parts.length === 0) return own;
  if (at.depth > depthMax) throw new KindError(`${at.place} leads to itself`);
  const all = [
    ...parts.map((part) => merged(isSchema(part) ? part : {}, { ...at, depth: at.depth + 1 })),
    own,
  ];
  const properties = Object.assign({}, ...all.map((each) => each.properties ?? {}));
  const required = all.flatMap((each) => (Array.isArray(each.required) ? each.required : []));
  return {
    ...Object.assign({}, ...all),
    ...(Object.keys(properties).length === 0 ? {} : { properties }),
    ...(required.length === 0 ? {} : { required }),
  };
}

function target(reference: string, { root, place }: At): unknown {
  if (reference !== '#' && !reference.startsWith('#/')) {
    throw new KindError(`${place}: $ref leads out of the file; put what it leads to into $defs`);
  }
  const steps = reference.split('/').slice(1);
  const found = steps.reduce<unknown>((value, step) => {
    const key = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
    return isSchema(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  }, root);
  if (found === undefined) throw new KindError(`${place}: $ref leads to nothing`);
  return found;
}

function typesOf(schema: Schema): { readonly types: readonly string[]; readonly nullable: boolean } {
  const written = [schema.type ?? (isSchema(schema.properties) ? 'object' : [])].flat().map(String);
  // `nullable` is OpenAPI 3.0's.
  return {
    types: written.filter((type) => type !== 'null'),
    nullable: written.includes('null') || schema.nullable === true,
  };
}

const schemaForms = ['date', 'date-time', 'email', 'uri', 'uuid'] as const satisfies readonly TextForm[];

function formOf({ format }: Schema, { place, left }: At): TextForm | undefined {
  const form = schemaForms.find((name) => name === format);
  if (form === undefined && format !== undefined) left.push(`${place}: format "${format}" is not checked`);
  return form;
}

function patternOf({ pattern }: Schema, { place }: At): string | undefined {
  if (typeof pattern !== 'string') return undefined;
  try {
    return new RegExp(pattern, 'u').source;
  } catch {
    throw new KindError(`${place}: its pattern is no regular expression of JavaScript`);
  }
}

export const oneLine = (text: unknown): string | undefined =>
  typeof text === 'string' && text.trim() !== '' ? text.replace(/\s+/g, ' ').trim() : undefined;

/** Whatever is read above, and what says nothing of a value. */
const understood: ReadonlySet<string> = new Set(
  `$id $schema $comment $defs $anchor definitions title description default example examples deprecated readOnly writeOnly
  type nullable enum const oneOf anyOf format minLength maxLength pattern minimum maximum exclusiveMinimum
  exclusiveMaximum items minItems maxItems properties required additionalProperties id externalDocs xml`.split(
    /\s+/,
  ),
);

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
