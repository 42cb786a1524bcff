/** Which room a file belongs to, and what it may import there. */
import { dirname } from 'node:path/posix';
import type { Arrow } from './circles.ts';
import { type Room, roomFile } from './read-rooms.ts';

/** What one set of `uses` is about: a room, or a file that stands in a room which lists its files. */
export interface Unit {
  readonly path: string;
  readonly uses: readonly string[];
  readonly packages: readonly string[] | undefined;
  /** Where `uses` is written. */
  readonly writtenIn: string;
}

export interface RoomPlan {
  readonly rooms: readonly Room[];
  readonly units: readonly Unit[];
  /** The unit of a file; `undefined`: it stands in a room which lists its files, and not this one; or in no room. */
  readonly unitOf: (file: string) => Unit | undefined;
  /** The rooms around a file, the innermost first. */
  readonly roomsAround: (file: string) => readonly Room[];
  /** From each unit to each that it may import of. */
  readonly mayUse: readonly Arrow[];
}

/** What stands in `house` on the way to `path`: `http` of `functions/core` for all that lies in functions/core/http. */
export const childOf = (house: Room, path: string): string | undefined =>
  path !== house.path && isWithin(path, house.path)
    ? path.slice(house.path.length + 1).split('/')[0]
    : undefined;

/**
 * The room that orders both paths, when the second does not stand below the first in it. Two in the same part of a room
 * are none of its business.
 */
export function isNotBelow(rooms: readonly Room[], path: string, other: string): Room | undefined {
  return rooms.find((house) => {
    const [mine, theirs] = [childOf(house, path), childOf(house, other)];
    if (mine === undefined || theirs === undefined || mine === theirs) return false;
    const floorOf = (name: string) => house.floors.findIndex((floor) => floor.includes(name));
    return floorOf(mine) >= 0 && floorOf(theirs) >= floorOf(mine);
  });
}

export const isWithin = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

export function planRooms(rooms: readonly Room[]): RoomPlan {
  const units = rooms.flatMap((room): readonly Unit[] => {
    const { packages } = room;
    const writtenIn = roomFile(room);
    if (room.files === undefined) return [{ path: room.path, uses: room.uses, packages, writtenIn }];
    return Object.entries(room.files).map(([name, uses]) => ({
      path: `${room.path}/${name}`,
      uses,
      packages,
      writtenIn,
    }));
  });
  const roomsAround = (file: string) =>
    rooms
      .filter(({ path }) => isWithin(dirname(file), path))
      .toSorted((one, other) => other.path.length - one.path.length);
  const unitOf = (file: string) => {
    const [innermost] = roomsAround(file);
    const path = innermost?.files === undefined ? innermost?.path : file;
    return units.find((unit) => unit.path === path);
  };
  // A room that has rooms in it is what they are, and no more: its own `uses` is a wall around them.
  const floors = units.filter(
    ({ path }) => !units.some((other) => other.path !== path && isWithin(other.path, path)),
  );
  const mayUse = floors.flatMap(({ path, uses }) =>
    floors
      .filter((other) => other.path !== path && uses.some((each) => isWithin(other.path, each)))
      .map((other): Arrow => [path, other.path]),
  );
  return { rooms, units: floors, unitOf, roomsAround, mayUse };
}
