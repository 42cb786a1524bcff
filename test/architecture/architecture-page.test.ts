import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pagePath, withPicture } from './architecture-page.ts';
import { drawRooms } from './draw-rooms.ts';
import { door, tree } from './made-up-tree.ts';
import { readSourceFiles, root } from './source-file.ts';

const made = tree(
  ['bin/run.ts', "/** The door: runs it. */\nimport '../lib/cli/main.ts';"],
  door('lib', "uses: [], files: { 'app.ts': [] }"),
  ['lib/app.ts', "import './stack/a.ts'; import type { L } from '../functions/core/log.ts';"],
  door('lib/stack', 'uses: []'),
  ['lib/stack/a.ts', "import '../../functions/events/e.ts';"],
  door('lib/cli', 'uses: []'),
  ['lib/cli/main.ts', "import '../app.ts'; import 'node:fs';"],
  door('functions/events', 'uses: []'),
  ['functions/events/e.ts', "import '../core/pace/p.ts';"],
  door('functions/core', "uses: [], files: { 'log.ts': [] }"),
  ['functions/core/log.ts'],
  door('functions/core/pace', 'uses: []'),
  door('functions/core/pace/deep', 'uses: []'),
  door('functions/core/pace/deeper', 'uses: []'),
  ['functions/core/pace/deep/d.ts', "import '../deeper/e.ts';"],
  ['functions/core/pace/deeper/e.ts'],
  ['functions/core/pace/p.ts', "import '../log.ts';"],
).files;

describe('the picture of the rooms', () => {
  it('shows each with its floor, what it is for, and what it uses', () => {
    const text = drawRooms(made);
    const rows = text.split('\n').map((row) => row.replace(/[│┌└─┐┘ ]+/g, ' ').trim());
    expect(rows).toEqual([
      'bin',
      '1 run.ts The door ↓ lib: cli',
      '',
      'lib',
      '3 cli What the room is for ↓ app.ts',
      '2 app.ts ↓ stack',
      'functions: core',
      '1 stack What the room is for ↓ functions: events',
      '',
      'functions',
      '2 events What the room is for ↓ core',
      'functions/core',
      '2 pace What the room is for ↓ log.ts',
      '(deeper, p.ts ← deep)',
      '1 log.ts',
      '',
      '',
    ]);
    expect(new Set(text.split('\n').map((row) => row.length))).toEqual(new Set([110]));
  });

  it('puts rooms in a circle on one floor', () => {
    const circle = tree(
      door('lib/a', 'uses: []'),
      ['lib/a/a.ts', "import '../b/b.ts';"],
      door('lib/b', 'uses: []'),
      ['lib/b/b.ts', "import '../a/a.ts';"],
    ).files;
    expect(drawRooms(circle)).toMatch(/1 a .*↓ b .*\n.*1 b .*↓ a /);
  });
});

describe('the page of the architecture', () => {
  it('takes the picture between its marks, and leaves the rest', () => {
    const page = 'before\n<!-- rooms -->\nold\n<!-- /rooms -->\nafter $1\n';
    expect(withPicture(page, [])).toMatch(
      /^before\n<!-- rooms -->\n```text\n┌[\s\S]*┘\n```\n<!-- \/rooms -->\nafter \$1\n$/,
    );
    expect(() => withPicture('no marks', [])).toThrow('put <!-- rooms -->');
  });

  it('shows the rooms as they are: npm run accept:architecture', () => {
    const page = readFileSync(join(root, pagePath), 'utf8');
    expect(page).toBe(withPicture(page, readSourceFiles()));
  });
});
