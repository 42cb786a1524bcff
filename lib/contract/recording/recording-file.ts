/** The recordings of the repository: `contracts/recordings/<destination>.json`. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Recording } from './recording.ts';
import { parseRecording, printRecording } from './recording-json.ts';

/** From the top of the repository. */
export const recordingFile = (destination: string) => `contracts/recordings/${destination}.json`;

/** `undefined`: none was made. Throws `RecordingError` on one that cannot be read. */
export async function readRecording(root: string, destination: string): Promise<Recording | undefined> {
  const text = await readFile(join(root, recordingFile(destination)), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    },
  );
  return text === undefined ? undefined : parseRecording(text);
}

/** Beside its place first, so that whoever is stopped in between leaves the old one. */
export async function writeRecording(root: string, recording: Recording): Promise<void> {
  const path = join(root, recordingFile(recording.destination));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, printRecording(recording));
  await rename(`${path}.new`, path);
}
