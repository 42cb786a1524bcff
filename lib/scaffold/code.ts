/** Pieces of generated code. The formatter makes them look like the rest. */

/** A string literal. */
export const quoted = (text: string) => JSON.stringify(text);

/** An object, list or other JSON value as a literal. */
export const literal = (value: unknown) =>
  // As a plain key it would be the prototype.
  JSON.stringify(value).replaceAll(/(?<!\\)"__proto__":/g, '["__proto__"]:');

/** `1_000`: as numbers of four digits and more are written here. */
export const number = (value: number) => `${value}`.replace(/(?<=^\d+)(?=(\d{3})+$)/g, '_');

/** A line of comment; nothing for no text. */
export const comment = (text: string) => (text === '' ? '' : `// ${text.replace(/\s+/g, ' ')}`);

/** Without the indented lines that nothing was put into. */
export const tidy = (code: string) => code.replace(/^ +\n/gm, '');
