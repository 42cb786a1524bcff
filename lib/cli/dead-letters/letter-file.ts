/** A dead letter outside its queue: one JSON file each, with all that it takes to send it back. */
import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { replaceFile } from '../../contract/replace-file.ts';
import { CommandError } from '../shell/errors.ts';
import { readText } from '../shell/input.ts';

const letterSchema = z.strictObject({
  format: z.literal(1),
  environment: z.string(),
  integration: z.string(),
  /** Absent when it cannot be read in the body. */
  eventId: z.exactOptional(z.string()),
  /** The event as it was published, to the byte. */
  body: z.string(),
  /** As it stands at the letter; absent when SQS moved it itself. */
  diagnosis: z.exactOptional(z.looseObject({ code: z.string(), advice: z.string() })),
  /** Of a letter that went on with another body; `body` is what it was. */
  edited: z.exactOptional(z.strictObject({ reason: z.string(), at: z.string(), body: z.string() })),
  /** Of a letter that was given up. */
  discarded: z.exactOptional(z.strictObject({ reason: z.string(), at: z.string() })),
});

export type LetterFile = z.output<typeof letterSchema>;

/** Whoever may read these files reads events as they were published. */
const ownersOnly = { folder: 0o700, file: 0o600 } as const;

/** Writes each into the folder, which is made where there is none. The same letter has the same name. */
export async function writeLetters(folder: string, letters: readonly LetterFile[]): Promise<void> {
  await mkdir(folder, { recursive: true, mode: ownersOnly.folder });
  for (const letter of letters) {
    const path = join(folder, nameOf(letter));
    await replaceFile(path, `${JSON.stringify(letter, null, 2)}\n`);
    await chmod(path, ownersOnly.file);
  }
}

/** Letters of a folder in the order of their names. Throws `CommandError` on the first file that is none. */
export async function readLetters(folder: string): Promise<readonly LetterFile[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    throw new CommandError(`${folder} cannot be read (${error.code ?? 'unknown'})`);
  });
  const letters: LetterFile[] = [];
  for (const name of names.filter((one) => one.endsWith('.json')).sort()) {
    const path = join(folder, name);
    letters.push(letterOf(await readText(path, { stdin: nothing() }), path));
  }
  return letters;
}

function letterOf(text: string, path: string): LetterFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new CommandError(`${path} is not JSON: nothing was sent`);
  }
  const parsed = z.safeParse(letterSchema, json);
  if (parsed.success) return parsed.data;
  const [problem] = parsed.error.issues;
  throw new CommandError(
    `${path} is no exported dead letter (${problem?.path.join('.') || 'the whole'}): nothing was sent`,
  );
}

/**
 * The id for who looks for it, and what no two letters share: an id may be any text, as long as it likes, and each
 * integration has a letter of the same event.
 */
function nameOf({ eventId = 'unreadable', environment, integration, body }: LetterFile): string {
  const whole = JSON.stringify([environment, integration, body]);
  const digest = createHash('sha256').update(whole).digest('hex').slice(0, 12);
  return `${eventId.replace(/[^\w-]/g, '_').slice(0, 80)}.${digest}.json`;
}

async function* nothing() {}
