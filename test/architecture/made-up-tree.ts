/** Small made-up repositories for the tests of the checker. */
import { readImports } from './read-imports.ts';
import { readRooms } from './read-rooms.ts';
import type { SourceFile } from './source-file.ts';

const comment = '/**\n * What the room is for.\n * What it may use.\n */\n';

/** A file of `path` that is a door with a fitting comment: `fields` is what stands in its braces. */
export const door = (folder: string, fields: string): SourceFile => ({
  path: `${folder}/room.ts`,
  text: `${comment}export const room = { ${fields} } as const;\n`,
});

export type MadeUpFile = SourceFile | readonly [path: string, text?: string];

/** Files with their imports and rooms read. */
export function tree(...files: readonly MadeUpFile[]) {
  const all = files.map((file) => ('path' in file ? file : { path: file[0], text: file[1] ?? '' }));
  return { files: all, imports: all.flatMap(readImports), rooms: readRooms(all) };
}
