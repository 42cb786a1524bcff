import { readFile } from 'node:fs/promises';
import { DocumentError } from './document-error.ts';
import { type OpenApiDocument, parseDocument } from './read-document.ts';

/** The largest public ones have 12 MB; a file of another kind is told from them by then. */
const bytesMax = 64 * 1024 * 1024;

/** Documents lie on web servers for files: what has not come by then does not come. */
const downloadMsMax = 60_000;

/**
 * Reads the document that a file or an http(s) URL holds. No credentials are sent along. Throws `DocumentError` when it
 * cannot be read, and as `parseDocument` does.
 */
export async function loadDocument(location: string): Promise<OpenApiDocument> {
  const text = /^https?:\/\//i.test(location) ? await download(location) : await readText(location);
  return parseDocument(text, location);
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw unread(path, (error as NodeJS.ErrnoException).code ?? 'no code', error);
  }
}

async function download(url: string): Promise<string> {
  let response: Response;
  try {
    response = await fetch(url, { signal: AbortSignal.timeout(downloadMsMax) });
  } catch (error) {
    const cause = (error as Error).cause as NodeJS.ErrnoException | undefined;
    throw unread(url, cause?.code ?? (error as Error).name, error);
  }
  if (!response.ok) throw unread(url, `status ${response.status}`);
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response.body ?? []) {
      bytes += chunk.length;
      if (bytes > bytesMax) throw new RangeError(`more than ${bytesMax} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    throw unread(url, (error as Error).message, error);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const unread = (location: string, reason: string, cause?: unknown) =>
  new DocumentError(
    `${location}: cannot be read (${reason}). Give a file, or an http(s) URL that anyone may read.`,
    { cause },
  );
