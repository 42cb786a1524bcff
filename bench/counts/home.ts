/** Where integrations that are counted find their third parties and contracts. */
import { fileURLToPath } from 'node:url';
import type { Contract } from '../../lib/local/stand-ins/contract.ts';
import { contracts } from '../../lib/local/stand-ins/index.ts';

export interface Home {
  readonly standIns: readonly Contract[];
  /** The folder with `contracts`. */
  readonly root: string;
}

export const repository: Home = {
  standIns: contracts,
  root: fileURLToPath(new URL('../..', import.meta.url)),
};

/** Throws `Error` where there is none. */
export function standInIn({ standIns }: Home, name: string): Contract {
  const found = standIns.find((one) => one.name === name);
  if (found !== undefined) return found;
  throw new Error(`${name} has no stand-in: add one to lib/local/stand-ins/index.ts (docs/stand-ins.md)`);
}
