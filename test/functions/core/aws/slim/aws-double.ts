import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

export type DoubleAnswer =
  | {
      readonly statusCode: number;
      readonly body?: string | object;
      readonly headers?: Record<string, string>;
    }
  /** Cuts the connection: before an answer, or in the middle of one. */
  | { readonly cut: 'before' | 'within' }
  | { readonly hangs: true };

/** An AWS service that answers as it is told, one after the other, and the last one ever after. */
export async function startAwsDouble(answers: readonly DoubleAnswer[]) {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers } = request;
      seen.push({ method, path: url, headers, body: JSON.parse(Buffer.concat(chunks).toString()) });
      const answer = answers[Math.min(seen.length, answers.length) - 1] ?? { statusCode: 500 };
      if ('hangs' in answer) return;
      if ('cut' in answer) {
        if (answer.cut === 'before') return request.socket.destroy();
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"Item":');
        return setImmediate(() => request.socket.destroy());
      }
      const { statusCode, body = {}, headers: more = {} } = answer;
      // By another date the SDK would correct its clock and ask again.
      const date = new Date().toUTCString();
      response.writeHead(statusCode, { 'x-amzn-requestid': 'request-1', date, ...more });
      return response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
