/** What stands in a folder that is divided into rooms, and on which floor, by what its files really import. */
import { leadsTo } from './circles.ts';
import { type Import, parse, readImports } from './read-imports.ts';
import { commentText } from './read-rooms.ts';
import { isWithin } from './room-plan.ts';
import type { SourceFile } from './source-file.ts';

export interface House {
  readonly path: string;
  /** The highest floor first. Empty: it is not divided. */
  readonly rooms: readonly HouseRoom[];
}

export interface HouseRoom {
  /** A room, or a file that stands in none within the house. */
  readonly name: string;
  /** From 1; right above the highest that it uses. */
  readonly floor: number;
  /** The first clause of the comment at its door, or at the top of the file. */
  readonly purpose: string;
  /** Names of what it uses: first of what stands beside it, then `lib:` or `functions:` and what stands there. */
  readonly uses: readonly (readonly string[])[];
  readonly inner: House;
}

export function readHouse(path: string, files: readonly SourceFile[]): House {
  const names = childrenOf(path, files);
  if (names.length === 0) return { path, rooms: [] };
  const imports = files
    .filter((file) => isWithin(file.path, path))
    .flatMap(readImports)
    .filter(({ isPackage }) => !isPackage);
  const floors = floorsOf(path, names, imports);
  return {
    path,
    rooms: floors
      .flatMap((floor, below) => floor.map((name) => ({ name, floor: below + 1 })))
      .toSorted((one, other) => other.floor - one.floor || (one.name < other.name ? -1 : 1))
      .map(({ name, floor }) => ({
        name,
        floor,
        purpose: purposeOf(`${path}/${name}`, files),
        uses: usesOf(`${path}/${name}`, path, imports),
        inner: readHouse(`${path}/${name}`, files),
      })),
  };
}

/** Its folders and files, when a door says that it is divided: there are rooms in it, or it lists its files. */
function childrenOf(house: string, files: readonly SourceFile[]): readonly string[] {
  const paths = files.map(({ path }) => path).filter((path) => path.startsWith(`${house}/`));
  const isDivided = paths.some((path) => path.endsWith('/room.ts') && path !== `${house}/room.ts`);
  if (!isDivided && house !== 'bin') return [];
  const names = paths.map((path) => path.slice(house.length + 1).split('/')[0] ?? '');
  return [...new Set(names)].filter((name) => name !== 'room.ts').sort();
}

function floorsOf(
  house: string,
  names: readonly string[],
  imports: readonly Import[],
): readonly (readonly string[])[] {
  const childAt = (path: string) => names.find((name) => isWithin(path, `${house}/${name}`));
  const arrows = imports.flatMap(({ from, to }) => {
    const [one, other] = [childAt(from), childAt(to)];
    return one === undefined || other === undefined || one === other ? [] : [[one, other] as const];
  });
  const floors: (readonly string[])[] = [];
  let left = names;
  while (left.length > 0) {
    const free = left.filter((name) => arrows.every(([from, to]) => from !== name || !left.includes(to)));
    // Rooms in a circle have no order: they share a floor, and another test names them.
    const floor = free.length > 0 ? free : left.filter((name) => leadsTo(arrows, name, name));
    floors.push(floor);
    left = left.filter((name) => !floor.includes(name));
  }
  return floors;
}

function purposeOf(path: string, files: readonly SourceFile[]): string {
  const file = files.find((each) => each.path === `${path}/room.ts` || each.path === path);
  const [comment] = file === undefined ? [] : parse(file).comments;
  if (comment === undefined || comment.start > 0) return '';
  return (
    commentText(comment)
      .join(' ')
      .split(/[.:;,]\s|[.:;,]$/)[0] ?? ''
  );
}

function usesOf(path: string, house: string, imports: readonly Import[]): HouseRoom['uses'] {
  const outside = imports.filter(({ from, to }) => isWithin(from, path) && !isWithin(to, path));
  const namesIn = (folder: string) => {
    const used = outside.map(({ to }) => to).filter((to) => to.startsWith(`${folder}/`));
    return [...new Set(used.map((to) => to.slice(folder.length + 1).split('/')[0] ?? ''))].sort();
  };
  const elsewhere = ['lib', 'functions'].filter((folder) => !isWithin(house, folder));
  return [namesIn(house), ...elsewhere.map((folder) => [`${folder}:`, ...namesIn(folder)])].filter((names) =>
    names.some((name) => !name.endsWith(':')),
  );
}
