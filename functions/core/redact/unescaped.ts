/** Reads texts through the escapes of JSON, URLs and HTML, and knows where in the text each character stood. */

export interface Reading {
  /** In small letters, without escapes and backslashes. */
  readonly plain: string;
  /** Where in the text a character of `plain` starts, with its escape; of one behind the last, where the text ends. */
  readonly startOf: (at: number) => number;
}

/** By place in a reading; `undefined` where nothing moved. */
type Starts = Int32Array | undefined;
const startIn = (starts: Starts, at: number) => starts?.[at] ?? at;

/** Of JSON, URLs and HTML, each also of itself: `\\\"`, `%2522`, `&amp;quot;`. Every part is linear in its length. */
const escapes =
  /\\+(?:u([0-9a-f]{4})|x([0-9a-f]{2}))?|%(?:25)*([0-9a-f]{2})|&(?:amp;)*(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(quot|apos|lt|gt|amp));/g;

/** One kind within another takes one reading more each: three are JSON in HTML in a URL. */
const readingsMax = 4;

/** The text with all escapes undone, in any mixture. */
export function unescaped(text: string): Reading {
  // U+0130 is the one character that gets longer in small letters, and would move all others.
  let plain = text.replaceAll('\u0130', 'i').toLowerCase();
  let starts: Starts;
  for (let reading = 0; reading < readingsMax && plain.search(escapes) >= 0; reading += 1) {
    [plain, starts] = readOnce(plain, starts);
  }
  const last = starts;
  return { plain, startOf: (at) => startIn(last, at) };
}

function readOnce(text: string, before: Starts): [string, Int32Array] {
  const starts = new Int32Array(text.length + 1);
  let plain = '';
  let copiedTo = 0;
  /** A backslash belongs to what it stands before, so that no piece ends between the two. */
  let held: number | undefined;
  const copy = (to: number) => {
    for (let at = copiedTo; at < to; at += 1) {
      starts[plain.length + at - copiedTo] = startIn(before, held ?? at);
      held = undefined;
    }
    plain += text.slice(copiedTo, to);
  };
  for (const match of text.matchAll(escapes)) {
    copy(match.index);
    copiedTo = match.index + match[0].length;
    const character = characterOf(match);
    if (character === undefined) {
      held ??= match.index;
      continue;
    }
    starts[plain.length] = startIn(before, held ?? match.index);
    held = undefined;
    plain += character;
  }
  copy(text.length);
  starts[plain.length] = startIn(before, held ?? text.length);
  return [plain, starts.subarray(0, plain.length + 1)];
}

/** What an escape stands for; `undefined` for backslashes alone. One that was escaped itself is for the next reading. */
function characterOf([, unit, byte, percent, decimal, hexadecimal, name]: RegExpExecArray):
  | string
  | undefined {
  if (name !== undefined) return names[name];
  const hex = unit ?? byte ?? percent ?? hexadecimal;
  if (hex === undefined && decimal === undefined) return undefined;
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  // One unit for one escape, in small letters too.
  return String.fromCharCode(code).toLowerCase()[0];
}

const names: Readonly<Record<string, string>> = { quot: '"', apos: "'", lt: '<', gt: '>', amp: '&' };
