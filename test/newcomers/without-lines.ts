import { posix } from 'node:path';

const importOf = /^import (?:\{ (\w+) \}|(\w+)) from '(\.[^']*)';\n/gm;

/**
 * The text of a list without what it imports from the removed paths: neither the import nor the name.
 * @param path of the list, from the top of the repository, as the removed ones are
 */
export function withoutLines(text: string, path: string, removed: readonly string[]): string {
  const gone = [...text.matchAll(importOf)].filter(([, , , from = '']) => {
    const target = posix.join(posix.dirname(path), from);
    return removed.some((one) => target === one || target.startsWith(`${one}/`));
  });
  let left = text;
  for (const [line, braced, plain] of gone) {
    left = left
      .replace(line, '')
      // In the array: its own line of it, or a name between commas.
      .replace(new RegExp(`^  ${braced ?? plain},\\n`, 'm'), '')
      .replace(new RegExp(`(\\[|, )${braced ?? plain}(?:, |(?=\\]))`), '$1');
  }
  return left.replace(/= \[(?:\n)?\]/, '= []').replace(/, \]/, ']');
}
