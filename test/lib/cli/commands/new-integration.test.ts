import { cpSync, globSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { thingIntegration } from '../../../fixtures/fixture-integration.ts';
import { interlock } from '../interlock.ts';

const integration = thingIntegration();
const type = integration.event.type;

let root: string;
const write = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'interlock-new-'));
  write('functions/events/thing.ts', `export const thing = defineEvent({ type: '${type}', data });\n`);
  write(
    'functions/destinations/acme/create-thing.ts',
    "import type { Base } from './base.ts';\nexport type ThingParams = Readonly<Base & { size?: number | null }>;\nexport const createThing = defineOperation<ThingParams>({ name: 'create-thing' });\n",
  );
  write('functions/destinations/acme/base.ts', 'export interface Base { readonly title: string }\n');
  write(
    'functions/destinations/acme/take-anything.ts',
    'export const takeAnything = defineOperation<Anything>({});\nexport type Anything = Readonly<Record<string, unknown>>;\n',
  );
  write('functions/integrations/index.ts', 'export const integrations: readonly AnyIntegration[] = [];\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const run = (...args: readonly string[]) =>
  interlock(['new', 'integration', ...args], {
    context: { root, events: [integration.event], integrations: [integration] },
  });

const name = 'thing-made-to-acme';
const made = () => globSync('functions/{integrations/*,mapping}/*.ts', { cwd: root }).sort();

describe('new integration', () => {
  it('writes three short files and a line in the list', async () => {
    const ran = await run(type, 'acme/create-thing', '--name', name, '--json');
    const { files, lists } = JSON.parse(ran.stdout);
    expect([ran.code, lists]).toEqual([0, ['functions/integrations/index.ts']]);
    expect(made()).toEqual(files.map(({ path }: { path: string }) => path).sort());
    expect(made()).toHaveLength(3);
  });

  it('reads the input through aliases, intersections and other files', async () => {
    const ran = await run(type, 'acme/create-thing', '--name', name, '--dry-run');
    expect(ran.stdout).toContain("// string\n    title: m.from('?'),");
    expect(ran.stdout).toContain("// number | null, or m.omit('why')\n    size: m.from('?'),");
    expect([ran.code, made()]).toEqual([0, []]);
  });

  it('overwrites nothing, and takes another file for a second mapping of the same subject', async () => {
    await run(type, 'acme/create-thing', '--name', name);
    cpSync(join(root, 'functions/mapping'), join(root, 'before'), { recursive: true });
    const again = await run(type, 'acme/create-thing', '--name', name);
    expect([again.code, again.stderr.includes('there is already')]).toEqual([1, true]);
  });

  it.each<[string, readonly string[], number, string]>([
    ['an event that is not there', ['thing.gone', 'acme/create-thing'], 2, `there are ${type}`],
    ['an operation that is not there', [type, 'acme/create-thnig'], 2, 'did you mean "acme/create-thing"'],
    ['an operation that leads out', [type, '../x'], 2, 'there is no operation'],
    ['a name that says no event', [type, 'acme/create-thing', '--name', 'acme'], 2, '<event>-to-<what>'],
    [
      'a name that is too long',
      [type, 'acme/create-thing', '--name', `a-to-${'b'.repeat(42)}`],
      2,
      'at most 46',
    ],
    [
      'an operation that takes anything',
      [type, 'acme/take-anything', '--name', name],
      1,
      'says nothing of the fields of Anything',
    ],
  ])('refuses %s', async (_what, args, code, message) => {
    const ran = await run(...args);
    expect([ran.code, ran.stdout, made()]).toEqual([code, '', []]);
    expect(ran.stderr).toContain(message);
  });
});
