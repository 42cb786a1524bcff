import type { IncomingMessage } from 'node:http';
import type { Readable, Transform } from 'node:stream';

export interface ReadBody {
  readonly text: string;
  readonly truncated: boolean;
  /** A content coding that cannot be read here. */
  readonly unreadCoding?: string;
}

/**
 * Reads a body to its end or to the bound, decoded, without the mark that some put before UTF-8; a cut, a reset and what
 * cannot be decoded all end in `truncated`. Never rejects.
 */
export function readBody(message: IncomingMessage, bytesMax: number): Promise<ReadBody> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let isOver = false;
    const end = (truncated: boolean, unreadCoding?: string) => {
      if (isOver) return;
      isOver = true;
      const text = Buffer.concat(chunks)
        .subarray(0, bytesMax)
        .toString('utf8')
        .replace(/^\uFEFF/, '');
      resolve({
        text,
        truncated: truncated || !message.complete,
        ...(unreadCoding === undefined ? {} : { unreadCoding }),
      });
    };
    const codings = (message.headers['content-encoding'] ?? '')
      .toLowerCase()
      .split(',')
      .map((coding) => coding.trim())
      .filter((coding) => coding !== '' && coding !== 'identity');
    const body = decoded(message, codings);
    if (!('on' in body)) {
      message.resume();
      return end(true, body.unreadCoding);
    }
    // Not by `for await`: an iterator makes a dozen promises of each of the many small bodies.
    body.on('data', (chunk: Buffer) => {
      if (isOver) return;
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes <= bytesMax) return;
      end(true);
      // What a small compressed body may become is not waited for.
      body.destroy();
    });
    body.on('end', () => end(false));
    // Closed without an end.
    body.on('close', () => end(true));
    body.on('error', () => end(true, bytes === 0 ? codings.at(-1) : undefined));
  });
}

/** In the order in which they were applied (RFC 9110 §8.4), so that the last is undone first. */
function decoded(
  message: IncomingMessage,
  codings: readonly string[],
): Readable | { readonly unreadCoding: string } {
  let body: Readable = message;
  for (const coding of codings.toReversed()) {
    // Asked for identity, so this is rare: loaded when it happens, and at once, so that no error of the message is missed.
    const zlib = process.getBuiltinModule('node:zlib');
    const decoders: Readonly<Record<string, (() => Transform) | undefined>> = {
      gzip: zlib.createGunzip,
      'x-gzip': zlib.createGunzip,
      deflate: zlib.createInflate,
      br: zlib.createBrotliDecompress,
      // From Node 22.15 on.
      zstd: zlib.createZstdDecompress,
    };
    const decoder = Object.hasOwn(decoders, coding) ? decoders[coding]?.() : undefined;
    // Its name is a stranger's text, and goes into the log.
    if (decoder === undefined) return { unreadCoding: /^[a-z0-9-]{1,20}$/.test(coding) ? coding : 'unknown' };
    const from = body;
    from.once('error', (error) => decoder.destroy(error));
    from.once('aborted', () => decoder.destroy(new Error('aborted')));
    body = from.pipe(decoder);
  }
  return body;
}
