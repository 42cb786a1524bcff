import { InvalidEventError } from '../errors.ts';

/** Deeper events are nobody's business data, and `JSON.stringify` overflows at about 5,000 levels: it must not in a logger. */
export const depthMax = 64;

/**
 * Parses JSON that means the same to everyone who reads it. Throws `InvalidEventError` on malformed text, and on
 * what `JSON.parse` lets through silently changed: duplicate keys (the last wins), integers beyond 2^53 (rounded),
 * numbers beyond double (Infinity), `__proto__` keys, lone surrogates, nesting beyond `depthMax`.
 */
export function parseStrictJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may hold personal data.
    throw invalid(`is not JSON (${text.length} characters); publish one CloudEvents object`);
  }
  // From here on the text is known to be well formed, so that tokens are enough to find what is wrong in it.
  const open: (Set<string> | undefined)[] = [];
  let keyComes = false;
  for (const { 0: token, index } of text.matchAll(tokens)) {
    const first = token[0];
    if (first === '{' || first === '[') {
      open.push(first === '{' ? new Set() : undefined);
      if (open.length > depthMax) throw invalid(`is nested deeper than ${depthMax} levels`);
      keyComes = first === '{';
    } else if (first === '}' || first === ']') {
      open.pop();
      keyComes = false;
    } else if (first === ',') {
      keyComes = open.at(-1) !== undefined;
    } else if (first === '"') {
      const keys = open.at(-1);
      if (keyComes && keys !== undefined) checkKey(unescaped(token), keys, index);
      else unescaped(token);
      keyComes = false;
    } else {
      checkNumber(token);
    }
  }
  return value;
}

// Strings are unrolled (no alternation inside the repetition), so that a long one cannot exhaust the matcher's stack.
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|[{}[\],]/g;

/** https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md#context-attributes */
const attributes = new Set([
  'specversion',
  'id',
  'source',
  'type',
  'time',
  'subject',
  'data',
  'dataschema',
  'datacontenttype',
]);

/** A key that the publisher chose may be somebody's address: it is told by where it stands. */
function checkKey(key: string, seen: Set<string>, at: number): void {
  if (key === '__proto__')
    throw invalid('has the key "__proto__", which would change objects it is copied to');
  if (seen.has(key)) {
    throw invalid(
      attributes.has(key)
        ? `has the key "${key}" twice in one object`
        : `has a key twice in one object, the second at character ${at + 1}`,
    );
  }
  seen.add(key);
}

function unescaped(token: string): string {
  const text = token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1);
  if (!text.isWellFormed())
    throw invalid('has half of a surrogate pair in a string, which is not a character');
  return text;
}

function checkNumber(token: string): void {
  const value = Number(token);
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) {
    throw invalid('has a number beyond 2^53, which readers round differently; publish it as a string');
  }
}

const invalid = (message: string) => new InvalidEventError([{ path: '', message: `the event ${message}` }]);
