/** The locks of the repository: `contracts/<destination>.lock.json`. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Lock } from '../../functions/core/contract/lock.ts';
import { parseLock, printLock } from '../../functions/core/contract/lock-json.ts';
import { lockFile } from '../functions.ts';

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

/** Beside its place first, so that whoever is stopped in between leaves the old one. */
export async function writeLock(root: string, lock: Lock): Promise<void> {
  const path = join(root, lockFile(lock.destination));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, printLock(lock));
  await rename(`${path}.new`, path);
}
