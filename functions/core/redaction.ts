/** Keeps secrets and personal values out of everything that leaves: by the values themselves, in every encoding. */
import { createSecretSearch } from './secret-search.ts';

export interface Redactor {
  /**
   * From now on this value leaves nothing, in no encoding. Values below four characters are no secrets.
   * @param found `in pieces` unless said: of a whole document pieces are everywhere, `"apiKey":` for one
   */
  readonly addSecret: (value: string, found?: 'in pieces' | 'as a whole') => void;
  /** Replaces secrets by `«secret»`. */
  readonly secrets: (text: string) => string;
  /** Replaces secrets, and personal values by their path, `«email»`. */
  readonly all: (text: string, personal: PersonalValues) => string;
}

/** Value to path: what identifies a person in one event, in every form that was sent. */
export type PersonalValues = ReadonlyMap<string, string>;

export function createRedactor(): Redactor {
  const forms = new Set<string>();
  let pattern: RegExp | undefined;

  const search = createSecretSearch();

  const secrets = (text: string) =>
    search.replace(pattern === undefined ? text : text.replace(pattern, '«secret»'));
  return {
    addSecret: (value, found = 'in pieces') => {
      if (found === 'in pieces') search.add(value);
      for (const form of secretForms(value)) forms.add(form);
      // Longest first, so that a form is not cut short by one that it contains.
      const alternatives = [...forms].sort((a, b) => b.length - a.length).map((form) => RegExp.escape(form));
      pattern = alternatives.length === 0 ? undefined : new RegExp(alternatives.join('|'), 'gi');
    },
    secrets,
    // Secrets first: a name that is part of one would tear it into pieces that nothing finds any more.
    all: (text, personal) => secrets(maskPersonal(secrets(text), personal)),
  };
}

const secretCharactersMin = 4;

/** Every text in which the value could be read back. */
function secretForms(value: string): string[] {
  const plain = [value, value.trim()].filter((text) => text.length >= secretCharactersMin);
  return [...new Set(plain.flatMap((text) => [...textForms(text), ...binaryForms(text)]))].filter(
    (form) => form.length >= secretCharactersMin,
  );
}

function textForms(text: string): string[] {
  return [
    text,
    ...jsonForms(text),
    ...jsonForms(jsonText(text)),
    encodeURIComponent(text),
    encodeURIComponent(encodeURIComponent(text)),
    new URLSearchParams({ '': text }).toString().slice(1),
    encodeURI(text),
    ...htmlForms(text),
    text.replace(/[\s\S]/g, unicodeEscape),
    [...text].reverse().join(''),
  ];
}

const jsonText = (text: string) => JSON.stringify(text).slice(1, -1);

/** Some writers keep JSON in ASCII, some escape slashes, some do both. */
function jsonForms(text: string): string[] {
  const json = jsonText(text);
  const ascii = json.replace(/[^ -~]/g, unicodeEscape);
  return [json, ascii].flatMap((form) => [form, form.replaceAll('/', '\\/')]);
}

/** Of one UTF-16 unit. */
const unicodeEscape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Written by name the apostrophe has two numbers to choose from: many readers do not know `&apos;`. */
const htmlForms = (text: string): string[] => [
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`),
  ...['&#39;', '&#x27;', '&apos;'].map((apostrophe) =>
    text.replace(/[&<>"']/g, (character) => htmlNames[character] ?? apostrophe),
  ),
];

const htmlNames: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Base64 reads differently at each of three offsets; what its neighbours change at either end is left off. */
function binaryForms(text: string): string[] {
  const bytes = Buffer.from(text);
  const aligned = [0, 1, 2].flatMap((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
    const core = padded.toString('base64').replace(/=+$/, '');
    const from = offset === 0 ? 0 : offset + 1;
    const to = padded.length % 3 === 0 ? core.length : core.length - 1;
    const inner = core.slice(from, to);
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const long = aligned.filter((form) => form.length >= 8);
  return [...long, bytes.toString('hex'), [...bytes].join(',')];
}

/** Personal values stand alone: "Al" must not be found in "Alarm". */
function maskPersonal(text: string, personal: PersonalValues): string {
  let mask = masks.get(personal);
  if (mask === undefined) {
    mask = maskOf(personal);
    masks.set(personal, mask);
  }
  const { pattern, paths } = mask;
  if (pattern === undefined) return text;
  return text.replace(pattern, (found) => `«${paths.get(found.toLowerCase()) ?? 'personal'}»`);
}

/** One pattern for all values of an event, made once: a line has some twenty texts to look through. */
interface Mask {
  readonly pattern: RegExp | undefined;
  /** Form in lower case to path. */
  readonly paths: ReadonlyMap<string, string>;
}

const masks = new WeakMap<PersonalValues, Mask>();

function maskOf(personal: PersonalValues): Mask {
  const paths = new Map<string, string>();
  const alternatives: { length: number; source: string }[] = [];
  for (const [value, path] of personal) {
    if (value.length < personalCharactersMin) continue;
    const before = /^[\p{L}\p{N}]/u.test(value) ? wordStart : '';
    const after = /[\p{L}\p{N}]$/u.test(value) ? wordEnd : '';
    const forms = [value, value.normalize('NFC'), value.normalize('NFD')].flatMap(personalForms);
    for (const form of new Set(forms)) {
      if (!paths.has(form.toLowerCase())) paths.set(form.toLowerCase(), path);
      alternatives.push({ length: form.length, source: `${before}${RegExp.escape(form)}${after}` });
    }
  }
  // Longest first, so that a full name is not cut short by the first name in it.
  const sources = alternatives.sort((a, b) => b.length - a.length).map(({ source }) => source);
  return { pattern: sources.length === 0 ? undefined : new RegExp(sources.join('|'), 'giu'), paths };
}

/** The digits and letters of `%20`, `\n` and `\u00e9` are part of an encoding, not of a word. */
const wordStart = String.raw`(?:(?<![\p{L}\p{N}])|(?<=%[0-9a-f]{2})|(?<=\\[bfnrt])|(?<=\\u[0-9a-f]{4}))`;
const wordEnd = String.raw`(?![\p{L}\p{N}])`;

/** One letter is no name, and masking it would mask the line. */
const personalCharactersMin = 2;

const personalForms = (text: string): string[] => [
  text,
  // UTF-8 in a header arrives as Latin-1.
  Buffer.from(text).toString('latin1'),
  ...jsonForms(text),
  ...jsonForms(jsonText(text)),
  encodeURIComponent(text),
  new URLSearchParams({ '': text }).toString().slice(1),
  ...htmlForms(text),
];
