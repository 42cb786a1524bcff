import { htmlForms, jsonForms } from './text-forms.ts';

/** Value to path: what identifies a person in one event, in every form that was sent. */
export type PersonalValues = ReadonlyMap<string, string>;

/** Replaces personal values by their path, `«email»`, where they stand alone: "Al" must not be found in "Alarm". */
export function maskPersonal(text: string, personal: PersonalValues): string {
  const { anywhere, forms } = maskFor(personal);
  if (anywhere === undefined) return text;
  let masked = '';
  let keptFrom = 0;
  anywhere.lastIndex = 0;
  for (let found = anywhere.exec(text); found !== null; found = anywhere.exec(text)) {
    const { index } = found;
    const alone = standingAlone(found, forms);
    if (alone === undefined) {
      anywhere.lastIndex = index + ((text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1);
      continue;
    }
    masked += `${text.slice(keptFrom, index)}«${alone.path}»`;
    keptFrom = index + alone.length;
    anywhere.lastIndex = keptFrom;
  }
  return masked + text.slice(keptFrom);
}

/** For all values of an event, made once: a line has some twenty texts to look through. */
interface Mask {
  /**
   * Finds each form in a group of its own. What stands beside it is looked at afterwards: this is compiled for each
   * event, and "no letter of any script" before and after each form makes that fifty times as dear.
   */
  readonly anywhere: RegExp | undefined;
  /** Longest first, so that a full name is not cut short by the first name in it. */
  readonly forms: readonly Form[];
}

const masks = new WeakMap<PersonalValues, Mask>();

function maskFor(personal: PersonalValues): Mask {
  let mask = masks.get(personal);
  if (mask === undefined) {
    const forms = [...personal].flatMap(formsOf).sort((a, b) => b.text.length - a.text.length);
    const sources = forms.map(({ text }) => `(${RegExp.escape(text)})`);
    mask = { anywhere: sources.length === 0 ? undefined : new RegExp(sources.join('|'), 'giu'), forms };
    masks.set(personal, mask);
  }
  return mask;
}

/** One letter is no name, and masking it would mask the line. */
const personalCharactersMin = 2;

function formsOf([value, path]: readonly [string, string]): Form[] {
  if (value.length < personalCharactersMin) return [];
  const spellings = new Set([value, value.normalize('NFC'), value.normalize('NFD')]);
  const texts = new Set([...spellings].flatMap(textForms));
  return [...texts].map((text) => new Form(text, value, path));
}

const textForms = (text: string): string[] => [
  text,
  ...jsonForms(text),
  encodeURIComponent(text),
  new URLSearchParams({ '': text }).toString().slice(1),
  ...htmlForms(text),
];

/** A way in which a personal value may be written. */
class Form {
  readonly text: string;
  readonly path: string;
  readonly #beginsWord: boolean;
  readonly #endsWord: boolean;
  #here: RegExp | undefined;

  constructor(text: string, value: string, path: string) {
    this.text = text;
    this.path = path;
    this.#beginsWord = /^[\p{L}\p{N}]/u.test(value);
    this.#endsWord = /[\p{L}\p{N}]$/u.test(value);
  }

  /** How much of `text` it takes from `index` on; `undefined` when it does not stand there. */
  lengthAt(text: string, index: number): number | undefined {
    this.#here ??= new RegExp(RegExp.escape(this.text), 'iuy');
    this.#here.lastIndex = index;
    return this.#here.exec(text)?.[0].length;
  }

  /** Where the value has a letter or a digit at its end, no other may follow. */
  isAlone(text: string, start: number, end: number): boolean {
    return (
      (!this.#beginsWord || holdsAt(wordStart, text, start)) &&
      (!this.#endsWord || holdsAt(wordEnd, text, end))
    );
  }
}

/** The digits and letters of `%20`, `\n` and `\u00e9` are part of an encoding, not of a word. */
const wordStart = /(?<![\p{L}\p{N}])|(?<=%[0-9a-f]{2})|(?<=\\[bfnrt])|(?<=\\u[0-9a-f]{4})/iuy;
const wordEnd = /(?![\p{L}\p{N}])/iuy;

function holdsAt(pattern: RegExp, text: string, index: number): boolean {
  pattern.lastIndex = index;
  return pattern.test(text);
}

/**
 * The longest form that stands alone where something was found: a shorter one may where a longer one does not, as
 * "Ada" in "Ada Lovelaces".
 */
function standingAlone(
  found: RegExpExecArray,
  forms: readonly Form[],
): { readonly path: string; readonly length: number } | undefined {
  const { index, input } = found;
  const longest = found.indexOf(found[0], 1) - 1;
  for (let n = longest; n < forms.length; n += 1) {
    const form = forms[n];
    const length = n === longest ? found[0].length : form?.lengthAt(input, index);
    if (length !== undefined && form?.isAlone(input, index, index + length))
      return { path: form.path, length };
  }
  return undefined;
}
