/**
 * Finds secrets the way a reader would: undoes every escape first, in any mixture and depth, and then looks for
 * pieces. A list of encodings alone misses what the next JSON library escapes, and a key that a cut body ends in.
 */
import { base64Forms } from './text-forms.ts';
import { unescaped } from './unescaped.ts';

export interface SecretSearch {
  readonly add: (secret: string) => void;
  /** Replaces every piece of a secret by `«secret»`; JSON stays JSON. */
  readonly replace: (text: string) => string;
}

/** A key in a certain writing. */
interface Form {
  readonly text: string;
  /** A run of so many characters gives away what nobody can guess. */
  readonly pieceMin: number;
}

/** Eight characters: of less a third party's own mask (`sk_test_…4242`) is made, and chance makes less than that. */
const pieceMin = 8;
/** A piece of six holds a gram of four that starts at a multiple of three, wherever it stands: the others are skipped. */
const [gramLength, stride] = [4, 3];
const pieceLeast = 6;

export function createSecretSearch(): SecretSearch {
  const known = new Set<string>();
  const grams = new Map<string, { form: Form; offset: number }[]>();

  /** The longest piece around the gram at `at`, as a range of `text`. */
  function pieceAt(
    text: string,
    at: number,
    leastFrom: number,
  ): readonly [from: number, to: number] | undefined {
    let best: readonly [number, number] | undefined;
    for (const { form, offset } of grams.get(text.slice(at, at + gramLength)) ?? []) {
      let [from, to] = [at, at + gramLength];
      while (from > leastFrom && text[from - 1] === form.text[offset - (at - from) - 1]) from -= 1;
      while (to < text.length && text[to] === form.text[offset + (to - at)]) to += 1;
      if (to - from >= form.pieceMin && (best === undefined || to - from > best[1] - best[0]))
        best = [from, to];
    }
    return best;
  }

  return {
    add: (secret) => {
      for (const form of formsOf(secret)) {
        if (known.has(form.text)) continue;
        known.add(form.text);
        for (let offset = 0; offset + gramLength <= form.text.length; offset += 1) {
          const gram = form.text.slice(offset, offset + gramLength);
          grams.set(gram, [...(grams.get(gram) ?? []), { form, offset }]);
        }
      }
    },
    replace: (text) => {
      if (grams.size === 0) return text;
      const { plain, startOf } = unescaped(text);
      let [redacted, keptTo, foundTo] = ['', 0, 0];
      for (let at = 0; at + gramLength <= plain.length; at += stride) {
        const piece = at < foundTo ? undefined : pieceAt(plain, at, foundTo);
        if (piece === undefined) continue;
        redacted += `${text.slice(keptTo, startOf(piece[0]))}«secret»`;
        [keptTo, foundTo] = [startOf(piece[1]), piece[1]];
      }
      return redacted + text.slice(keptTo);
    },
  };
}

/** Base64 and hex show twice as much as what is escaped; a list of numbers is long, and other lists are alike. */
function formsOf(secret: string): readonly Form[] {
  const { plain } = unescaped(secret);
  const texts = [plain, [...plain].reverse().join('')];
  // What stands in JSON is escaped before somebody makes base64 of it.
  const bytes = [...new Set([secret, JSON.stringify(secret).slice(1, -1)])].map((text) => Buffer.from(text));
  const form = (text: string, least: number) => ({ text: text.toLowerCase(), pieceMin: least });
  // A reading has none of the backslashes that may have been part of the key.
  const unread = secret.split('\\').length - 1;
  return [
    ...texts.map((text) => form(text, Math.max(pieceLeast, pieceMin - unread))),
    ...bytes.flatMap(base64Forms).map((text) => form(text, pieceMin)),
    ...bytes.map((each) => form(each.toString('hex'), 12)),
    ...bytes.flatMap((each) => [[...each].join(','), [...each].join(', ')]).map((text) => form(text, 20)),
  ];
}
