/** Doors that do not fit the house. */
import { dirname } from 'node:path/posix';
import { atTheDoor, type Breach, listOf } from './breach.ts';
import { circlesIn } from './circles.ts';
import { type Room, roomFile } from './read-rooms.ts';
import { childOf, isNotBelow, isWithin, planRooms } from './room-plan.ts';
import type { SourceFile } from './source-file.ts';

/** Rooms without a door, files in no room, `uses` of what is not there, against the order, or in a circle. */
export function doorBreaches(files: readonly SourceFile[], rooms: readonly Room[]): readonly Breach[] {
  const plan = planRooms(rooms);
  const paths = files.map(({ path }) => path);
  return [
    ...rooms.flatMap((room) => [
      ...foldersWithoutDoor(room, paths, rooms),
      ...filesWithoutPlace(room, paths),
      ...usesOfNothing(room, paths),
      ...usesUpwards(room, rooms),
      ...withoutFloor(room, paths),
      ...withoutComment(room),
    ]),
    ...circlesIn(plan.mayUse).map((circle) => ({
      found: circle.join(' -> '),
      rule: 'what rooms may use leads one way, and from these doors it leads back',
      wayOut: 'take the entry out of uses that leads up, and open the imports behind it',
    })),
  ];
}

/** A house is divided wholly or not at all: where one folder has a door, each beside it has one. */
function foldersWithoutDoor(room: Room, paths: readonly string[], rooms: readonly Room[]): readonly Breach[] {
  const inner = rooms.filter(({ path }) => dirname(path) === room.path).map(({ path }) => path);
  if (inner.length === 0) return [];
  const folders = new Set(
    paths
      .filter((path) => isWithin(path, room.path) && path.split('/').length > room.path.split('/').length + 1)
      .map((path) =>
        path
          .split('/')
          .slice(0, room.path.split('/').length + 1)
          .join('/'),
      ),
  );
  return [...folders]
    .filter((folder) => !inner.includes(folder))
    .map((folder) => ({
      found: `${folder}/ has no room.ts`,
      rule: `each folder of ${room.path} is a room, and has one file at its door`,
      wayOut: `write ${folder}/room.ts: what the room is for, and what it may use; or move its files into a room`,
    }));
}

function filesWithoutPlace(room: Room, paths: readonly string[]): readonly Breach[] {
  if (room.files === undefined) return [];
  const listed = Object.keys(room.files);
  const there = paths
    .filter((path) => dirname(path) === room.path && path !== roomFile(room))
    .map((path) => path.slice(room.path.length + 1));
  return [
    ...there
      .filter((name) => !listed.includes(name))
      .map((name) => ({
        found: `${room.path}/${name} stands in no room`,
        rule: `at the top of ${room.path} stands ${listOf(listed)} (${roomFile(room)})`,
        wayOut: 'move it into the room that it belongs to; or, if it ties rooms together, list it there',
      })),
    ...listed
      .filter((name) => !there.includes(name))
      .map((name) =>
        atTheDoor(room.path, `lists ${name}`, 'a door lists what is there', `take ${name} out of files`),
      ),
  ];
}

function usesOfNothing(room: Room, paths: readonly string[]): readonly Breach[] {
  const used = [room.uses, ...Object.values(room.files ?? {})].flat();
  return used
    .filter((name) => !paths.some((path) => isWithin(path, name)))
    .map((name) =>
      atTheDoor(
        room.path,
        `uses ${name}`,
        'a door names what is there: a folder, or a file with its ending',
        'write its path from the top of the repository, or take it out',
      ),
    );
}

/** What a door names although it stands no lower. */
function usesUpwards(room: Room, rooms: readonly Room[]): readonly Breach[] {
  const byUnit: [path: string, uses: readonly string[]][] = [
    [room.path, room.uses],
    ...Object.entries(room.files ?? {}).map(
      ([name, uses]) => [`${room.path}/${name}`, uses] as [string, string[]],
    ),
  ];
  return byUnit.flatMap(([path, uses]) =>
    uses.flatMap((used) => {
      const house = isNotBelow(rooms, path, used);
      if (house === undefined) return [];
      const order = house.floors.map((floor) => floor.join(', ')).join(' <- ');
      return [
        atTheDoor(
          room.path,
          `lets ${path} use ${used}`,
          `${house.path} stands in one order, and each uses only what is lower: ${order} (${roomFile(house)})`,
          `declare in ${path} what it needs, and let who stands above both pass it in`,
        ),
      ];
    }),
  );
}

function withoutFloor(room: Room, paths: readonly string[]): readonly Breach[] {
  if (room.floors.length === 0) return [];
  const there = new Set(paths.flatMap((path) => childOf(room, path) ?? []));
  there.delete('room.ts');
  const named = room.floors.flat();
  const wrong = [
    ...[...there].filter((name) => named.filter((each) => each === name).length !== 1),
    ...named.filter((name) => !there.has(name)),
  ];
  return wrong.map((name) =>
    atTheDoor(
      room.path,
      `${name} does not stand on one floor`,
      'floors name once each folder and file of the room, and nothing else',
      'write it on the floor above all that it uses, or take it out',
    ),
  );
}

function withoutComment(room: Room): readonly Breach[] {
  if (room.about.length >= 2 && room.about.length <= 5) return [];
  return [
    atTheDoor(
      room.path,
      `its comment has ${room.about.length} lines`,
      'a room says at its door in two to five lines what it is for and what it may use',
      'write the comment at the top of the file',
    ),
  ];
}
