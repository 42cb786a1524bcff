/** What becomes of each text of a recording, the same in bodies, paths, queries and headers. */
import { isFieldName } from '../../../functions/core/contract/shape/field-name.ts';
import { isMessageWord } from './message-words.ts';
import { createPlaceholders } from './placeholders.ts';
import { isSmallNumber, redactMessage } from './redact-message.ts';

export interface Words {
  /** A value: its placeholder, or itself where it says nothing. */
  readonly value: (text: string) => string;
  /** A text that tells of a failure. */
  readonly message: (text: string) => string;
  /** A header that tells of a limit: its numbers stay. */
  readonly limit: (text: string) => string;
  readonly digits: (text: string) => string;
  /** @param isData the object around it is one whose keys are data */
  readonly key: (text: string, isData: boolean) => string;
  /** Whether the text is a value that stands somewhere in the recording. */
  readonly isKnown: (text: string) => boolean;
}

export interface WordsOptions {
  /** Every value there is. */
  readonly known: ReadonlySet<string>;
  /** Names of fields. */
  readonly names: ReadonlySet<string>;
  /** Names that this repository's own requests give to data. */
  readonly ownKeys: ReadonlySet<string>;
  /** Where a link to one of the recorded requests leads, path and query. `undefined`: it leads elsewhere. */
  readonly linked: (url: URL) => string | undefined;
}

/** Learns of every value by being asked: `found` is told of each that gets a placeholder. */
export function createWords(options: WordsOptions, found: (value: string) => void = () => {}): Words {
  const { known, names, ownKeys, linked } = options;
  const invent = createPlaceholders(known);
  const placeholders = (value: string) => {
    found(value);
    const url = /^https?:/.test(value) ? URL.parse(value) : null;
    const target = url === null ? undefined : linked(url);
    return target === undefined ? invent(value) : `https://example.com${target}`;
  };
  const says = (text: string) =>
    !['', 'true', 'false'].includes(text) && !isSmallNumber(text) && !names.has(text);
  const common = { placeholders, known, names };
  return {
    value: (text) => (says(text) ? placeholders(text) : text),
    message: (text) => {
      if (!says(text)) return text;
      return known.has(text) && !/\s/.test(text) ? placeholders(text) : redactMessage(text, common);
    },
    // A policy of the standard field has a name, in quotes. https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/
    limit: (text) =>
      text.replace(/"[a-z_-]{1,40}"|[^"]+|"/g, (part) =>
        part.length > 1 && part.startsWith('"') ? part : redactMessage(part, { ...common, isLimit: true }),
      ),
    digits: placeholders,
    key: (text, isData) => {
      const isFixed = isData ? ownKeys.has(text) || isMessageWord(text) : isFieldName(text);
      // Of a list in a form, which item it is.
      if (isSmallNumber(text)) return text;
      return isFixed ? text : placeholders(text);
    },
    isKnown: (text) => known.has(text),
  };
}
