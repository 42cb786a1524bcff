/** The values of a JSON body replaced, its form kept. */
import { isFieldName } from '../../../functions/core/contract/shape/field-name.ts';
import { isErrorKey } from '../../../functions/core/contract/shape/kind-name.ts';
import type { Shape } from '../../../functions/core/contract/shape/shape.ts';
import type { Words } from './words.ts';

export interface JsonOptions {
  readonly words: Words;
  /** Of the whole body: says which strings name a kind of thing, and so stay. */
  readonly shape: Shape;
  /** Names of objects whose keys are data. */
  readonly maps: ReadonlySet<string>;
  /** The body tells of a failure: its texts keep the words that any error has. */
  readonly isError: boolean;
  /** Stands in some bodies as a number. */
  readonly statusCode?: number;
}

export function redactJson(value: unknown, options: JsonOptions): unknown {
  return redactAt(value, { ...options, place: '$', key: '' });
}

interface Whereabouts extends JsonOptions {
  /** Path as in the shape. */
  readonly place: string;
  /** Under which the value stands; '' for an item of a list. */
  readonly key: string;
}

function redactAt(value: unknown, at: Whereabouts): unknown {
  const { words, shape, place, isError, statusCode } = at;
  if (typeof value === 'number') return value === statusCode ? value : redactNumber(value, words);
  if (typeof value === 'string') {
    if (shape.fields.get(place)?.names.includes(value)) return value;
    return isError ? words.message(value) : words.value(value);
  }
  if (Array.isArray(value)) {
    return value.map((item) => redactAt(item, { ...at, place: `${place}[]`, key: '' }));
  }
  return typeof value === 'object' && value !== null ? redactObject(value, at) : value;
}

function redactObject(value: object, at: Whereabouts): unknown {
  const isMap = at.maps.has(at.key);
  // No assignment, which would take `__proto__` for the prototype.
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const name = isMap || !isFieldName(key) ? '*' : key;
      const isError = at.isError || isErrorKey(name);
      return [
        at.words.key(key, isMap),
        redactAt(inner, { ...at, place: `${at.place}.${name}`, key: name, isError }),
      ];
    }),
  );
}

/** Fifteen digits are safe in every reader's numbers. */
const numberMost = 1e15;

/** Signs stay, whole ones stay whole, and a hundred or less stays as it is. */
function redactNumber(value: number, words: Words): number {
  const size = Math.abs(value);
  if (Number.isInteger(value) && size <= 100) return value;
  const digits = `${Math.min(Math.trunc(size), numberMost)}`;
  const whole = Number(words.digits(digits));
  return Math.sign(value) * (Number.isInteger(value) ? whole : whole + 0.5);
}
