/** The files of a new destination, formatted as the rest of the repository is. */
import { join } from 'node:path';
import { printLock } from '../../functions/core/contract/lock/lock-json.ts';
import { lockFile } from '../names.ts';
import type { Facts } from './facts.ts';
import { formatted } from './format.ts';
import { schemaOf } from './schema.ts';
import { contractCode } from './templates/contract.ts';
import { destinationCode } from './templates/destination.ts';
import { operationCode } from './templates/operation.ts';
import { standInCode } from './templates/stand-in.ts';

export interface ScaffoldFile {
  /** From the top of the repository. */
  readonly path: string;
  readonly text: string;
}

/** Known before anything is asked, so that nobody is called in vain. */
export function scaffoldPaths(name: string, operation: string) {
  const folder = join('functions', 'destinations', name);
  return {
    destination: join(folder, 'index.ts'),
    operation: join(folder, `${operation}.ts`),
    contract: join(folder, 'contract.ts'),
    standIn: join('lib', 'local', 'stand-ins', `${name}.ts`),
    schema: join('contracts', `${name}.schema.json`),
    lock: lockFile(name),
  };
}

export function scaffoldFiles(facts: Facts): Promise<readonly ScaffoldFile[]> {
  const { name, operation, shape, lock, address } = facts;
  const paths = scaffoldPaths(name, operation.name);
  const schema = schemaOf(shape, `${name}: GET ${address.path}`);
  const texts: readonly (readonly [string, string])[] = [
    [paths.destination, destinationCode(facts)],
    [paths.operation, operationCode(facts)],
    [paths.contract, contractCode(facts)],
    [paths.standIn, standInCode(facts)],
    [paths.schema, JSON.stringify(schema, null, 2)],
  ];
  const code = texts.map(async ([path, text]) => ({ path, text: await formatted(path, text) }));
  return Promise.all([...code, Promise.resolve({ path: paths.lock, text: printLock(lock) })]);
}
