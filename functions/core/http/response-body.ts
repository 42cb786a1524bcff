import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

/**
 * Reads a body to its end or to the bound, decoded; a cut, a reset and an unreadable encoding all end in `truncated`.
 * Never rejects.
 */
export function readBody(
  message: IncomingMessage,
  bytesMax: number,
): Promise<{ readonly text: string; readonly truncated: boolean }> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    let isOver = false;
    const end = (truncated: boolean) => {
      if (isOver) return;
      isOver = true;
      const text = Buffer.concat(chunks).subarray(0, bytesMax).toString('utf8');
      resolve({ text, truncated: truncated || !message.complete });
    };
    try {
      const body = decoded(message);
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
      body.on('error', () => end(true));
    } catch {
      end(true);
    }
  });
}

function decoded(message: IncomingMessage): Readable {
  const encoding = message.headers['content-encoding'] ?? 'identity';
  if (encoding === 'identity') return message;
  // Asked for identity, so this is rare: loaded when it happens, and at once, so that no error of the message is missed.
  const zlib = process.getBuiltinModule('node:zlib');
  const decoders = new Map([
    ['gzip', zlib.createGunzip],
    ['deflate', zlib.createInflate],
    ['br', zlib.createBrotliDecompress],
  ]);
  const decoder = decoders.get(encoding)?.();
  if (decoder === undefined) throw new RangeError('unknown content encoding');
  message.once('error', (error) => decoder.destroy(error));
  message.once('aborted', () => decoder.destroy(new Error('aborted')));
  return message.pipe(decoder);
}
