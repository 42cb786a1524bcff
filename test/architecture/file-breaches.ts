/** Rules about single files, whatever their rooms. */
import { basename } from 'node:path/posix';
import type { Breach } from './breach.ts';
import { type Arrow, circlesIn } from './circles.ts';
import type { Import } from './read-imports.ts';

/** One breach for each knot of files that import one another, types included. */
export function circleBreaches(imports: readonly Import[]): readonly Breach[] {
  const arrows = imports.filter(({ isPackage }) => !isPackage).map(({ from, to }): Arrow => [from, to]);
  return circlesIn(arrows).map((circle) => ({
    found: circle.join(' -> '),
    rule: 'no file imports itself by way of others, not for a type either',
    wayOut: 'move what two of them share into a file below both, or pass it in',
  }));
}

/** Imports of a file at a door: none but the test of the architecture reads them, and it reads them as text. */
export const doorImports = (imports: readonly Import[]): readonly Breach[] =>
  imports
    .filter(({ to, isPackage }) => !isPackage && basename(to) === 'room.ts')
    .map(({ from, line, to }) => ({
      found: `${from}:${line} -> ${to}`,
      rule: 'no code imports a room.ts',
      wayOut: 'declare the value where it is used; a door is for readers and for the test',
    }));
