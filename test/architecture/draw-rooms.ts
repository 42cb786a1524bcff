/** The picture of the rooms, as text, from what their files really import and say of themselves. */
import { type House, readHouse } from './house.ts';
import type { SourceFile } from './source-file.ts';

/** As wide as a page of GitHub shows code without a scroll bar. */
const columnsMax = 110;
const nameColumns = 18;
const purposeColumns = 35;
/** The frames of a house, and of the house in it. */
const usesColumns = columnsMax - 8 - nameColumns - purposeColumns - 4;

/** A box for each house, the highest first; in it each room with its floor, what it is for, and what it uses. */
export const drawRooms = (files: readonly SourceFile[]): string =>
  ['bin', 'lib', 'functions'].flatMap((path) => boxOf(readHouse(path, files), columnsMax)).join('\n');

function boxOf(house: House, columns: number): readonly string[] {
  const lines = house.rooms.flatMap(({ floor, name, purpose, uses, inner }) => {
    // The engine is a house in the house.
    if (name === 'core') return boxOf(inner, columns - 4);
    const order = inner.rooms.length === 0 ? [] : `(${orderOf(inner)})`.split(' ');
    const right = [...uses, order].flatMap((names) => wrap(names, usesColumns));
    const left = wrap(purpose.split(' '), purposeColumns);
    return Array.from({ length: Math.max(left.length, right.length) }, (_, at) => {
      const title = at === 0 ? `${floor} ${name}` : '';
      const arrow = at === 0 && right.length > 0 ? '↓ ' : '  ';
      return `${title.padEnd(nameColumns)}${(left[at] ?? '').padEnd(purposeColumns)} ${arrow}${right[at] ?? ''}`;
    });
  });
  return [
    `┌─ ${house.path} ${'─'.repeat(columns - house.path.length - 5)}┐`,
    ...lines.map((line) => `│ ${line.padEnd(columns - 4)} │`),
    `└${'─'.repeat(columns - 2)}┘`,
  ];
}

/** `shape ← lock ← drift, probe`. */
function orderOf({ rooms }: House): string {
  const floors = Map.groupBy(rooms.toReversed(), ({ floor }) => floor);
  return [...floors.values()]
    .map((floor) =>
      floor
        .map(({ name }) => name)
        .toSorted()
        .join(', '),
    )
    .join(' ← ');
}

/** Lines of at most so many columns; a word that is longer has a line of its own. */
function wrap(words: readonly string[], columns: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const line = `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && line.length <= columns) lines[lines.length - 1] = line;
    else lines.push(word);
  }
  return lines;
}
