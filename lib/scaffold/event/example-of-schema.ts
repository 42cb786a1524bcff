/** A value that a schema describes: its own examples where it has some, else what its kind suggests. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { FieldOf, Kind, TextForm } from './kind.ts';

type Schema = Readonly<Record<string, unknown>>;

/** The schema's own example; `undefined`: it has none. */
export function ownExample(schema: Schema): unknown {
  const { examples, example } = schema;
  return Array.isArray(examples) && examples.length > 0 ? examples[0] : example;
}

/** Made of the kind. It may break what a kind does not hold, a pattern for one: `fits` tells. */
export function madeExample(kind: Kind): unknown {
  switch (kind.is) {
    case 'fields':
      return Object.fromEntries(kind.fields.map((field) => [field.name, fieldExample(field)]));
    case 'text': {
      const text = kind.form === undefined ? 'text' : formExamples[kind.form];
      return text.padEnd(kind.lengthMin ?? 0, 'x').slice(0, kind.lengthMax);
    }
    case 'integer':
    case 'number': {
      const least = kind.least ?? (kind.above === undefined ? undefined : kind.above + 1);
      return least ?? kind.most ?? (kind.below === undefined ? 1 : kind.below - 1);
    }
    case 'boolean':
      return true;
    case 'list':
      return Array.from({ length: Math.max(1, kind.itemsMin ?? 1) }, () => madeExample(kind.items));
    case 'map':
      return { key: madeExample(kind.values) };
    case 'one of':
      return kind.values[0];
    case 'either':
      return kind.options[0] === undefined ? null : madeExample(kind.options[0]);
    case 'unknown':
      return 'anything';
  }
}

const fieldExample = ({ kind }: FieldOf) => madeExample(kind);

const formExamples: Readonly<Record<TextForm, string>> = {
  country: 'GB',
  currency: 'EUR',
  date: '2026-11-23',
  'date-time': '2026-11-23T09:30:00+00:00',
  decimal: '19.99',
  email: 'ada.lovelace@example.com',
  line: 'text',
  locale: 'en-GB',
  person: 'Ada',
  phone: '+442079460958',
  uri: 'https://example.com/',
  uuid: '0f8fad5b-d9cb-469f-a165-70867728950e',
};

/** Where the value is not what the schema says, as JSON pointers with the keyword; none: it is. */
export function misfits(schema: Schema, value: unknown): readonly string[] {
  // Formats are the contract's business, and unknown keywords no mistake of the value's.
  const ajv = new Ajv2020({
    strict: false,
    validateFormats: false,
    allErrors: true,
    validateSchema: false,
    logger: false,
  });
  const { $schema: _, ...rest } = schema;
  const validate = ajv.compile(rest);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath || '/'} (${keyword})`);
}
