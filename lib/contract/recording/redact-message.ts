import { isMessageWord } from './message-words.ts';
import type { Placeholders } from './placeholders.ts';

export interface MessageOptions {
  readonly placeholders: Placeholders;
  /** Values that may stand in the text with spaces in them. */
  readonly known: ReadonlySet<string>;
  /** Names of fields: they stay. */
  readonly names: ReadonlySet<string>;
  /** The text is a header that tells of a limit: its numbers and the letters before them stay, moments do not. */
  readonly isLimit?: boolean;
}

/**
 * What is a value in any text: an address, a link, a uuid, a moment, a run with a digit in it, a word. Runs of other
 * characters, quotes and colons mostly, stay where they are ASCII.
 */
const parts =
  /[^\s@"'`<>(),;:=]+@[^\s@"'`<>(),;:=]+\.[^\s@"'`<>(),;:=.]+|[a-z][a-z0-9+.-]*:\/\/[^\s"'`<>)]+|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?|\+\d{4,}|[\p{L}\p{N}\p{M}_-]*\p{N}[\p{L}\p{N}\p{M}_-]*|[\p{L}\p{M}_]+(?:-[\p{L}\p{M}_]+)*|[^ -~\s]+/giu;

/**
 * The message of an error with the words that any error has, the names of fields, and a placeholder for everything else.
 * What stays is what is known to be harmless, so that nothing has to be recognized.
 */
export function redactMessage(text: string, options: MessageOptions): string {
  const { placeholders, known } = options;
  const spaced = [...known].filter((value) => value.length > 1 && /[^\p{L}\p{N}\p{M}_-]/u.test(value));
  if (spaced.length === 0) return redactParts(text, options);
  // Longest first, so that a full name is not cut short by the first name in it.
  const values = spaced.sort((a, b) => b.length - a.length).map((value) => RegExp.escape(value));
  const pieces = text.split(new RegExp(`(${values.join('|')})`, 'iu'));
  return pieces
    .map((piece, at) => (at % 2 === 1 ? placeholders(piece) : redactParts(piece, options)))
    .join('');
}

function redactParts(text: string, { placeholders, known, names, isLimit = false }: MessageOptions) {
  return text.replace(parts, (part) => {
    if (isSmallNumber(part) || (isLimit && /^(\d{1,9}|[a-z])$/.test(part))) return part;
    if (known.has(part)) return placeholders(part);
    if (names.has(part) || isMessageWord(part) || isOfWords(part)) return part;
    return placeholders(part);
  });
}

/** `parameter_invalid`, `externalId`, `global-rate`. */
function isOfWords(text: string): boolean {
  const words = text.replace(/(\p{Ll})(\p{Lu})/gu, '$1_$2').split(/[_-]/);
  return words.length > 1 && words.every((word) => isMessageWord(word));
}

/** A hundred and less: a count, a page, a number of seconds. It says nothing of a person of whom nothing else is said. */
export const isSmallNumber = (text: string) => /^(\d{1,2}|100)$/.test(text);
