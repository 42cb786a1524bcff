/** The recordings of the repository: `contracts/recordings/<destination>.json`. */
import { join } from 'node:path';
import { readIfThere } from '../read-if-there.ts';
import { replaceFile } from '../replace-file.ts';
import type { Recording } from './recording.ts';
import { parseRecording, printRecording } from './recording-json.ts';

/** From the top of the repository. */
export const recordingFile = (destination: string) => `contracts/recordings/${destination}.json`;

/** `undefined`: none was made. Throws `RecordingError` on one that cannot be read. */
export async function readRecording(root: string, destination: string): Promise<Recording | undefined> {
  const text = await readIfThere(join(root, recordingFile(destination)));
  return text === undefined ? undefined : parseRecording(text);
}

export const writeRecording = (root: string, recording: Recording): Promise<void> =>
  replaceFile(join(root, recordingFile(recording.destination)), printRecording(recording));
