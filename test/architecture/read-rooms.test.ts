import { describe, expect, it } from 'vitest';
import { readRooms } from './read-rooms.ts';

const read = (text: string) => readRooms([{ path: 'lib/x/room.ts', text }]);

describe('a room.ts', () => {
  it('is read without being run', () => {
    const text = `/**
 * What it is for.
 * What it may use.
 */
export const room = { uses: ['a', 'b/c.ts'], packages: ['zod'], floors: [['x'], ['y.ts']], files: { 'y.ts': ['b'] } } as const;
`;
    expect(read(text)).toEqual([
      {
        path: 'lib/x',
        about: ['What it is for.', 'What it may use.'],
        uses: ['a', 'b/c.ts'],
        packages: ['zod'],
        floors: [['x'], ['y.ts']],
        files: { 'y.ts': ['b'] },
      },
    ]);
  });

  it('leaves packages free when it does not name them', () => {
    expect(read('export const room = { uses: [] } as const;')).toMatchObject([
      { packages: undefined, files: undefined, floors: [] },
    ]);
  });

  it.each([
    'export const room = { uses: [] };',
    'export const door = { uses: [] } as const;',
    'export const room = { uses: names } as const;',
    "export const room = { uses: [...names, 'a'] } as const;",
    'export const room = { uses: [1] } as const;',
    'export const room = { use: [], uses: [] } as const;',
    'export const room = {} as const;',
    "import './a.ts'; export const room = { uses: [] } as const;",
    'export default 1;',
  ])('is refused as %s', (text) => {
    expect(() => read(text)).toThrow(/^lib\/x\/room\.ts: write export const room/);
  });
});
