import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';

interface Call {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly key: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}
export type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const open: { close: () => void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

/** A third party that gives the answers of its script, one a call. */
export async function thirdParty(...script: Answer[]) {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { authorization, 'idempotency-key': key } = request.headers;
    calls.push({ method: request.method, path: request.url, key: key?.toString(), authorization, body });
    (script[calls.length - 1] ?? answer(599))(response, request);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  return { calls, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

export const answer =
  (status: number, body: unknown = {}, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end(JSON.stringify(body));
export const pageOf =
  (status: number, html = '<!doctype html><title>Sorry</title>'): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'text/html' }).end(html);
export const hang: Answer = () => {};
export const created = answer(201, { id: 'thing_1' });
