import { describe, expect, it } from 'vitest';
import { readImports } from './read-imports.ts';

const targets = (text: string, path = 'lib/a/x.ts') => readImports({ path, text }).map(({ to }) => to);

describe('the imports of a file', () => {
  it.each([
    ["import { a } from './b.ts';", 'lib/a/b.ts'],
    ["import type { A } from '../b.ts';", 'lib/b.ts'],
    ["import { type A } from './b.ts';", 'lib/a/b.ts'],
    ["import './b.ts';", 'lib/a/b.ts'],
    ["export * from './b.ts';", 'lib/a/b.ts'],
    ["export type { A } from './b.ts';", 'lib/a/b.ts'],
    ["const b = await import('./b.ts');", 'lib/a/b.ts'],
    ["let b: import('./b.ts').B;", 'lib/a/b.ts'],
    ["type B = typeof import('./b.ts');", 'lib/a/b.ts'],
    ["import b from './b.json' with { type: 'json' };", 'lib/a/b.json'],
    ["import { z } from 'zod/mini';", 'zod/mini'],
  ])('hold that of %s', (text, target) => {
    expect(targets(text)).toEqual([target]);
  });

  it('hold none of a comment, a string, or something computed', () => {
    expect(
      targets("// import './a.ts'\nconst a = \"import { b } from './b.ts'\";\nawait import(a);"),
    ).toEqual([]);
  });

  it('are given with their lines, and packages apart from files', () => {
    expect(readImports({ path: 'x.ts', text: "import 'zod';\n\nexport * from './b.ts';" })).toEqual([
      { from: 'x.ts', line: 1, to: 'zod', isPackage: true },
      { from: 'x.ts', line: 3, to: 'b.ts', isPackage: false },
    ]);
  });

  it('are not guessed where a file does not parse', () => {
    expect(() => targets('import {')).toThrow(/^lib\/a\/x\.ts: /);
  });
});
