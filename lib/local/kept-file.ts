/** The file that outlives a restart where asked: what AWS holds, and the keys that the stand-ins take. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod/mini';
import { type KeptState, keptStateSchema } from './aws/kept-state.ts';

const keptSchema = z.object({
  /** Of this shape. */
  version: z.literal(1),
  aws: keptStateSchema,
  standIns: z.record(
    z.string(),
    z.object({
      /** That it takes. */
      apiKey: z.string(),
      /** The secret that it began with, as text: whoever has never changed it gets the one of the next start. */
      secret: z.string(),
    }),
  ),
});

export type Kept = z.infer<typeof keptSchema>;

/** The file is there, and is not what was written: the message says what to do. */
export class KeptFileError extends Error {
  override readonly name = 'KeptFileError';
}

/** Messages of all queues that are kept: as many events as a person would wait for, and some hundred megabytes at most. */
const messagesMax = 100_000;

/** `undefined`: nothing was kept so far. Throws `KeptFileError`. */
export async function readKept(path: string): Promise<Kept | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return keptSchema.parse(JSON.parse(text));
  } catch {
    throw new KeptFileError(`${path} cannot be read: delete it to begin anew, or start without --keep`);
  }
}

/**
 * Whole or not at all: who is ended in the middle finds the file before. Only its owner may read it, for the secrets in it.
 * Returns how many messages were too many, and are not in it: the newest.
 */
export async function writeKept(path: string, kept: Kept): Promise<number> {
  const { queues, left } = bounded(kept.aws.queues);
  const text = JSON.stringify({ ...kept, aws: { ...kept.aws, queues } } satisfies Kept);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return left;
}

function bounded(queues: KeptState['queues']): { queues: KeptState['queues']; left: number } {
  let [room, left] = [messagesMax, 0];
  const kept: KeptState['queues'] = {};
  for (const [name, messages] of Object.entries(queues)) {
    kept[name] = messages.toSorted((one, other) => one.sentMs - other.sentMs).slice(0, room);
    left += messages.length - kept[name].length;
    room -= kept[name].length;
  }
  return { queues: kept, left };
}
