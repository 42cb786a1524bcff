/** Stands between a probe and a stand-in, and changes what the third party does. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Passing {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Passed {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** @param forward asks the stand-in, as it was asked or otherwise */
export type Change = (request: Passing, forward: (request: Passing) => Promise<Passed>) => Promise<Passed>;

export interface Middleman {
  readonly url: string;
  /** What the third party does from now on. */
  change: Change;
  readonly stop: () => Promise<void>;
}

export const unchanged: Change = (request, forward) => forward(request);

export async function startMiddleman(target: string): Promise<Middleman> {
  const forward = async ({ method, path, headers, body }: Passing): Promise<Passed> => {
    const response = await fetch(target + path, {
      method,
      headers,
      redirect: 'manual',
      ...(body === '' ? {} : { body }),
    });
    const { 'content-length': _, 'transfer-encoding': __, ...rest } = Object.fromEntries(response.headers);
    return { statusCode: response.status, headers: rest, body: await response.text() };
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const passing = {
      method: request.method ?? '',
      path: request.url ?? '',
      headers: headers as Record<string, string>,
      body: Buffer.concat(chunks).toString(),
    };
    const answer = await proxy.change(passing, forward);
    response.writeHead(answer.statusCode, answer.headers).end(answer.body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: Middleman = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    change: unchanged,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return proxy;
}

/** The answer with its JSON body changed. */
export const json = (answer: Passed, change: (body: never) => unknown): Passed => ({
  ...answer,
  body: JSON.stringify(change(JSON.parse(answer.body) as never)),
});
