/** Files and folders of this repository that a text names, and which of them there are not. */
import { globSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Every file and folder of ours, each with a slash before it. */
const there = globSync('{*,{.ci,.github,bench,bin,contracts,docs,functions,lib,test}/**/*}', {
  cwd: root,
}).map((path) => `/${path.replaceAll('\\', '/')}`);

/**
 * What begins with a folder at the top (or with `core/`, as everybody calls it), and what ends as code or a document
 * does: `functions/events`, `core/pace`, `aws/ledger.ts`, `names.ts`. What stands in an address is none of it.
 */
const named =
  /(?<![\w@./<>*{}$:-])(?:(?:bench|bin|contracts|core|docs|functions|lib|test|\.ci|\.github)\/[\w./<>*{},-]*|(?:[\w-]+\/)*[\w.-]+\.(?:ts|mjs|md)\b)/g;

/** Those in `text` that fit nothing of ours, as they stand there, once each. A path may leave out how it begins. */
export function missingPaths(text: string): readonly string[] {
  const found = [...text.matchAll(named)].map(([path]) => path.replace(/[.,]+$/, ''));
  return [...new Set(found)].filter((path) => {
    const pattern = patternOf(path);
    return !there.some((each) => pattern.test(each));
  });
}

/** `<destination>` and `*` stand for any name, `{a,b}` for either. */
function patternOf(path: string): RegExp {
  const source = path
    .replace(/\/$/, '')
    .replaceAll('.', '\\.')
    .replaceAll(/<[^>]*>/g, '[^/]*')
    .replaceAll(/(?<!\])\*+/g, '[^/]*')
    .replaceAll(/\{([^}]*)\}/g, (_, names: string) => `(${names.replaceAll(',', '|')})`);
  return new RegExp(`/${source}$`);
}
