import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, isAbsolute, join, relative } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bundle, root } from '../../../../lib/build/bundle.ts';
import { inputsOf, type Reloading, startReloading } from '../../../../lib/local/reload/start-reloading.ts';

let top = '';
let reloading: Reloading;
let said: string[];
let replaced: { name: string; code: string }[];
let refuse: string | undefined;

const write = (file: string, text: string) => writeFileSync(join(root, top, file), text);
const greeter = (greeting: string) =>
  `import { name } from './name.ts';\nexport const handler = () => \`${greeting} \${name}\`;\n`;

beforeAll(() => {
  // Inside the repository: functions are built from its top.
  const dir = mkdtempSync(join(root, '.interlock-test-'));
  top = `${basename(dir)}/`;
});

afterAll(() => rmSync(join(root, top), { recursive: true, force: true }));

beforeEach(async () => {
  [said, replaced, refuse] = [[], [], undefined];
  for (const name of ['one', 'other']) {
    mkdirSync(join(root, top, name), { recursive: true });
    write(`${name}/name.ts`, `export const name: string = '${name}';\n`);
    write(`${name}/handler.ts`, greeter('good day'));
  }
  write('list.ts', '');
  const sources = ['one', 'other'].map((name) => ({ name, entry: `${top}${name}/handler.ts` }));
  const inputs = await Promise.all(
    sources.map(async (source) => [source.name, inputsOf(await bundle(source))] as const),
  );
  reloading = startReloading({
    sources,
    inputs: new Map(inputs),
    fixed: [`${top}list.ts`],
    outDir: relative(process.cwd(), join(root, top, 'out')),
    replaceCode: async (name, dir) => {
      if (refuse !== undefined) throw new Error(refuse);
      // As a sandbox has it, which works in another folder.
      expect(isAbsolute(dir)).toBe(true);
      replaced.push({ name, code: readFileSync(join(dir, 'handler.mjs'), 'utf8') });
    },
    say: (line) => said.push(line.replaceAll(top, '')),
  });
});

afterEach(() => reloading.stop());

describe('an edit', () => {
  it('is built and handed over, for the functions that it is in and no others', async () => {
    write('one/name.ts', `export const name: string = 'dear reader';\n`);

    await expect.poll(() => replaced).toHaveLength(1);
    expect(replaced[0]).toEqual({ name: 'one', code: expect.stringContaining('dear reader') });
    await expect
      .poll(() => said)
      .toEqual([expect.stringMatching(/^one\/name\.ts: live in one after \d+\.\d s$/)]);
  });

  it('of code that does not compile leaves what runs, and says where the first mistake stands', async () => {
    write('one/handler.ts', 'export const handler = () => {\n  return 1 1;\n};\n');

    await expect
      .poll(() => said)
      .toEqual([
        'one/handler.ts: not taken in, what ran runs on. one/handler.ts:2:12: Expected ";" but found "1"',
      ]);
    expect(replaced).toEqual([]);
  });

  it('of code that does not come up leaves what runs, and says so', async () => {
    refuse = 'TypeError: map is no function\n  at line 3';
    write('one/handler.ts', greeter('hello'));

    await expect
      .poll(() => said)
      .toEqual(['one/handler.ts: not taken in, what ran runs on. TypeError: map is no function']);
  });

  it('that waits for a file which is not there yet is taken in when that has come', async () => {
    rmSync(join(root, top, 'one/later.ts'), { force: true });
    write('one/name.ts', `export { name } from './later.ts';\n`);
    await expect.poll(() => said).toEqual([expect.stringContaining('Could not resolve "./later.ts"')]);

    write('one/later.ts', `export const name = 'late';\n`);

    await expect.poll(() => replaced).toHaveLength(1);
    expect(replaced[0]?.code).toContain('late');
    expect(said.filter((line) => line.includes('not taken in'))).toHaveLength(1);
  });

  it('of a file that a new import brought is taken in too', async () => {
    write('one/new.ts', `export const name = 'first';\n`);
    write('one/name.ts', `export { name } from './new.ts';\n`);
    await expect.poll(() => replaced).toHaveLength(1);

    write('one/new.ts', `export const name = 'second';\n`);

    await expect.poll(() => replaced).toHaveLength(2);
    expect(replaced[1]?.code).toContain('second');
  });

  it('of what the environment is made of asks for a new start', async () => {
    write('list.ts', 'export {};\n');

    await expect
      .poll(() => said)
      .toEqual(['list.ts was edited: start again to take it in (--keep keeps queues, ledger and secrets)']);
    expect(replaced).toEqual([]);
  });
});
