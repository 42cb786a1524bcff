/**
 * Knows what gives a person or a key away in a short text: the value in any writing, a piece of it, what encodings and
 * digests make of it. It cannot know what somebody computes with a secret of his own: what is shown in clear must look
 * harmless besides (disclosure.ts).
 */
import { hash } from 'node:crypto';
import { bareText } from './bare-text.ts';
import { base64Forms } from './text-forms.ts';

/** Value to path: what identifies a person in one event, in every form that was sent. */
export type PersonalValues = ReadonlyMap<string, string>;

/** The people of one event. */
export interface People {
  /** What stands at the contract's personal paths. */
  readonly values: PersonalValues;
  /** What a mapping or an operation made of it: other words stand in it, too. */
  readonly derived: PersonalValues;
}

/** Looks into bare texts (bare-text.ts). */
export interface Telltales {
  /** Whether it is a value or a word of one. */
  readonly isWord: (bare: string) => boolean;
  /** Whether it is or holds a word of a value, or is a piece of one. */
  readonly inWord: (bare: string) => boolean;
  /** Whether so many characters of a value stand in it in a row. */
  readonly holds: (bare: string, plainMin: number) => boolean;
  /**
   * Where a run of the text, which may lie across words, stands in a value or in what is made of one.
   * @param plainMin so many characters of a value in a row are no accident
   */
  readonly runs: (bare: string, plainMin: number) => readonly (readonly [from: number, to: number])[];
}

/** In hex and Base64 a few characters say little, and stand in other texts by chance. */
const madeRunMin = 8;
const digestMin = 12;
/** Fewer digits are no number of a person's. */
const digitsMin = 5;
const hasDigits = /\d{8}/;
/** Of a word a beginning or an end of three gives a name away; inside words three letters are anywhere. */
const edgeMin = 3;
const insideMin = 4;

/** @param secrets keys, as they are known by then */
export function createTelltales({ values, derived }: People, secrets: () => KeyTexts): Telltales {
  const own = [...values.keys()];
  const words = new Set<string>();
  for (const value of own) {
    words.add(bareText(value));
    // A house's number, and one in an address, is anybody's; a customer's number is a whole value.
    for (const word of wordsOf(value)) if (!onlyDigits.test(word)) words.add(bareText(word));
  }
  words.delete('');
  const bareValues = [...new Set([...own, ...derived.keys()].map(bareText))].filter((one) => one !== '');
  const plain = [...bareValues, ...bareValues.map(reversed)].join('\n');
  const longWords = [...words].filter((word) => word.length >= insideMin || !asciiOnly.test(word));
  const all = [...own, ...derived.keys()];
  const made = madeTexts(all);

  const inWord = (bare: string): boolean => {
    if (words.has(bare)) return true;
    if (!asciiOnly.test(bare)) return plain.includes(bare) || longWords.some((word) => bare.includes(word));
    if (bare.length >= insideMin && plain.includes(bare)) return true;
    if (bare.length === edgeMin && !onlyDigits.test(bare))
      for (const word of words) if (word.startsWith(bare) || word.endsWith(bare)) return true;
    return longWords.some((word) => bare.includes(word));
  };

  const runs = (bare: string, plainMin: number): [number, number][] => {
    const found: [number, number][] = [];
    mark(bare, plain, plainMin, found);
    const keys = secrets();
    mark(bare, keys.plain, madeRunMin, found);
    for (const { encoded, digests, numbers } of [keys, made]) {
      if (bare.length >= madeRunMin) mark(bare, encoded(), madeRunMin, found);
      if (hasDigits.test(bare)) mark(bare, numbers(), madeRunMin, found);
      // Under a dozen characters nobody keeps of a digest: it would not tell people apart.
      if (bare.length >= digestMin) mark(bare, digests(), madeRunMin, found);
    }
    return found;
  };
  const holds = (bare: string, plainMin: number) => {
    const found: [number, number][] = [];
    mark(bare, plain, plainMin, found);
    return found.length > 0;
  };
  return { isWord: (bare) => words.has(bare), inWord, holds, runs };
}

/** The words of a name, a street, and of an address what stands before the host: the host may be a company's. */
const wordsOf = (value: string): string[] => value.replace(/@[\w.-]+$/, '').split(/[^\p{L}\p{N}\p{M}]+/u);

const asciiOnly = /^[\0-\x7f]*$/;
const onlyDigits = /^\d*$/;
const reversed = (text: string) => [...text].reverse().join('');

/** Adds every run of at least `least` characters of `bare` that stands in `haystack`. */
function mark(bare: string, haystack: string, least: number, found: [number, number][]): void {
  if (haystack === '') return;
  for (let at = 0; at + least <= bare.length; ) {
    if (!haystack.includes(bare.slice(at, at + least))) {
      at += 1;
      continue;
    }
    let to = at + least;
    while (to < bare.length && haystack.includes(bare.slice(to - least + 1, to + 1))) to += 1;
    found.push([at, to]);
    at = to;
  }
}

/** What is made of values, each when it is first looked for: most texts have no run that could be one. */
interface MadeTexts {
  /** In hex and Base64. */
  readonly encoded: () => string;
  /** Character by character, in decimal and octal numbers. */
  readonly numbers: () => string;
  readonly digests: () => string;
}

/** What is made of keys, once for a sandbox. */
export interface KeyTexts extends MadeTexts {
  readonly plain: string;
}

export const keyTexts = (secrets: readonly string[]): KeyTexts => ({
  plain: secrets.flatMap((one) => [bareText(one), reversed(bareText(one))]).join('\n'),
  ...madeTexts(secrets),
});

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

const madeTexts = (values: readonly string[]): MadeTexts => {
  const joined = (forms: (value: string) => readonly string[]) =>
    lazily(() => [...new Set(values.flatMap(forms))].join('\n'));
  return { encoded: joined(encodedForms), numbers: joined(numberForms), digests: joined(digestForms) };
};

function encodedForms(value: string): readonly string[] {
  const bytes = Buffer.from(value);
  return [bytes.toString('hex'), ...base64Forms(bytes).map(bareText)];
}

function numberForms(value: string): readonly string[] {
  const bytes = [...Buffer.from(value)];
  return [bytes.join(''), bytes.map((byte) => byte.toString(8)).join('')];
}

/** By which third parties know people. https://developers.facebook.com/docs/marketing-api/audiences/guides/custom-audiences */
function digestForms(value: string): readonly string[] {
  const digits = value.replace(/\D/g, '');
  const normal = new Set([
    value,
    value.trim().toLowerCase(),
    ...(digits.length >= digitsMin ? [digits] : []),
  ]);
  return [...normal].flatMap((text) =>
    ['md5', 'sha1', 'sha256'].flatMap((algorithm) => {
      const digest = hash(algorithm, text, 'buffer');
      return [digest.toString('hex'), bareText(digest.toString('base64'))];
    }),
  );
}
