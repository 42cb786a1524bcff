/**
 * What may be told in clear of one event's exchange. Searching for values cannot find all that a third party makes of
 * them, so each kind of text has to look harmless first: a sentence of words, an id, a name. All else is told by its length.
 */
import { bareText } from './bare-text.ts';
import type { Redacted } from './redacted.ts';
import type { Telltales } from './telltales.ts';

export interface Disclosure {
  /** A third party's sentence: readable, with what may be a value masked. Cut to `messageCharactersMax`. */
  readonly message: (text: string) => Redacted;
  /** An id, a code, a number: whole, or by its length. */
  readonly id: (text: string) => Redacted;
  /** The name of a field, a step of a path: whole where it is a word, else by its length. */
  readonly name: (text: string) => Redacted;
  /** Names with what stands between them: a path of fields, the notation of a shape. */
  readonly path: (text: string) => Redacted;
  /** What an event says of itself: its id, its subject. Whole, or nothing. */
  readonly attribute: (text: string) => Redacted | undefined;
}

/** A sentence. What explains a failure stands at the beginning, and the exact words are under the seal. */
export const messageCharactersMax = 1_000;

/** By length only: what was there is nobody's business who has no event. */
export const lengthOf = (text: string): Redacted => `«${text.length} characters»` as Redacted;

/**
 * @param masked takes out what can be found by its value, and leaves `«path»` for it
 * @param placeholders what `masked` may have left; nobody's value
 */
export function createDisclosure(
  telltales: Telltales,
  masked: (text: string) => string,
  placeholders: readonly string[],
): Disclosure {
  const tells = (text: string) =>
    partsOf(text).some(telltales.inWord) || telltales.runs(bareText(text), pieceMin).length > 0;
  const tellsWhole = (text: string) =>
    partsOf(text).some(telltales.isWord) ||
    telltales.holds(bareText(text), wholeMin) ||
    (madeRun.test(text) && telltales.runs(bareText(text), wholeMin).length > 0);
  const name = (text: string) => (isName.test(text) && !tells(text) ? (text as Redacted) : lengthOf(text));
  let known: RegExp | undefined;

  return {
    message: (text) => {
      const isLong = text.length > messageCharactersMax;
      // The last word may be half a value that would be found whole.
      const cut = isLong ? `${text.slice(0, messageCharactersMax).replace(/\S*$/, '')}…` : text;
      known ??= new RegExp(`(«(?:${placeholders.map((one) => RegExp.escape(one)).join('|')})»)`);
      const parts = masked(cut).split(known);
      // Between them stand the placeholders.
      return parts
        .map((part, at) => (at % 2 === 1 ? part : withoutOdd(part, telltales)))
        .join('') as Redacted;
    },
    id: (text) =>
      isId.test(text) && !longRun.test(text) && !tells(text) ? (text as Redacted) : lengthOf(text),
    name,
    path: (text) =>
      text.replace(namesInPath, (one) => (isNumber.test(one) && !tells(one) ? one : name(one))) as Redacted,
    attribute: (text) => (isAttribute.test(text) && !tellsWhole(text) ? (text as Redacted) : undefined),
  };
}

/** Of a value, so many characters in a row are no accident in what a third party says. */
const pieceMin = 5;
/** A publisher does not cut; and its own name may stand in the addresses of its people. */
const wholeMin = 8;
/** A publisher that encodes or digests a value leaves it in one piece; a UUID has none as long. */
const madeRun = /[A-Za-z0-9+/=_]{16}/;

/** 255 characters are the longest ids that somebody promises (https://docs.stripe.com/upgrades); most have 20 to 40. */
const isId = /^[A-Za-z0-9][\w.:-]{0,254}$/;
/** More than an id needs to be unique: a digest of a kind that telltales.ts does not make, or a text in Base64. */
const longRun = /[A-Za-z0-9]{64}/;

/** Words in any of the ways in which names are made of them, with a number of two digits at most behind. */
const wordSource = String.raw`(?:[A-Z]{0,4}[a-z]+(?:[A-Z]{1,4}[a-z]+)*[A-Z]{0,4}|[A-Z]+)\d{0,2}`;
const isName = new RegExp(`^(?=.{1,60}$)[._-]?${wordSource}(?:[._-](?:${wordSource}|\\d{1,4}))*$`);
const isNumber = /^\d{1,6}$/;
const namesInPath = /[^\s$.[\]*?()|"/;=,:]+/g;

/** No address, no phone number as people write it. */
const isAttribute = /^[^\s@+«»%&\\\p{C}]{1,256}$/u;

const partsOf = (text: string): string[] =>
  text
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .map(bareText)
    .filter((part) => part !== '');

interface Word {
  readonly from: number;
  readonly to: number;
  readonly bareFrom: number;
  readonly bareTo: number;
  readonly isOdd: boolean;
}

/** Masks the words that look like no word of a sentence, and those that give somebody away, alone or side by side. */
function withoutOdd(text: string, telltales: Telltales): string {
  const words: Word[] = [];
  let bare = '';
  for (const { 0: word, index } of text.matchAll(wordsInText)) {
    const bareFrom = bare.length;
    bare += bareText(word);
    const isOdd = !isPlain(word) || partsOf(word).some(telltales.inWord);
    words.push({ from: index, to: index + word.length, bareFrom, bareTo: bare.length, isOdd });
  }
  const runs = telltales.runs(bare, pieceMin);
  let shown = '';
  let shownTo = 0;
  let maskFrom: number | undefined;
  let maskTo = 0;
  const flush = () => {
    if (maskFrom === undefined) return;
    shown += `${text.slice(shownTo, maskFrom)}«${maskTo - maskFrom} characters»`;
    shownTo = maskTo;
    maskFrom = undefined;
  };
  for (const { from, to, bareFrom, bareTo, isOdd } of words) {
    if (isOdd || runs.some(([first, last]) => bareFrom < last && first < bareTo)) {
      maskFrom ??= from;
      maskTo = to;
    } else flush();
  }
  flush();
  return shown + text.slice(shownTo);
}

/** What stands between spaces, brackets and quotes; or a number with what people write inside of it. */
const wordsInText = /\+?\(?\d(?:[\s()./-]{0,3}\d){6,}|[^\s"“”„'‘’ʼ`,;()[\]{}<>|«»?!…]+/gu;

/** Joined words, and numbers of up to six digits: amounts, limits, dates, statuses. */
const plainWord =
  /^(?:\p{Lu}{0,4}[\p{Ll}\p{Lo}\p{M}]+(?:\p{Lu}{1,4}[\p{Ll}\p{Lo}\p{M}]+)*\p{Lu}{0,4}|\p{Lu}+)\d{0,2}$/u;
const plainNumber = /^\d{1,6}$/;
const joints = /[./:_=–—-]+/u;

/** Longer words than these are no words of a sentence. https://www.duden.de has German ones of 36, and they are rare. */
const wordCharactersMax = 32;

const isPlain = (word: string): boolean =>
  word
    .split(joints)
    .every(
      (part) =>
        part === '' || (part.length <= wordCharactersMax && (plainWord.test(part) || plainNumber.test(part))),
    );
