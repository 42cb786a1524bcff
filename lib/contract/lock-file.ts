/** The locks of the repository: `contracts/<destination>.lock.json`. */
import { join } from 'node:path';
import type { Lock } from '../../functions/core/contract/lock/lock.ts';
import { parseLock, printLock } from '../../functions/core/contract/lock/lock-json.ts';
import { lockFile } from '../names.ts';
import { readIfThere } from './read-if-there.ts';
import { replaceFile } from './replace-file.ts';

/** `undefined`: none was recorded. Throws `LockError` on one that cannot be read. */
export async function readLock(root: string, destination: string): Promise<Lock | undefined> {
  const text = await readIfThere(join(root, lockFile(destination)));
  return text === undefined ? undefined : parseLock(text);
}

export const writeLock = (root: string, lock: Lock): Promise<void> =>
  replaceFile(join(root, lockFile(lock.destination)), printLock(lock));
