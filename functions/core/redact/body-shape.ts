/** A body as somebody may see it who has no event: names that are declared, kinds and lengths. */
import type { ClearParts } from './clear-parts.ts';
import { type Disclosure, lengthOf } from './disclosure.ts';
import type { Redacted } from './redacted.ts';

/** More elements of a list are as these; more of an object nobody reads. */
const elementsMax = 3;
const keysMax = 50;
const depthMax = 8;
/** Of all lists and objects together: about 2 KB of a line. */
const nodesMax = 150;

/**
 * The shape of a body: of JSON and forms with names and structure, of all else its length. The same text as the body's own
 * kind, so that a form reads as a form.
 */
export function bodyShape(body: string, contentType: string, parts: ClearParts, tell: Disclosure): Redacted {
  if (body === '') return body as Redacted;
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) return formShape(body, parts, tell);
  const json = parsed(body);
  return json === undefined ? lengthOf(body) : (JSON.stringify(shapeOf(json.value, parts, tell)) as Redacted);
}

function parsed(body: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(body) };
  } catch {
    return undefined;
  }
}

function shapeOf(whole: unknown, parts: ClearParts, tell: Disclosure): unknown {
  let nodes = 0;
  const shape = (value: unknown, path: string, depth: number): unknown => {
    if (value === null) return null;
    if (typeof value !== 'object') return leaf(value, path);
    nodes += 1;
    if (depth === depthMax || nodes > nodesMax) return Array.isArray(value) ? '«list»' : '«object»';
    if (Array.isArray(value)) {
      const shown = value.slice(0, elementsMax).map((one) => shape(one, `${path}[]`, depth + 1));
      return value.length > elementsMax ? [...shown, `«${value.length - elementsMax} more»`] : shown;
    }
    const entries = Object.entries(value);
    const shown = entries.slice(0, keysMax).map(([key, one], at): [string, unknown] => {
      const isKnown = parts.fieldNames.has(key);
      // Two names of one length would be one.
      return [
        isKnown ? key : `${lengthOf(key)} ${at + 1}`,
        shape(one, isKnown ? joined(path, key) : '«»', depth + 1),
      ];
    });
    const left = entries.length - keysMax;
    return Object.fromEntries(left > 0 ? [...shown, ['«more»', `«${left} fields»`]] : shown);
  };
  const leaf = (value: unknown, path: string): string =>
    parts.fields.has(path)
      ? tell.id(String(value))
      : typeof value === 'string'
        ? lengthOf(value)
        : `«${typeof value}»`;
  return shape(whole, '', 0);
}

const joined = (path: string, key: string) => (path === '' ? key : `${path}.${key}`);

/** `metadata[orderId]=7` as `metadata[orderId]=«1 characters»`. */
function formShape(body: string, { fieldNames, fields }: ClearParts, tell: Disclosure): Redacted {
  const pairs = [...new URLSearchParams(body)];
  const shown = pairs.slice(0, keysMax).map(([key, value]) => {
    const steps = key.split(/[[\]]+/).filter((step) => step !== '');
    const isKnown = steps.every((step) => fieldNames.has(step) || /^\d{1,3}$/.test(step));
    const path = steps
      .map((step) => (/^\d+$/.test(step) ? '[]' : `.${step}`))
      .join('')
      .slice(1);
    return `${isKnown ? key : lengthOf(key)}=${fields.has(path) ? tell.id(value) : lengthOf(value)}`;
  });
  const left = pairs.length - keysMax;
  return [...shown, ...(left > 0 ? [`«${left} fields»`] : [])].join('&') as Redacted;
}
