/** Reading requests and writing answers: bytes, sockets and nothing of any contract. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer, Arrived } from './contract.ts';

/** More than any of the three takes for one call; keeps a runaway caller from filling the memory. */
const bodyBytesMax = 1024 * 1024;
/** Slow enough that any sensible deadline passes before a small answer has ended. */
const dripMs = 100;

/** Reads a request to its end. Of a body that is too long one byte more than allowed is kept, the rest dropped. */
export async function readArrived(request: IncomingMessage, now: () => number): Promise<Arrived> {
  const chunks: Buffer[] = [];
  let kept = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    const part = chunk.subarray(0, bodyBytesMax + 1 - kept);
    kept += part.length;
    if (part.length > 0) chunks.push(part);
  }
  const bytes = Buffer.concat(chunks);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: Object.fromEntries(headers),
    body: bytes.toString('utf8'),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    bytes: bytes.length,
    atMs: now(),
  };
}

export const isTooLarge = ({ bytes }: Arrived) => bytes > bodyBytesMax;

export function send(response: ServerResponse, answer: Answer, nowMs: number): void {
  response.writeHead(answer.statusCode, sentHeaders(answer, nowMs)).end(answer.body);
}

/** Sends the head at once and the body byte by byte. */
export async function drip(
  response: ServerResponse,
  answer: Answer,
  nowMs: number,
  sleep: (ms: number) => Promise<unknown>,
): Promise<void> {
  response.writeHead(answer.statusCode, sentHeaders(answer, nowMs));
  for (const byte of bytesOf(answer)) {
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
    await sleep(dripMs);
  }
  response.end();
}

/** An answer's body as it travels. */
export const bytesOf = ({ body }: Answer): Buffer => (typeof body === 'string' ? Buffer.from(body) : body);

/** The headers as they travel. The stand-in's own clock dates them: `Retry-After` as a date is read against it. */
export function sentHeaders(answer: Answer, nowMs: number): Record<string, string> {
  const headers = { date: new Date(nowMs).toUTCString(), ...answer.headers };
  // https://www.rfc-editor.org/rfc/rfc9110#section-8.6: a 204 must not tell a length.
  return answer.statusCode === 204 ? headers : { ...headers, 'content-length': `${bytesOf(answer).length}` };
}

export function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    });
  });
}

export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
