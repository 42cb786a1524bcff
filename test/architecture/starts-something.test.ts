import { describe, expect, it } from 'vitest';
import { startsSomething } from './starts-something.ts';

describe('what a file starts when it is imported', () => {
  const starts = (text: string) => startsSomething({ path: 'a.ts', text });

  it.each([
    "import './b.ts';",
    'run();',
    'await run();',
    'if (a) run();',
    'for (const a of b) run(a);',
    'a.b = 1;',
  ])('is %s', (text) => {
    expect(starts(`import { a } from './a.ts';\n${text}`)).toEqual([`a.ts:2 ${text}`]);
  });

  it('is nothing where it only declares, and fills what it declares', () => {
    const text = `import { run } from './run.ts';
export * from './b.ts';
export type A = string;
interface B {}
declare const c: string;
export const d = new Set<string>();
for (const each of ['a']) d.add(each);
const e = new Map();
for (const each of ['a']) { e.set(each, 1); }
export default define({});
export function f() { run(); }
class G {}
`;
    expect(starts(text)).toEqual(["a.ts:7 for (const each of ['a']) d.add(each);"]);
  });
});
