/** The code that README and guides show, by the file that its first line names: written out, it is what a reader has. */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Snippet {
  readonly path: string;
  /** With the line that names the path. */
  readonly text: string;
}

export const snippetsIn = (markdown: string): readonly Snippet[] =>
  [...markdown.matchAll(/```ts\n(\/\/ (\S+\.ts)\b.*?)```/gs)].map(([, text = '', path = '']) => ({
    path,
    text,
  }));

/** Of the guides in docs, which tell one story: an event, its mapping, a destination, its stand-in, an integration. */
export const guideSnippets: readonly Snippet[] = globSync('docs/*.md', { cwd: root })
  .sort()
  .flatMap((path) => snippetsIn(readFileSync(join(root, path), 'utf8')));

/** Writes snippets into the copy of the repository at `copy`. */
export function writeSnippets(snippets: readonly Snippet[], copy: string): void {
  for (const { path, text } of snippets) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    writeFileSync(join(copy, path), text);
  }
}
