import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from '../architecture/read-imports.ts';
import { readSourceFiles, root } from '../architecture/source-file.ts';
import { isExample } from '../newcomers/examples.ts';
import { guideSnippets } from './guide-snippets.ts';
import { missingPaths } from './named-paths.ts';
import { snippets } from './readme-integration.ts';

describe('paths that a text names', () => {
  it.each([
    'lib/vanished.ts',
    'functions/attic',
    'core/attic/a.ts',
    'vanished.ts',
    'aws/vanished.ts',
    'DESIGN.md',
    'docs/decisions/vanished.md',
    'test/{lib,functions}/vanished',
    '.ci/vanish',
    'functions/destinations/<name>/vanished.ts',
  ])('are missed when there is no %s', (path) => {
    expect(missingPaths(`See ${path}, and (${path}).`)).toEqual([path]);
  });

  it('are found, whole or by their end, with anything in the place of a name', () => {
    const text = `lib/names.ts, \`functions/core/\`, core/pace/backoff.ts (aws/ledger.ts) names.ts README.md
functions/integrations/<name>/integration.ts, lib/stack/*.ts, test/{lib,functions}/cli .ci/run bin/.`;
    expect(missingPaths(text)).toEqual([]);
  });

  it('are none in addresses, packages and other folders', () => {
    const text = `https://example.com/lib/a.ts ./lib/a.ts ../docs/b.md @smithy/core/protocols x/lib/ $HOME/bin/x
node_modules/a/lib/b`;
    expect(missingPaths(text)).toEqual([]);
  });
});

/** What README and guides add, what somebody may put beside an integration, and what `probe --record` writes. */
const notYet = [
  ...[...snippets, ...guideSnippets].map(({ path }) => path),
  'functions/integrations/<name>/examples/<case>.event.json',
  'contracts/recordings/<destination>.json',
  'contracts/reports/<destination>.md',
];
/** Whoever has deleted the examples still reads of them. */
const withoutThose = (paths: readonly string[]) =>
  paths.filter((path) => !notYet.includes(path) && !isExample(path.replace(/\/$/, '')));

const guides = globSync(['*.md', 'docs/**/*.md'], { cwd: root });

it.each(guides)('%s names only files and folders that exist', (guide) => {
  expect(withoutThose(missingPaths(readFileSync(join(root, guide), 'utf8')))).toEqual([]);
});

it('comments name only files and folders that exist', () => {
  const missed = readSourceFiles().flatMap((file) => {
    const comments = parse(file).comments.map(({ value }) => value);
    return withoutThose(missingPaths(comments.join('\n'))).map((path) => `${file.path} names ${path}`);
  });
  expect(missed).toEqual([]);
});
