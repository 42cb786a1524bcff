/** The locks of the repository: `contracts/<destination>.lock.json`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Lock } from '../../functions/core/contract/lock/lock.ts';
import { parseLock, printLock } from '../../functions/core/contract/lock/lock-json.ts';
import { lockFile } from '../names.ts';
import { replaceFile } from './replace-file.ts';

/** `undefined`: none was recorded. Throws `LockError` on one that cannot be read. */
export async function readLock(root: string, destination: string): Promise<Lock | undefined> {
  const text = await readFile(join(root, lockFile(destination)), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    },
  );
  return text === undefined ? undefined : parseLock(text);
}

export const writeLock = (root: string, lock: Lock): Promise<void> =>
  replaceFile(join(root, lockFile(lock.destination)), printLock(lock));
