/** Takes a key out of an answer before anybody reads it: what a probe learns is written down and committed. */
import type { HttpResponse } from '../../declare/http-message.ts';
import type { HttpResult } from '../../http/send-http.ts';

export interface Secrets {
  /** Replaces secrets by `«secret»`; JSON stays JSON. */
  readonly redact: (text: string) => string;
  /** The secrets themselves. */
  readonly values: readonly string[];
}

/**
 * Names of fields and kinds stand in locks and recordings as they are, so that less of a key counts in them than in a text:
 * of a random key six characters in a row are in a name by one chance in many millions.
 */
const pieceMin = 6;

/** Names of headers and fields included. Neither the answer nor its classification is told of a secret by what is left. */
export function withoutSecrets(result: HttpResult, { redact, values }: Secrets): HttpResult {
  if (!('response' in result)) {
    const { failure } = result;
    return { failure: { ...failure, message: redact(failure.message) } };
  }
  const { response } = result;
  const holdsPiece = pieceFinder(values);
  const name = (text: string) => {
    const known = redact(text);
    return holdsPiece(known) ? secretMark : known;
  };
  const headers = Object.entries(response.headers).map(([key, value]) => [name(key), redact(value)]);
  return {
    response: {
      ...response,
      headers: Object.fromEntries(headers),
      body: cleanBody(response, redact, holdsPiece),
    },
  };
}

const secretMark = '«secret»';

function cleanBody(
  { body }: HttpResponse,
  redact: Secrets['redact'],
  holdsPiece: (text: string) => boolean,
): string {
  const text = redact(body);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return text;
  }
  let isClean = true;
  const marked = (one: string) => {
    if (!holdsPiece(one)) return one;
    isClean = false;
    return secretMark;
  };
  const cleaned = mapTexts(json, marked);
  // What is clean stays as it was written: numbers, for one, can be written in several ways.
  return isClean ? text : JSON.stringify(cleaned);
}

/** Every key, and every text that is short enough to be taken for the name of a kind. */
function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return value.length <= nameLengthMax ? map(value) : value;
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, map));
  if (typeof value !== 'object' || value === null) return value;
  // No assignment, which would take `__proto__` for the prototype.
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [map(key), mapTexts(inner, map)]));
}

/** As of a field's name (shape/field-name.ts). */
const nameLengthMax = 64;

/** Whether a text shares so many characters in a row with one of the secrets, whatever their case. */
function pieceFinder(values: readonly string[]): (text: string) => boolean {
  const pieces = new Set<string>();
  for (const value of values) {
    const folded = value.toLowerCase();
    for (let at = 0; at + pieceMin <= folded.length; at += 1) pieces.add(folded.slice(at, at + pieceMin));
  }
  return (text) => {
    // The mark is a word, too.
    const folded = text.replaceAll(secretMark, ' ').toLowerCase();
    for (let at = 0; at + pieceMin <= folded.length; at += 1) {
      if (pieces.has(folded.slice(at, at + pieceMin))) return true;
    }
    return false;
  };
}
