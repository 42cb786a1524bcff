import { type Coercion, defineCoercion } from '../conversion.ts';

/** Without white space at both ends. */
export const trimmed = defineCoercion('trimmed', (text: string): string => text.trim());

/** Without white space at both ends, and one space for each run of it inside. */
export const collapsed = defineCoercion('collapsed', (text: string): string =>
  text.trim().replace(/\s+/gu, ' '),
);

/** One code point for a letter and its accent where there is one (Unicode NFC): equal texts get equal bytes. */
export const composed = defineCoercion('composed', (text: string): string => text.normalize('NFC'));

/** At most so many UTF-16 code units, as JavaScript, Java and most databases count. No character is cut in two. */
export function truncated(unitsMax: number): Coercion<string, string> {
  return defineCoercion(`truncated(${unitsMax})`, (text, tell) => {
    if (text.length <= unitsMax) return text;
    tell('cut');
    const end = isLowSurrogate(text.charCodeAt(unitsMax)) ? unitsMax - 1 : unitsMax;
    return text.slice(0, end);
  });
}

/** At most so many bytes in UTF-8. No character is cut in two. */
export function truncatedBytes(bytesMax: number): Coercion<string, string> {
  return defineCoercion(`truncatedBytes(${bytesMax})`, (text, tell) => {
    let bytes = 0;
    let end = 0;
    for (const character of text) {
      bytes += bytesOf(character.codePointAt(0) ?? 0);
      if (bytes > bytesMax) {
        tell('cut');
        return text.slice(0, end);
      }
      end += character.length;
    }
    return text;
  });
}

const isLowSurrogate = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;

/** https://www.rfc-editor.org/rfc/rfc3629#section-3 */
const bytesOf = (codePoint: number) =>
  codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
