import { describe, expect, it } from 'vitest';
import { describeBreaches } from './breach.ts';
import { doorBreaches } from './door-breaches.ts';
import { door, type MadeUpFile, tree } from './made-up-tree.ts';

const check = (...given: readonly MadeUpFile[]) => {
  const { files, rooms } = tree(...given);
  return describeBreaches(doorBreaches(files, rooms));
};

describe('the doors of the rooms', () => {
  it('fit a house that is in order', () => {
    expect(
      check(
        door('core', "uses: [], floors: [['low'], ['high', 'top.ts']], files: { 'top.ts': ['core/low'] }"),
        door('core/low', 'uses: []'),
        door('core/high', "uses: ['core/low/a.ts']"),
        ['core/low/a.ts'],
        ['core/low/folder/of/its/own.ts'],
        ['core/high/b.ts'],
        ['core/top.ts'],
      ),
    ).toBe('');
  });

  it('are missed at a folder beside others that have one', () => {
    expect(check(door('lib', 'uses: []'), door('lib/cli', 'uses: []'), ['lib/attic/a.ts'])).toBe(
      `lib/attic/ has no room.ts
  rule: each folder of lib is a room, and has one file at its door
  way out: write lib/attic/room.ts: what the room is for, and what it may use; or move its files into a room
`,
    );
  });

  it('are missed around a file that stands in no room', () => {
    expect(check(door('core', "uses: [], files: { 'log.ts': [] }"), ['core/log.ts'], ['core/stray.ts'])).toBe(
      `core/stray.ts stands in no room
  rule: at the top of core stands log.ts (core/room.ts)
  way out: move it into the room that it belongs to; or, if it ties rooms together, list it there
`,
    );
  });

  it('name no file and no room that is not there', () => {
    expect(check(door('core', "uses: ['gone'], files: { 'gone.ts': [] }"))).toBe(
      `core/room.ts: lists gone.ts
  rule: a door lists what is there
  way out: take gone.ts out of files

core/room.ts: uses gone
  rule: a door names what is there: a folder, or a file with its ending
  way out: write its path from the top of the repository, or take it out
`,
    );
  });

  it('allow nothing against the order of their house', () => {
    expect(
      check(
        door('core', "uses: [], floors: [['low'], ['high', 'higher']]"),
        door('core/low', "uses: ['core/high']"),
        door('core/high', "uses: ['core/higher']"),
        door('core/higher', "uses: ['core/low']"),
      ),
    ).toContain(
      `core/low/room.ts: lets core/low use core/high
  rule: core stands in one order, and each uses only what is lower: low <- high, higher (core/room.ts)
  way out: declare in core/low what it needs, and let who stands above both pass it in

core/high/room.ts: lets core/high use core/higher
`,
    );
  });

  it('stand on one floor each', () => {
    const found = check(
      door('core', "uses: [], floors: [['low', 'gone'], ['low']]"),
      door('core/low', 'uses: []'),
      door('core/other', 'uses: []'),
    );
    expect(found).toContain('core/room.ts: low does not stand on one floor');
    expect(found).toContain('core/room.ts: gone does not stand on one floor');
    expect(found).toContain('core/room.ts: other does not stand on one floor');
  });

  it('lead in no circle, where a house has no order of its own', () => {
    expect(
      check(door('one', "uses: ['two']"), door('two', "uses: ['three']"), door('three', "uses: ['one']")),
    ).toBe(
      `one -> two -> three -> one
  rule: what rooms may use leads one way, and from these doors it leads back
  way out: take the entry out of uses that leads up, and open the imports behind it
`,
    );
  });

  it('say in two to five lines what the room is for', () => {
    const text = 'export const room = { uses: [] } as const;';
    expect(check({ path: 'core/room.ts', text: `/** Too short. */\n${text}` })).toContain(
      'core/room.ts: its comment has 1 lines\n  rule: a room says at its door in two to five lines',
    );
    expect(check({ path: 'core/room.ts', text })).toContain('its comment has 0 lines');
    const six = `/**\n${' * line\n'.repeat(6)} */\n`;
    expect(check({ path: 'core/room.ts', text: six + text })).toContain('its comment has 6 lines');
  });
});
