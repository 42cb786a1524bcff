/**
 * Knows what was said, and looks for it in what left the system. It knows nothing of functions/core/redact: it compares
 * what the third party really wrote, as it was written and with everything but letters and digits left out.
 */

/** So much of what was said gives it away; less stands in other texts, too. */
const pieceMin = 8;

export interface Saying {
  /** Of which value, and in which form: for whoever reads a failure. */
  readonly what: string;
  readonly text: string;
}

/** Of the sayings those that a reader of `text` finds, whole or by a piece of eight. */
export function readIn(text: string, sayings: readonly Saying[]): readonly Saying[] {
  const plain = text.toLowerCase();
  const bare = bareOf(text);
  return sayings.filter((one) => stands(one.text, plain, bare));
}

/** Whether there is enough of it to be found without finding it everywhere. */
export const isTelling = (said: string): boolean => {
  const bare = bareOf(said);
  if (/[^\0-\u024f]/.test(bare)) return true;
  return /^\d+$/.test(bare) ? bare.length >= 5 : bare.length >= 3;
};

function stands(said: string, plain: string, bare: string): boolean {
  const inBare = bareOf(said);
  if (inBare.length >= pieceMin) {
    for (let at = 0; at + pieceMin <= inBare.length; at += 1)
      if (bare.includes(inBare.slice(at, at + pieceMin))) return true;
    return false;
  }
  // A name in a writing that has no words of its own between spaces.
  if (/[^\0-\u024f]/.test(inBare)) return bare.includes(inBare);
  const word = RegExp.escape(said.trim().toLowerCase());
  return new RegExp(`(?<![\\p{L}\\p{N}])${word}(?![\\p{L}\\p{N}])`, 'u').test(plain);
}

/** Letters and digits only, in one case: what spaces, signs and escapes of them hide is found all the same. */
const bareOf = (text: string) =>
  unescaped(text)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** As a reader of JSON lines sees it. What was said in numbers is compared in numbers. */
const unescaped = (text: string) => text.replace(/\\[bfnrt]/g, ' ');
