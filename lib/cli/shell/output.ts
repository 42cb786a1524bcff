/** What stands on the terminal: aligned, coloured only for people, and free of control characters of strangers. */
import { styleText } from 'node:util';
import type { Context } from '../context.ts';

type Style = Parameters<typeof styleText>[0];

/** Colours text where somebody looks and has not said NO_COLOR. https://no-color.org */
export function painter({
  isTTY,
  env,
}: Pick<Context, 'isTTY' | 'env'>): (style: Style, text: string) => string {
  const colours = isTTY && (env.NO_COLOR ?? '') === '';
  return (style, text) => (colours ? styleText(style, text, { validateStream: false }) : text);
}

/** One JSON document. */
export function writeJson(context: Pick<Context, 'stdout'>, value: unknown): void {
  context.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function writeLine(stream: NodeJS.WritableStream, line: string): void {
  stream.write(`${line}\n`);
}

/** Columns two spaces apart, each as wide as its widest cell; the last is not padded. */
export function table(rows: readonly (readonly string[])[]): string {
  const shown = rows.map((row) => row.map(printable));
  const widths = (shown[0] ?? []).map((_, column) =>
    Math.max(...shown.map((row) => row[column]?.length ?? 0)),
  );
  return shown
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('');
}

/** Text of an event or a third party must not move the cursor or colour the terminal. */
export function printable(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/g, '\ufffd');
}

/** `1 event`, `2 events`. */
export const counted = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
