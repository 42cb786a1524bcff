/**
 * The text with every letter in one case, of the same length: what `/iu` takes for equal is equal here.
 * Not `toLowerCase`: that leaves two kinds of sigma, and the long s beside the other, and makes `İ` two characters.
 */
export function foldCase(text: string): string {
  if (isAscii.test(text)) return text.toLowerCase();
  return text.replace(foldable, folded);
}

const isAscii = /^[\0-\x7f]*$/;
const foldable = /[A-Z]+|[^\0-\x7f]/gu;

function folded(character: string): string {
  const exception = exceptions[character];
  if (exception !== undefined) return exception;
  const upper = character.toUpperCase();
  // Characters that become several in the other case (`ß`, `SS`) have no single one to be equal to.
  const lower = (upper.length === character.length ? upper : character).toLowerCase();
  return lower.length === character.length ? lower : character;
}

/** Three pairs that are equal although no other case leads from one to the other. */
const exceptions: Readonly<Record<string, string>> = {
  '\u1fd3': '\u0390',
  '\u1fe3': '\u03b0',
  '\ufb05': '\ufb06',
};
