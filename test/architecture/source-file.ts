/** The code of the repository, as text. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SourceFile {
  /** From the top of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** The top of the repository, with a slash at its end. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** All of our TypeScript and JavaScript, in the order of their paths. */
export const readSourceFiles = (): readonly SourceFile[] =>
  globSync('{bench,bin,functions,lib,test}/**/*.{ts,mjs}', { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
