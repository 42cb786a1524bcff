/** Keys that nobody could keep out of a log: chance, or any sentence, writes them too. */

/** Of less a third party's own mask is made, and a search for pieces of a key (functions/core/redact) needs so many. */
const charactersMin = 8;

/** Why this is no key, for whoever sets it; `undefined`: nothing speaks against it. Never quotes it. */
export function weakness(text: string): string | undefined {
  if (isJson(text))
    return 'it reads as JSON (true, null, a number, a text in quotation marks): masked, it would break what it stands in';
  if ([...text].length < charactersMin)
    return `it has ${[...text].length} characters; below ${charactersMin} it turns up in texts by chance, and cannot be told from them`;
  if (readsLikeWords(text))
    return 'it reads like words: they stand in messages and field names too, and cannot be told from them';
  return undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** `SuperSecretTokenValue`, `summer2026`: letters, and a year at most. */
function readsLikeWords(text: string): boolean {
  const [, letters] = /^([\p{L}\s]+)\d{0,4}[!?.]?$/u.exec(text) ?? [];
  if (letters === undefined) return false;
  const words = letters.match(/\p{Lu}?\p{Ll}+|\p{Lu}+|\p{L}+/gu) ?? [];
  // Who draws letters of both cases by lot gets two of a kind in a row, words have four and more.
  const isLong = letters.length / words.length >= 3.5;
  return isLong && words.filter(isSpeakable).length * 2 >= words.length;
}

/** Drawn by lot, a fifth of the letters are vowels, and five consonants in a row are common. */
function isSpeakable(word: string): boolean {
  const vowels = word.match(/[aeiouyäöüáàâéèêíìîóòôúùû]/giu)?.length ?? 0;
  return vowels / word.length >= 0.25 && !/[bcdfghjklmnpqrstvwxz]{5}/i.test(word);
}
