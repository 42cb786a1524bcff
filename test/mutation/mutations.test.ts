import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { mutationsOf } from './mutations.ts';
import { survivors } from './survivors.ts';
import { targets } from './targets.ts';

const made = (source: string) => mutationsOf(source, 'a.ts').map((one) => one.source);

it.each([
  ['const a = b < 1;', ['const a = b <= 1;', 'const a = b >= 1;', 'const a = b < 0;', 'const a = b < 2;']],
  ['const a = 1_000;', ['const a = 900;', 'const a = 1100;']],
  ['const a = b && !c;', ['const a = b || !c;', 'const a = b && c;']],
  ['const a = b ?? c;', ['const a = b && c;']],
  ["const a = 'x';", ["const a = '';"]],
  ["const a = '';", ["const a = 'mutated';"]],
  ['if (a) b();', ['if (true) b();', 'if (false) b();', 'if (a) ;']],
  ['const a = b.trim();', ['const a = b;']],
  ['const a = Math.min(b, c);', ['const a = Math.max(b, c);']],
  [
    "const a = [['x', b => b]];",
    ['const a = [];', "const a = [['', b => b]];", 'const a = [[ b => b]];', "const a = [['x', ]];"],
  ],
  ['const a = /^b+$/;', ['const a = /b+$/;', 'const a = /^b+/;', 'const a = /^b*$/;']],
  ['const a = /^b{2,3}$/u;', ['const a = /b{2,3}$/u;', 'const a = /^b{2,3}/u;', 'const a = /^b{2,4}$/u;']],
  [
    'for (let i = b; i < c; i += 1) d();',
    [
      'for (let i = b; i <= c; i += 1) d();',
      'for (let i = b; i >= c; i += 1) d();',
      'for (let i = b; i < c; i += 1) ;',
    ],
  ],
])('of %s makes all small bugs', (source, expected) => {
  expect([...made(source)].sort()).toEqual([...expected].sort());
});

it.each([
  "import { a } from 'b';",
  "type A = 'x' | 1;",
  'interface A { readonly b?: 1 }',
  'const a = (b: 1): 2 => c as 3;',
  'const a = b;',
])('leaves %s alone, which does nothing at run time', (source) => {
  expect(made(source)).toEqual([]);
});

it('leaves out a throw, and leaves the words of an error alone', () => {
  expect(made("throw new Error('no');")).toEqual([';']);
});

it('says where and what', () => {
  expect(mutationsOf('a();\nconst b = true;', 'a.ts').slice(1)).toEqual([
    { line: 2, from: 'true', to: 'false', source: 'a();\nconst b = false;' },
  ]);
});

it('refuses what it cannot read', () => {
  expect(() => mutationsOf('const = 1;', 'a.ts')).toThrow('a.ts: ');
});

it.each(survivors)('the survivor $from as $to still is a bug that can be made in $file', (survivor) => {
  const { file, line, from, to, because } = survivor;
  expect(targets.map((target) => target.file)).toContain(file);
  const source = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  const there = mutationsOf(source, file).filter((one) => one.from === from && one.to === to);
  const lines = there.map((one) => source.split('\n')[one.line - 1]);
  expect(lines.some((text) => text?.includes(line))).toBe(true);
  expect(because).not.toBe('');
});
