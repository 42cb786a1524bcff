/** What `new event` needs besides for a version that comes after another. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { EventContract } from '../../../functions/core/declare/event.ts';
import type { Kind } from '../../scaffold/event/kind.ts';
import { targetsOfKind } from '../../scaffold/event/targets-of-kind.ts';
import type { ScaffoldFile } from '../../scaffold/files.ts';
import { formatted } from '../../scaffold/format.ts';
import { sourceFields } from '../../scaffold/integration/source.ts';
import { camelCase, eventFileName, pascalCase } from '../../scaffold/names.ts';
import { upcastCode } from '../../scaffold/templates/mapping.ts';
import type { Context } from '../context.ts';
import { CommandError, UsageError } from '../shell/errors.ts';
import { suggestion } from '../shell/suggestion.ts';
import { findEventFile } from './find-event.ts';

/** As it is asked for. */
export interface VersionFlags {
  readonly version: string | undefined;
  readonly dataschema: string | undefined;
  readonly after: string | undefined;
}

/** Ten characters are enough for `2026-11-27`, and leave room in names of files. */
const versionForm = /^(?=.{1,10}$)[a-z0-9]+([.-][a-z0-9]+)*$/;

/** `customer-created`, `customer-created-v2`. */
export const versionedName = (type: string, version: string | undefined) =>
  version === undefined
    ? eventFileName(type)
    : `${eventFileName(type)}-${/^\d/.test(version) ? 'v' : ''}${version.replaceAll('.', '-')}`;

/**
 * The contract that the new one comes after: the newest of its type, or of the one that was named; undefined: of none.
 * Throws `UsageError` and `CommandError` on what does not go with the contracts that there are.
 */
export function predecessorOf(
  type: string,
  { version, dataschema, after }: VersionFlags,
  { events }: Context,
): EventContract | undefined {
  const ofType = events.filter((event) => event.type === type);
  const [first] = ofType;
  if (version === undefined && first !== undefined)
    throw new CommandError(
      `nothing was written, there is already an event ${type}: --version <name> writes a newer version of it`,
    );
  if (version !== undefined && !versionForm.test(version))
    throw new UsageError(`"${version}" is no version: use lower-case letters and digits, at most 10: 2, 2.1`);
  if (ofType.some((one) => (one.version ?? '1') === version))
    throw new CommandError(`nothing was written, there is already a version ${version} of ${type}`);
  if (first !== undefined && dataschema === undefined)
    throw new UsageError(
      'two versions of a type are told apart by their dataschema: --dataschema <uri>, or an example that has one',
    );
  if (ofType.some((one) => [one.dataschema].flat().some((schema) => schema === dataschema)))
    throw new CommandError(`nothing was written, another version of ${type} has the same dataschema`);
  if (after === undefined) return ofType.at(-1);
  const types = events.map((event) => event.type);
  const found = events.findLast((event) => event.type === after);
  if (found !== undefined) return found;
  throw new UsageError(
    `--after: there is no event "${after}"${suggestion(after, types)}; there are ${types.join(', ')}`,
  );
}

/** The mapping from the contract before to the new one. `name`: of the new one's file. */
export async function upcastFile(
  name: string,
  kind: Kind,
  predecessor: EventContract,
  { root }: Context,
): Promise<ScaffoldFile> {
  const found = findEventFile(predecessor, root);
  const file = basename(found.path);
  const older = { ...found, from: `../events/${file}` };
  // What takes all versions before the predecessor, where there are any.
  const takesAll = `as-${file}`;
  const taken = existsSync(join(root, 'functions', 'mapping', takesAll))
    ? { from: `./${takesAll}`, constant: camelCase(takesAll.replace(/\.ts$/, '')) }
    : { from: older.from, constant: older.constant };
  const path = join('functions', 'mapping', `as-${name}.ts`);
  const text = upcastCode({
    constant: camelCase(`as-${name}`),
    taken,
    older,
    newer: { from: `../events/${name}.ts`, constant: camelCase(name), data: pascalCase(name) },
    sources: sourceFields(predecessor),
    targets: targetsOfKind(kind),
  });
  return { path, text: await formatted(path, text) };
}

export const upcastSteps = (path: string, name: string) => `Then, before the publisher sends it:
  1. fill in ${path}: it compiles when nothing is left open (npm run check:types)
  2. in each integration that takes the older version: \`event: ${camelCase(`as-${name}`)}\`, and a mapping of the new data
  3. npm run check && npm test, and npm run interlock -- doctor, which names the integrations that are left`;
