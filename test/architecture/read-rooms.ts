/** The rooms of the repository: a folder with a `room.ts` at its door, which says what may be imported in it. */
import { dirname } from 'node:path/posix';
import type { ObjectExpression, ParseResult } from 'oxc-parser';
import { parse } from './read-imports.ts';
import type { SourceFile } from './source-file.ts';

export interface Room {
  /** Its folder. */
  readonly path: string;
  /** The comment at the door, without its stars: what the room is for. */
  readonly about: readonly string[];
  /** Rooms, and files of rooms, that what stands here may import; all that lies below one is meant with it. */
  readonly uses: readonly string[];
  /** Packages that it may import. A name with a star at its end means all that begin so. `undefined`: any. */
  readonly packages: readonly string[] | undefined;
  /**
   * The order of what stands in this room, folders and files by their names, the lowest floor first: nobody may use what
   * stands on his own floor or above. Empty: no order of its own.
   */
  readonly floors: readonly (readonly string[])[];
  /**
   * What each file that stands in this room, and in no room within it, may import. `undefined`: all of them what the
   * room may.
   */
  readonly files: Readonly<Record<string, readonly string[]>> | undefined;
}

export const roomFile = (room: Pick<Room, 'path'>) => `${room.path}/room.ts`;

/** Throws, naming the file, when a `room.ts` holds anything but one constant `room` of plain values. */
export const readRooms = (files: readonly SourceFile[]): readonly Room[] =>
  files.filter(({ path }) => path.endsWith('/room.ts')).map(readRoom);

function readRoom(file: SourceFile): Room {
  const parsed = parse(file);
  try {
    const {
      uses,
      packages,
      files,
      floors = [],
      ...other
    } = plainValue(constantOf(parsed)) as Record<string, unknown>;
    if (Object.keys(other).length > 0) throw new Error(`unknown: ${Object.keys(other)}`);
    return {
      path: dirname(file.path),
      about: commentText(parsed.comments[0]),
      uses: textList(uses),
      packages: packages === undefined ? undefined : textList(packages),
      floors: (floors as unknown[]).map(textList),
      files:
        files === undefined
          ? undefined
          : Object.fromEntries(Object.entries(files as object).map(([name, each]) => [name, textList(each)])),
    };
  } catch (cause) {
    throw new Error(`${file.path}: write export const room = { uses: ['…'] } as const, with plain texts`, {
      cause,
    });
  }
}

/** The lines of a comment that say something, without their stars. */
export const commentText = (comment?: { readonly value: string }): readonly string[] =>
  (comment?.value ?? '')
    .split('\n')
    .map((line) => line.replace(/^\s*\*+ ?/, '').trim())
    .filter((line) => line !== '');

/** The object in `export const room = { … } as const`. Throws when the file holds anything else. */
function constantOf({ program }: ParseResult): ObjectExpression {
  const [statement, ...more] = program.body;
  if (statement?.type !== 'ExportNamedDeclaration' || more.length > 0) throw new Error('not one export');
  const declared = statement.declaration;
  if (declared?.type !== 'VariableDeclaration') throw new Error('no constant');
  const [{ id, init } = {}] = declared.declarations;
  if (id?.type !== 'Identifier' || id.name !== 'room') throw new Error('not named room');
  if (init?.type !== 'TSAsExpression' || init.expression.type !== 'ObjectExpression') {
    throw new Error('no object as const');
  }
  return init.expression;
}

/** Takes objects, lists and texts, and throws at anything that would have to be run. */
function plainValue(node: { readonly type: string }): unknown {
  const each = node as
    | ObjectExpression
    | { type: 'ArrayExpression'; elements: { type: string }[] }
    | { type: 'Literal'; value: unknown };
  if (each.type === 'Literal') return each.value;
  if (each.type === 'ArrayExpression') return each.elements.map(plainValue);
  if (each.type !== 'ObjectExpression') throw new Error(`not plain: ${node.type}`);
  return Object.fromEntries(
    each.properties.map((property) => {
      if (property.type !== 'Property' || property.computed) throw new Error('not plain: a spread');
      const { key, value } = property;
      return [key.type === 'Identifier' ? key.name : plainValue(key), plainValue(value)];
    }),
  );
}

function textList(value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.some((each) => typeof each !== 'string')) throw new Error('no texts');
  return value;
}
