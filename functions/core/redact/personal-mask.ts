import { foldCase } from './case-folding.ts';
import type { PersonalValues } from './telltales.ts';
import { htmlForms, jsonForms, jsonText } from './text-forms.ts';

/**
 * Replaces personal values by their path, `«email»`, where they stand alone: "Al" must not be found in "Alarm".
 * Without a pattern made of the values: every event has others, and compiling one costs more than all the searching.
 */
export function maskPersonal(text: string, personal: PersonalValues): string {
  const folded = foldCase(text);
  const places = formsIn(personal).flatMap((form) => {
    const start = nextAlone(form, text, folded, 0);
    return start === undefined ? [] : [{ form, start }];
  });
  let masked = '';
  let keptFrom = 0;
  let left: readonly Place[] = places;
  while (left.length > 0) {
    // The first in the text; of those that begin at the same character the longest, which comes first.
    const { form, start } = left.reduce((first, place) => (place.start < first.start ? place : first));
    masked += `${text.slice(keptFrom, start)}«${form.path}»`;
    keptFrom = start + form.folded.length;
    left = left.flatMap((place) => {
      if (place.start >= keptFrom) return [place];
      const next = nextAlone(place.form, text, folded, keptFrom);
      return next === undefined ? [] : [{ form: place.form, start: next }];
    });
  }
  return masked + text.slice(keptFrom);
}

/** A way in which a personal value may be written. */
interface Form {
  readonly folded: string;
  readonly path: string;
  /** Whether the value begins with a letter or a digit, so that none may stand before it. */
  readonly beginsWord: boolean;
  readonly endsWord: boolean;
}

interface Place {
  readonly form: Form;
  readonly start: number;
}

/** Made once for an event: a line has some twenty texts to look through. */
const formsByEvent = new WeakMap<PersonalValues, readonly Form[]>();

/** Longest first, so that a full name is not cut short by the first name in it. */
function formsIn(personal: PersonalValues): readonly Form[] {
  let forms = formsByEvent.get(personal);
  if (forms === undefined) {
    forms = [...personal].flatMap(formsOf).sort((a, b) => b.folded.length - a.folded.length);
    formsByEvent.set(personal, forms);
  }
  return forms;
}

/** One letter of an alphabet is no name, and masking it would mask the line. */
const isTooShort = (value: string) => value.length < 2 && isAscii.test(value);

function formsOf([value, path]: readonly [string, string]): Form[] {
  if (isTooShort(value)) return [];
  const beginsWord = /^[\p{L}\p{N}]/u.test(value);
  const endsWord = /[\p{L}\p{N}]$/u.test(value);
  const forms = new Set(spellingsOf(value).flatMap(textForms).map(foldCase));
  return [...forms].map((folded) => ({ folded, path, beginsWord, endsWord }));
}

const isAscii = /^[\0-\x7f]*$/;

/** What is in ASCII is composed and decomposed already. */
const spellingsOf = (value: string): readonly string[] =>
  isAscii.test(value) ? [value] : [...new Set([value, value.normalize('NFC'), value.normalize('NFD')])];

/** What no writer of JSON, URLs, forms or HTML writes otherwise: most names and cities, in one form instead of twelve. */
const sameEverywhere = /^[A-Za-z0-9*._-]*$/;
const escapedInJson = /["\\/]|[^ -~]/;
const escapedInHtml = /[&<>"']/;

function textForms(text: string): string[] {
  if (sameEverywhere.test(text)) return [text];
  const url = encodeURIComponent(text);
  return [
    text,
    url,
    // As URLSearchParams writes it.
    url.replaceAll('%20', '+').replace(/[!'()~]/g, percentEncoded),
    // UTF-8 in a header arrives as Latin-1.
    ...(isAscii.test(text) ? [] : [Buffer.from(text).toString('latin1')]),
    ...(escapedInJson.test(text) ? [...jsonForms(text), ...jsonForms(jsonText(text))] : []),
    ...(escapedInHtml.test(text) ? htmlForms(text) : []),
  ];
}

const percentEncoded = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`;

/** Where the form stands alone for the first time, from `from` on. */
function nextAlone(form: Form, text: string, folded: string, from: number): number | undefined {
  for (let at = folded.indexOf(form.folded, from); at >= 0; at = folded.indexOf(form.folded, at + 1)) {
    const begins = !form.beginsWord || holdsAt(wordStart, text, at);
    if (begins && (!form.endsWord || holdsAt(wordEnd, text, at + form.folded.length))) return at;
  }
  return undefined;
}

/** The digits and letters of `%20`, `\n` and `\u00e9` are part of an encoding, not of a word. */
const wordStart = /(?<![\p{L}\p{N}])|(?<=%[0-9a-f]{2})|(?<=\\[bfnrt])|(?<=\\u[0-9a-f]{4})/iuy;
const wordEnd = /(?![\p{L}\p{N}])/iuy;

function holdsAt(pattern: RegExp, text: string, index: number): boolean {
  pattern.lastIndex = index;
  return pattern.test(text);
}
