/** Keeps secrets and personal values out of everything that leaves: by the values themselves, in every encoding. */
import { maskPersonal } from './personal-mask.ts';
import { ownWords, type Redacted } from './redacted.ts';
import { createSecretSearch } from './secret-search.ts';
import type { PersonalValues } from './telltales.ts';
import { base64Forms, htmlForms, jsonForms, jsonText, unicodeEscape } from './text-forms.ts';

export interface Redactor {
  /**
   * From now on this value leaves nothing, in no encoding. Values below four characters are no secrets.
   * @param found `in pieces` unless said: of a whole document pieces are everywhere, `"apiKey":` for one
   */
  readonly addSecret: (value: string, found?: 'in pieces' | 'as a whole') => void;
  /** Replaces secrets by `«secret»`. */
  readonly secrets: (text: string) => string;
  /** Replaces secrets, and personal values by their path, `«email»`. */
  readonly all: (text: string, personal: PersonalValues) => Redacted;
  /** Every key that may be found in pieces, as it is. The list grows. */
  readonly keys: () => readonly string[];
}

export function createRedactor(): Redactor {
  const forms = new Set<string>();
  const values: string[] = [];
  /** Each read of a secret or a token tells it again; of a private key that would be most of the work there is. */
  const told = new Set<string>();
  let pattern: RegExp | undefined;
  const search = createSecretSearch();

  const secrets = (text: string) =>
    search.replace(pattern === undefined ? text : text.replace(pattern, '«secret»'));
  // Secrets first: a name that is part of one would tear it into pieces that nothing finds any more.
  const all = (text: string, personal: PersonalValues) =>
    ownWords(secrets(maskPersonal(secrets(text), personal)));
  return {
    addSecret: (value, found = 'in pieces') => {
      if (told.has(found + value)) return;
      told.add(found + value);
      if (found === 'in pieces') {
        search.add(value);
        if (value.length >= secretCharactersMin && !values.includes(value)) values.push(value);
      }
      for (const form of secretForms(value)) forms.add(form);
      // Longest first, so that a form is not cut short by one that it contains.
      const alternatives = [...forms].sort((a, b) => b.length - a.length).map((form) => RegExp.escape(form));
      pattern = alternatives.length === 0 ? undefined : new RegExp(alternatives.join('|'), 'gi');
    },
    secrets,
    all,
    keys: () => values,
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

function binaryForms(text: string): string[] {
  const bytes = Buffer.from(text);
  // Fewer characters of Base64 turn up by chance.
  const long = base64Forms(bytes).filter((form) => form.length >= 8);
  return [...long, bytes.toString('hex'), [...bytes].join(',')];
}
