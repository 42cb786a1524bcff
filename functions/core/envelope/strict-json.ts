import { InvalidEventError, type Problem } from '../errors.ts';
import { isKeptByDouble } from './is-kept-by-double.ts';

/** Deeper events are nobody's business data, and `JSON.stringify` overflows at about 5,000 levels: it must not in a logger. */
export const depthMax = 64;

/** At most so many problems are named: the first few tell the publisher what to mend. */
export const problemsMax = 20;

/** Keys and indices from the root to a value. */
export type JsonPath = readonly string[];

/**
 * Parses JSON that means the same to everyone who reads it. Throws `InvalidEventError` on malformed text, on `__proto__`
 * keys, on nesting beyond `depthMax`, and on what `JSON.parse` lets through silently changed where somebody
 * reads it: duplicate keys (the last wins), numbers that a double does not keep, lone surrogates.
 * @param tell the path as it may be told, and nothing where nobody reads; a key that the publisher chose may be an address
 * @param root where in an event the text stands
 */
export function parseStrictJson(
  text: string,
  tell: (path: JsonPath) => JsonPath | undefined = (path) => path,
  root: JsonPath = [],
): unknown {
  const invalid = (message: string) =>
    new InvalidEventError([
      { path: nameOf(root), message: root.length === 0 ? `the event ${message}` : message },
    ]);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the text, which may hold personal data.
    throw invalid(
      `is not JSON (${text.length} characters); publish ${root.length === 0 ? 'one CloudEvents object' : 'JSON'}`,
    );
  }
  const problems: Problem[] = [];
  const changed = (path: JsonPath, message: string) => {
    const told = problems.length < problemsMax ? tell(path) : undefined;
    if (told !== undefined) problems.push({ path: nameOf([...root, ...told]), message });
  };
  // From here on the text is known to be well formed, so that tokens are enough to find what is wrong in it.
  const open: Level[] = [];
  let keyComes = false;
  for (const [token] of text.matchAll(tokens)) {
    const first = token[0];
    const level = open.at(-1);
    if (first === '{' || first === '[') {
      open.push({ keys: first === '{' ? new Set() : undefined, at: 0 });
      if (open.length > depthMax) throw invalid(`is nested deeper than ${depthMax} levels`);
      keyComes = first === '{';
    } else if (first === '}' || first === ']') {
      open.pop();
      keyComes = false;
    } else if (first === ',') {
      keyComes = level?.keys !== undefined;
      if (typeof level?.at === 'number') level.at += 1;
    } else if (first === '"') {
      const string = token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1);
      if (keyComes && level?.keys !== undefined) {
        if (string === '__proto__')
          throw invalid('has the key "__proto__", which would change objects it is copied to');
        level.at = string;
        if (level.keys.has(string)) changed(pathOf(open), 'stands twice in one object');
        level.keys.add(string);
        keyComes = false;
      }
      if (!string.isWellFormed())
        changed(pathOf(open), 'has half of a surrogate pair, which is not a character');
    } else if (!isKeptByDouble(token)) {
      changed(pathOf(open), 'is a number that readers would change; publish it as a string');
    }
  }
  if (problems.length > 0) throw new InvalidEventError(problems);
  return value;
}

/** An object (with the keys seen in it) or an array that is open, and where in it the reader is. */
interface Level {
  readonly keys: Set<string> | undefined;
  at: string | number;
}

// Strings are unrolled (no alternation inside the repetition), so that a long one cannot exhaust the matcher's stack.
const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|[{}[\],]/g;

const pathOf = (open: readonly Level[]): JsonPath => open.map(({ at }) => String(at));

/** A key is a name; one that is longer is data in the wrong place, and is cut. */
const keyLengthMax = 60;

const nameOf = (path: JsonPath) => path.map((key) => key.slice(0, keyLengthMax).toWellFormed()).join('.');
