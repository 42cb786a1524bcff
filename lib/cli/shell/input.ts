import { readFile } from 'node:fs/promises';
import type { Context } from '../context.ts';
import { CommandError } from './errors.ts';

/** The text of a file, or of standard input for `-`. Throws `CommandError` when it cannot be read or is not UTF-8. */
export async function readText(path: string, context: Pick<Context, 'stdin'>): Promise<string> {
  const bytes = path === '-' ? await readAll(context.stdin) : await readBytes(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new CommandError(`${path === '-' ? 'standard input' : path} is not UTF-8 text`);
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new CommandError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
  }
}

async function readAll(stream: Context['stdin']): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

/** The first line of a stream, without its end. Nothing can be read from the stream afterwards. */
export async function readLine(stream: Context['stdin']): Promise<string> {
  let text = '';
  for await (const chunk of stream) {
    text += typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8');
    if (text.includes('\n')) break;
  }
  return text.split('\n', 1)[0]?.trim() ?? '';
}
