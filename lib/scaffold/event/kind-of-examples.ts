/** What examples of one event show of its fields. What they do not show is a guess, and says so in the contract. */
import { type FieldOf, type Kind, KindError, type TextForm } from './kind.ts';

/** Deeper is no event but a document. */
const depthMax = 8;

/** Throws `KindError` on what no event's data can be. `examples` are the objects that stand in `data`. */
export function kindOfExamples(examples: readonly unknown[]): Kind {
  if (examples.length === 0 || !examples.every(isObject)) {
    throw new KindError('an example must be a JSON object: an event, or what stands in its "data"');
  }
  return kindOf(examples, '', 0).kind;
}

interface Seen {
  readonly kind: Kind;
  readonly note?: string | undefined;
}

function kindOf(values: readonly unknown[], place: string, depth: number): Seen {
  if (depth > depthMax) throw new KindError(`${place} lies deeper than ${depthMax} objects`);
  const present = values.filter((value) => value !== null);
  const nullable = present.length < values.length || undefined;
  if (present.length === 0) {
    return {
      kind: { is: 'text', form: 'line', nullable: true },
      note: 'Fill in: the example has null; text is a guess.',
    };
  }
  if (present.every(isObject)) return { kind: { ...fieldsOf(present, place, depth), nullable } };
  if (present.every(Array.isArray)) {
    const items = present.flat();
    if (items.length === 0) {
      return {
        kind: { is: 'list', items: { is: 'unknown' }, nullable },
        note: 'Fill in: what stands in it; the example’s is empty.',
      };
    }
    return { kind: { is: 'list', items: kindOf(items, `${place}[]`, depth + 1).kind, nullable } };
  }
  const scalar = scalarOf(present, place.split('.').at(-1) ?? '');
  if (scalar === undefined) throw new KindError(`${place} is not of one type in all examples`);
  return { kind: { ...scalar, nullable } };
}

function fieldsOf(objects: readonly Readonly<Record<string, unknown>>[], place: string, depth: number) {
  const names = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  const fields = names.map((name): FieldOf => {
    if (name.includes('.')) throw new KindError(`the name of "${name}" holds a dot, which no path can say`);
    const holders = objects.filter((object) => Object.hasOwn(object, name));
    const inner = place === '' ? name : `${place}.${name}`;
    const { kind, note } = kindOf(
      holders.map((object) => object[name]),
      inner,
      depth + 1,
    );
    return { name, kind, optional: holders.length < objects.length, note };
  });
  return { is: 'fields', fields } as const;
}

function scalarOf(values: readonly unknown[], name: string): Kind | undefined {
  if (values.every((value) => typeof value === 'boolean')) return { is: 'boolean' };
  if (values.every((value) => typeof value === 'number')) {
    if (!values.every(Number.isSafeInteger)) return { is: 'number' };
    // What counts or names things begins at one; a balance may lie below zero.
    const isId = /(^|_)(id|number|no)$|(Id|Number|No)$/.test(name) && values.every((value) => value > 0);
    return isId ? { is: 'integer', above: 0 } : { is: 'integer' };
  }
  if (!values.every((value) => typeof value === 'string')) return undefined;
  const form = forms.find(([, isIt]) => values.every((value) => isIt(value, name)))?.[0];
  if (form !== undefined) return { is: 'text', form };
  const longest = Math.max(...values.map(({ length }) => length));
  if (values.some((value) => value.trim() === '')) return { is: 'text' };
  // Room for what is longer than the example: a line, a paragraph, a page.
  const lengthMax = [1_000, 10_000, 100_000].find((length) => longest <= length / 2);
  return longest <= 255 ? { is: 'text', form: 'line' } : { is: 'text', lengthMin: 1, lengthMax };
}

/** By value, and where a value alone says too little by name as well. The first that fits all values is it. */
const forms: readonly (readonly [TextForm, (value: string, name: string) => boolean])[] = [
  ['email', (value) => /^[^\s@]{1,64}@[^\s@]+\.[^\s@]{2,}$/.test(value) && value.length <= 254],
  ['uuid', (value) => /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/i.test(value)],
  [
    'date-time',
    (value) =>
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) &&
      !Number.isNaN(Date.parse(value)),
  ],
  ['date', (value) => /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))],
  ['phone', (value) => /^\+[1-9]\d{6,14}$/.test(value)],
  ['uri', (value) => /^https?:\/\/\S+$/.test(value) && URL.canParse(value)],
  ['country', (value, name) => /country/i.test(name) && /^[A-Z]{2}$/.test(value)],
  ['currency', (value, name) => /currency/i.test(name) && /^[A-Z]{3}$/.test(value)],
  ['locale', (value, name) => /locale|language/i.test(name) && /^[a-z]{2,3}(-[A-Z]{2})?$/.test(value)],
  [
    'decimal',
    (value, name) =>
      /amount|price|total|sum|cost|fee/i.test(name) &&
      /^\d{1,12}(\.\d{1,4})?$/.test(value) &&
      /[1-9]/.test(value),
  ],
  [
    'person',
    (value, name) =>
      /^(first|last|middle|given|family|full)_?name$/i.test(name) && value.length <= 127 && /\S/.test(value),
  ],
];

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
