/**
 * Knows what gives a person or a key away in a short text: the value in any writing, a piece of it, what encodings and
 * digests make of it. It cannot know what somebody computes with a secret of his own: what is shown in clear must look
 * harmless besides (disclosure.ts).
 */
import { createHash } from 'node:crypto';
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
  /**
   * Where a run of the text, which may lie across words, stands in a value or in what is made of one.
   * @param plainMin so many characters of a value in a row are no accident
   */
  readonly runs: (bare: string, plainMin: number) => readonly (readonly [from: number, to: number])[];
}

/** In hex and Base64 a few characters say little, and stand in other texts by chance. */
const madeRunMin = 8;
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
  let made: string | undefined;
  const madeOf = () => {
    made ??= [...new Set([...own, ...derived.keys()])].flatMap(madeForms).join('\n');
    return made;
  };

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
    mark(bare, secrets().plain, madeRunMin, found);
    if (bare.length >= madeRunMin) {
      mark(bare, secrets().made, madeRunMin, found);
      mark(bare, madeOf(), madeRunMin, found);
    }
    return found;
  };
  return { isWord: (bare) => words.has(bare), inWord, runs };
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

/** What is made of keys, once for a sandbox. */
export interface KeyTexts {
  readonly plain: string;
  readonly made: string;
}

export const keyTexts = (secrets: readonly string[]): KeyTexts => ({
  plain: secrets.flatMap((one) => [bareText(one), reversed(bareText(one))]).join('\n'),
  made: secrets.flatMap(madeForms).join('\n'),
});

/** In hex, Base64, octal and decimal numbers, and by digest, bare. */
function madeForms(value: string): string[] {
  const bytes = Buffer.from(value);
  return [
    ...encodedForms(bytes),
    [...bytes].map((byte) => byte.toString(8)).join(''),
    [...bytes].join(''),
    ...[...new Set([value, value.trim().toLowerCase(), value.replace(/\D/g, '')])]
      .filter((text) => text !== '')
      .flatMap(digestForms),
  ];
}

const encodedForms = (bytes: Buffer): string[] => [
  bytes.toString('hex'),
  // Beside the bytes themselves what JSON around them changes: nothing, at one of three offsets.
  ...new Set(base64Forms(bytes).map(bareText)),
];

/** Digests that third parties know people by. https://developers.facebook.com/docs/marketing-api/audiences/guides/custom-audiences */
const digestForms = (text: string): string[] =>
  ['md5', 'sha1', 'sha256'].flatMap((algorithm) => {
    const digest = createHash(algorithm).update(text).digest();
    return [digest.toString('hex'), bareText(digest.toString('base64'))];
  });
