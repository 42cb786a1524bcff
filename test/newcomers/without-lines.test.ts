import { expect, it } from 'vitest';
import { withoutLines } from './without-lines.ts';

const path = 'functions/things/index.ts';

it('a list loses what is imported from the removed folders and files, and keeps the rest', () => {
  const list = `import type { Thing } from '../core/thing.ts';
import a from './a/thing.ts';
import { b } from './b.ts';
import { mine } from './mine.ts';

/** All. */
export const things: readonly Thing[] = [
  a,
  b,
  mine,
];
`;
  expect(
    withoutLines(list, path, ['functions/things/a', 'functions/things/b.ts']),
  ).toBe(`import type { Thing } from '../core/thing.ts';
import { mine } from './mine.ts';

/** All. */
export const things: readonly Thing[] = [
  mine,
];
`);
});

it.each([
  ['[a, b, mine]', '[mine]'],
  ['[mine, a, b]', '[mine]'],
  ['[a, mine, b]', '[mine]'],
  ['[a, b]', '[]'],
  ['[\n  a,\n  b,\n]', '[]'],
])('of %j stays %j', (array, left) => {
  const imports = "import a from './a/thing.ts';\nimport { b } from './b.ts';\n";
  expect(
    withoutLines(`${imports}export const things = ${array};\n`, path, [
      'functions/things/a',
      'functions/things/b.ts',
    ]),
  ).toBe(`export const things = ${left};\n`);
});
