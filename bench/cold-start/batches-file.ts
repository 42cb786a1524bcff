import { writeFile } from 'node:fs/promises';
import { batchSize, eventsFrom } from '../batches.ts';

/** Batches as JSON, all of the same length, so that whoever reads one knows where it stands. */
export interface BatchesFile {
  readonly path: string;
  readonly batchBytes: number;
}

export async function writeBatches(path: string, count: number): Promise<BatchesFile> {
  const batches = Array.from({ length: count }, (_, n) => JSON.stringify(eventsFrom(n * batchSize)));
  const batchBytes = Math.max(...batches.map((batch) => Buffer.byteLength(batch)));
  await writeFile(
    path,
    batches.map((batch) => batch + ' '.repeat(batchBytes - Buffer.byteLength(batch))),
  );
  return { path, batchBytes };
}
