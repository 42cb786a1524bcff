/** The ways in which a text is written inside another. */

export const jsonText = (text: string) => JSON.stringify(text).slice(1, -1);

/** Some writers keep JSON in ASCII, some escape slashes, some do both. */
export function jsonForms(text: string): string[] {
  const json = jsonText(text);
  const ascii = json.replace(/[^ -~]/g, unicodeEscape);
  return [json, ascii].flatMap((form) => [form, form.replaceAll('/', '\\/')]);
}

/** Of one UTF-16 unit. */
export const unicodeEscape = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Written by name the apostrophe has two numbers to choose from: many readers do not know `&apos;`. */
export const htmlForms = (text: string): string[] => [
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`),
  ...['&#39;', '&#x27;', '&apos;'].map((apostrophe) =>
    text.replace(/[&<>"']/g, (character) => htmlNames[character] ?? apostrophe),
  ),
];

const htmlNames: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Base64 reads differently at each of three offsets; what its neighbours change at either end is left off. */
export function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
    const whole = padded.toString('base64').replace(/=+$/, '');
    const from = offset === 0 ? 0 : offset + 1;
    const to = padded.length % 3 === 0 ? whole.length : whole.length - 1;
    const inner = whole.slice(from, to);
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
