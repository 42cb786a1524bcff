import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
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
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw unread(path, (error as NodeJS.ErrnoException).code ?? 'no code', error);
  }
  return decoded(bytes, path);
}

/** Gzip is known by its first bytes, UTF-16 by its mark or by every other byte of the first sign being zero. */
function decoded(bytes: Buffer, name: string): string {
  let plain = bytes;
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      plain = gunzipSync(bytes, { maxOutputLength: bytesMax });
    } catch (error) {
      throw unread(name, `it is gzip, and ${gzipProblem(error)}`, error);
    }
  }
  const [first, second] = plain;
  const isLittle = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
  const isBig = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
  if (plain.length > 1 && (isLittle || isBig)) {
    return new TextDecoder(isLittle ? 'utf-16le' : 'utf-16be').decode(plain);
  }
  return plain.toString('utf8');
}

const gzipProblem = (error: unknown) =>
  (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    ? `has more than ${bytesMax} bytes unpacked`
    : 'cut off or broken: download it again';

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
  return decoded(Buffer.concat(chunks), url);
}

const unread = (location: string, reason: string, cause?: unknown) =>
  new DocumentError(
    `${location}: cannot be read (${reason}). Give a file, or an http(s) URL that anyone may read.`,
    { cause },
  );
