/** Keeps secrets and personal values out of everything that leaves: by the values themselves, in every encoding. */

export interface Redactor {
  /** From now on this value leaves nothing, in no encoding. Values below four characters are no secrets. */
  readonly addSecret: (value: string) => void;
  /** Replaces secrets by `«secret»`. */
  readonly secrets: (text: string) => string;
  /** Replaces personal values by their path, `«email»`; then secrets. */
  readonly all: (text: string, personal: PersonalValues) => string;
}

/** Value to path: what identifies a person in one event, in every form that was sent. */
export type PersonalValues = ReadonlyMap<string, string>;

export function createRedactor(): Redactor {
  const forms = new Set<string>();
  let pattern: RegExp | undefined;

  const secrets = (text: string) => (pattern === undefined ? text : text.replace(pattern, '«secret»'));
  return {
    addSecret: (value) => {
      for (const form of secretForms(value)) forms.add(form);
      // Longest first, so that a form is not cut short by one that it contains.
      const alternatives = [...forms].sort((a, b) => b.length - a.length).map((form) => RegExp.escape(form));
      pattern = alternatives.length === 0 ? undefined : new RegExp(alternatives.join('|'), 'gi');
    },
    secrets,
    all: (text, personal) => secrets(maskPersonal(text, personal)),
  };
}

const secretCharactersMin = 4;

/** Every text in which the value could be read back. */
function secretForms(value: string): string[] {
  const plain = [value, value.trim()].filter((text) => text.length >= secretCharactersMin);
  return [...new Set(plain.flatMap((text) => [...textForms(text), ...binaryForms(text)]))].filter(
    (form) => form.length >= secretCharactersMin,
  );
}

function textForms(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  return [
    text,
    json,
    JSON.stringify(json).slice(1, -1),
    encodeURIComponent(text),
    encodeURIComponent(encodeURIComponent(text)),
    new URLSearchParams({ '': text }).toString().slice(1),
    encodeURI(text),
    text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`),
    text.replace(/[&<>"']/g, (character) => htmlNames[character] ?? character),
    [...text].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
    [...text].reverse().join(''),
  ];
}

const htmlNames: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Base64 reads differently at each of three offsets; what its neighbours change at either end is left off. */
function binaryForms(text: string): string[] {
  const bytes = Buffer.from(text);
  const aligned = [0, 1, 2].flatMap((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
    const core = padded.toString('base64').replace(/=+$/, '');
    const from = offset === 0 ? 0 : offset + 1;
    const to = padded.length % 3 === 0 ? core.length : core.length - 1;
    const inner = core.slice(from, to);
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
  const long = aligned.filter((form) => form.length >= 8);
  return [...long, bytes.toString('hex'), [...bytes].join(',')];
}

/** Personal values stand alone: "Al" must not be found in "Alarm". */
function maskPersonal(text: string, personal: PersonalValues): string {
  let masked = text;
  const longestFirst = [...personal].sort(([a], [b]) => b.length - a.length);
  for (const [value, path] of longestFirst) {
    if (value.length < personalCharactersMin) continue;
    const forms = new Set([value, value.normalize('NFC'), value.normalize('NFD')].flatMap(personalForms));
    for (const form of forms) {
      const bounded = new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(form)}(?![\\p{L}\\p{N}])`, 'giu');
      masked = masked.replace(bounded, `«${path}»`);
      // Behind a percent sign the two hexadecimal digits are part of the encoding, not of a word.
      if (form !== encodeURIComponent(form) || masked.includes('%')) {
        masked = masked.replace(
          new RegExp(`(?<=%[0-9a-f]{2})${RegExp.escape(form)}(?![\\p{L}\\p{N}])`, 'giu'),
          `«${path}»`,
        );
      }
    }
  }
  return masked;
}

/** One letter is no name, and masking it would mask the line. */
const personalCharactersMin = 2;

const personalForms = (text: string): string[] => [
  text,
  JSON.stringify(text).slice(1, -1),
  encodeURIComponent(text),
  new URLSearchParams({ '': text }).toString().slice(1),
];
