import { describe, expect, it } from 'vitest';
import { describeBreaches } from './breach.ts';
import { door, type MadeUpFile, tree } from './made-up-tree.ts';
import { importBreaches } from './room-breaches.ts';

const house = [
  door(
    'core',
    "uses: ['shared'], floors: [['low'], ['high', 'log.ts'], ['top.ts']], files: { 'log.ts': [], 'top.ts': ['core/high'] }",
  ),
  door('core/low', 'uses: [], packages: []'),
  door('core/high', "uses: ['core/low', 'core/log.ts', 'outside'], packages: ['@aws-sdk/*', 'node:fs']"),
];
const check = (...files: readonly MadeUpFile[]) => {
  const { imports, rooms } = tree(...house, ...files);
  return describeBreaches(importBreaches(imports, rooms));
};

describe('an import between rooms', () => {
  it('is allowed where the door names its room, and within one room', () => {
    expect(
      check(
        ['core/high/a.ts', "import '../low/b.ts'; import './c.ts'; import '../log.ts';"],
        ['core/high/inner/d.ts', "import '../../low/b.ts'; import '../a.ts';"],
        ['core/top.ts', "import './high/a.ts';"],
        ['elsewhere/e.ts', "import '../core/low/b.ts';"],
      ),
    ).toBe('');
  });

  it('is refused upwards, with the rule, the import and the way out', () => {
    expect(check(['core/low/b.ts', "\nimport type { A } from '../high/a.ts';"], ['core/high/a.ts'])).toBe(
      `core/low/b.ts:2 -> core/high/a.ts
  rule: core/low uses only what its door names, core/low/room.ts
  way out: core/high does not stand below core/low. Move what both need into core/low or below it; or declare in core/low what it needs, and let who stands above both pass it in
`,
    );
  });

  it('is refused downwards where the door does not name it, with another way out', () => {
    expect(check(['core/top.ts', "export * from './low/b.ts';"], ['core/low/b.ts'])).toBe(
      `core/top.ts:1 -> core/low/b.ts
  rule: core/top.ts uses only what its door names, core/room.ts
  way out: is it what core/top.ts is for? Then add 'core/low' to its uses; no circle comes of it. Otherwise let the caller pass in what it needs
`,
    );
  });

  it('is refused out of a room around it, whatever the room within may use', () => {
    expect(check(['core/high/a.ts', "import '../../outside/x.ts';"], ['outside/x.ts'])).toBe(
      `core/high/a.ts:1 -> outside/x.ts
  rule: nothing in core uses anything outside of it but shared, core/room.ts
  way out: move what is needed of outside/x.ts into core
`,
    );
  });

  it('is refused beside it on the same floor', () => {
    const { imports, rooms } = tree(
      door('core', "uses: [], floors: [['one', 'other']]"),
      door('core/one', 'uses: []'),
      door('core/other', 'uses: []'),
      ['core/one/a.ts', "let b: import('../other/b.ts').B;"],
    );
    expect(describeBreaches(importBreaches(imports, rooms))).toContain(
      'core/one/a.ts:1 -> core/other/b.ts\n  rule: core/one uses only what its door names',
    );
  });
});

describe('an import of a package', () => {
  it('is allowed where the door names it, or says nothing of packages', () => {
    expect(
      check(
        ['core/high/a.ts', "import '@aws-sdk/client-sqs'; import 'node:fs';"],
        ['core/top.ts', "import 'anything';"],
      ),
    ).toBe('');
  });

  it('is refused elsewhere', () => {
    expect(check(['core/high/a.ts', "import 'node:fs/promises';"])).toBe(
      `core/high/a.ts:1 -> node:fs/promises
  rule: the packages of core/high are @aws-sdk/*, node:fs, core/high/room.ts
  way out: let the caller pass it in; or, if it is what the room is for, add 'node:fs/promises' to its packages
`,
    );
    expect(check(['core/low/a.ts', "import 'zod';"])).toContain('the packages of core/low are nothing');
  });
});
