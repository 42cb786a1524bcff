/**
 * Finds secrets in what left the system. Knows nothing of functions/core/redact/redactor.ts: it does not look for what a
 * redactor might write, but reads the text back in every way it can and looks for the secret itself.
 */

/** So much of a secret in one piece is a leak; less may stand there by chance, or by what the third party masks itself. */
const pieceMin = 8;

/** Readings of readings: JSON in a query in JSON, base64 of that. Deeper is no accident. */
const depthMax = 4;

export interface Oracle {
  /** From now on no piece of this may be found. */
  readonly add: (secret: string) => void;
  /** The first piece of a secret that a reader of `text` finds, with what stands around it and how it was read. */
  readonly leak: (text: string) => string | undefined;
}

export function createOracle(): Oracle {
  const secrets: string[] = [];
  /** Every run of five characters in a secret: a piece of eight holds one that starts at a multiple of four. */
  const runs = new Set<string>();

  /** In either direction. Everything in small letters: names of headers arrive so. */
  const forms = (secret: string) => [secret.toLowerCase(), [...secret.toLowerCase()].reverse().join('')];

  /** Where in the reading a piece of a secret begins, or -1. */
  const pieceIn = (reading: string): number => {
    const text = reading.toLowerCase();
    for (let at = 0; at + 5 <= text.length; at += 4) {
      if (!runs.has(text.slice(at, at + 5))) continue;
      for (let from = Math.max(0, at - 3); from <= at; from += 1) {
        const piece = text.slice(from, from + pieceMin);
        if (piece.length === pieceMin && secrets.some((secret) => secret.includes(piece))) return from;
      }
    }
    return -1;
  };

  return {
    add: (secret) => {
      for (const form of forms(secret)) {
        secrets.push(form);
        for (let at = 0; at + 5 <= form.length; at += 1) runs.add(form.slice(at, at + 5));
      }
    },
    leak: (text) => {
      for (const [how, reading] of readingsOf(text)) {
        const at = pieceIn(reading);
        if (at >= 0) return `${reading.slice(Math.max(0, at - 80), at + 40)} (${how})`;
      }
      return undefined;
    },
  };
}

/** The text itself, and what stands in it once its escapes, and then its runs of base64, hex and numbers, are read. */
function* readingsOf(text: string): Generator<readonly [how: string, reading: string]> {
  const seen = new Set<string>();
  let layer = new Map([[text, 'as it is']]);
  for (let depth = 0; depth <= depthMax && layer.size > 0; depth += 1) {
    const next = new Map<string, string>();
    for (const [reading, how] of layer) {
      seen.add(reading);
      yield [how, reading];
      for (const [name, read] of Object.entries(unescapes)) next.set(read(reading), `${how}, ${name}`);
    }
    for (const reading of seen) next.delete(reading);
    layer = next;
  }
  for (const reading of seen) yield* runsOf(reading);
}

/** Every escape of its kind at once. */
const unescapes: Readonly<Record<string, (text: string) => string>> = {
  json: (text) =>
    text.replace(/\\u([0-9a-f]{4})|\\(["\\/'])/gi, (_, unit, character) =>
      unit === undefined ? character : String.fromCharCode(Number.parseInt(unit, 16)),
    ),
  url: (text) =>
    text.replace(/%([0-9a-f]{2})/gi, (_, byte) => String.fromCharCode(Number.parseInt(byte, 16))),
  html: (text) =>
    text.replace(/&(?:#(\d{1,4})|#x([0-9a-f]{1,4})|(\w{2,4}));/gi, (whole, decimal, hex, name) => {
      if (decimal !== undefined) return String.fromCharCode(Number(decimal));
      if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
      return entities[name] ?? whole;
    }),
};

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Eight bytes are eleven characters of base64, sixteen of hex, and at least fifteen of a list of numbers. */
function* runsOf(text: string): Generator<readonly [how: string, reading: string]> {
  for (const [run] of text.matchAll(/[A-Za-z0-9+/_-]{11,}/g)) {
    for (const offset of [0, 1, 2, 3]) {
      const inside = Buffer.from(run.slice(offset), 'base64').toString('latin1');
      yield [`base64 from ${offset}`, inside];
      for (const [name, read] of Object.entries(unescapes)) {
        const further = read(inside);
        if (further !== inside) yield [`base64 from ${offset}, ${name}`, further];
      }
    }
  }
  for (const [run] of text.matchAll(/[0-9a-f]{16,}/gi)) {
    yield ['hex', Buffer.from(run, 'hex').toString('latin1')];
    yield ['hex from 1', Buffer.from(run.slice(1), 'hex').toString('latin1')];
  }
  for (const [run] of text.matchAll(/\d{1,3}(?:,\s?\d{1,3}){7,}/g)) {
    yield ['numbers', String.fromCharCode(...run.split(',').map(Number))];
  }
}
