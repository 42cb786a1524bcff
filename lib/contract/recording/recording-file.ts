/** The recordings of the repository: `contracts/recordings/<destination>.json`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../replace-file.ts';
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

export const writeRecording = (root: string, recording: Recording): Promise<void> =>
  replaceFile(join(root, recordingFile(recording.destination)), printRecording(recording));
