/** Imports that a room's door does not allow. */
import { dirname } from 'node:path/posix';
import { type Breach, listOf } from './breach.ts';
import { leadsTo } from './circles.ts';
import type { Import } from './read-imports.ts';
import { type Room, roomFile } from './read-rooms.ts';
import { isNotBelow, isWithin, planRooms, type RoomPlan } from './room-plan.ts';

/** The imports of files in rooms that are not among what their room may use, or that lead out of a room around it. */
export function importBreaches(imports: readonly Import[], rooms: readonly Room[]): readonly Breach[] {
  const plan = planRooms(rooms);
  return imports.flatMap((each) => {
    const breach = each.isPackage ? packageBreach(each, plan) : fileBreach(each, plan);
    return breach === undefined ? [] : [breach];
  });
}

function fileBreach(each: Import, plan: RoomPlan): Breach | undefined {
  const { from, to } = each;
  const unit = plan.unitOf(from);
  if (unit === undefined || isWithin(to, unit.path)) return undefined;
  const allows = (uses: readonly string[]) => uses.some((used) => isWithin(to, used));
  if (!allows(unit.uses)) {
    return {
      found: describeImport(each),
      rule: `${unit.path} uses only what its door names, ${unit.writtenIn}`,
      wayOut: wayOut(each, unit.path, plan),
    };
  }
  const wall = plan.roomsAround(from).find((room) => !isWithin(to, room.path) && !allows(room.uses));
  if (wall === undefined) return undefined;
  return {
    found: describeImport(each),
    rule: `nothing in ${wall.path} uses anything outside of it but ${listOf(wall.uses)}, ${roomFile(wall)}`,
    wayOut: wayOut(each, wall.path, plan),
  };
}

function wayOut({ to }: Import, room: string, plan: RoomPlan): string {
  const target = plan.unitOf(to)?.path;
  if (target === undefined) return `move what is needed of ${to} into ${room}`;
  const leadsBack = plan.units.some(({ path }) => isWithin(path, room) && leadsTo(plan.mayUse, target, path));
  if (leadsBack || isNotBelow(plan.rooms, room, target)) {
    return (
      `${target} does not stand below ${room}. Move what both need into ${room} or below it; ` +
      `or declare in ${room} what it needs, and let who stands above both pass it in`
    );
  }
  return (
    `is it what ${room} is for? Then add '${target}' to its uses; ` +
    'no circle comes of it. Otherwise let the caller pass in what it needs'
  );
}

function packageBreach(each: Import, plan: RoomPlan): Breach | undefined {
  const unit = plan.unitOf(each.from);
  if (unit?.packages === undefined) return undefined;
  const allowed = unit.packages.some((name) =>
    name.endsWith('*') ? each.to.startsWith(name.slice(0, -1)) : each.to === name,
  );
  if (allowed) return undefined;
  return {
    found: describeImport(each),
    rule: `the packages of ${dirname(unit.writtenIn)} are ${listOf(unit.packages)}, ${unit.writtenIn}`,
    wayOut: `let the caller pass it in; or, if it is what the room is for, add '${each.to}' to its packages`,
  };
}

const describeImport = ({ from, line, to }: Import) => `${from}:${line} -> ${to}`;
