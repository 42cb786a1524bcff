/** A third party that is unlike those there are: a key in a header of its own, standard limit fields, problem+json. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ThirdParty {
  readonly url: string;
  /** Method, path and key of each request. */
  readonly asked: readonly { readonly line: string; readonly key: string | undefined }[];
  readonly close: () => Promise<void>;
}

export type Answering = (request: IncomingMessage, response: ServerResponse) => void;

export const key = 'pk_CANARY0123456789';

export const people: Answering = ({ headers }, response) => {
  const common = {
    'x-correlation-id': '5f2b7c1e9d',
    ratelimit: '"burst";r=99;t=30',
    'ratelimit-policy': '"burst";q=100;w=60',
  };
  if (headers['x-api-key'] !== key) {
    const problem = {
      type: 'https://errors.acme.example/unauthorized',
      title: 'Unauthorized',
      status: 401,
      detail: `The key "${headers['x-api-key']}" is not valid`,
    };
    response.writeHead(401, { ...common, 'content-type': 'application/problem+json' });
    response.end(JSON.stringify(problem));
    return;
  }
  const person = (id: number, nickname?: string) => ({
    id,
    type: 'person',
    email: `person${id}@people.example`,
    fullName: `Margaret Hamilton the ${id}th`,
    'birth-place': 'Paoli',
    vip: true,
    balance: 19.99,
    ...(nickname === undefined ? {} : { nickname }),
    metadata: { 'shoe size': '38' },
    created_at: '2025-08-17T00:00:00Z',
  });
  const data = [person(48_213), person(48_214, 'Maggie'), person(48_215), person(48_216, 'Hamilton')];
  response.writeHead(200, { ...common, 'content-type': 'application/json; charset=utf-8', server: 'acme' });
  response.end(JSON.stringify({ data, next: null, total: 4 }));
};

export async function startThirdParty(answer: Answering = people): Promise<ThirdParty> {
  const asked: { line: string; key: string | undefined }[] = [];
  const server = createServer((request, response) => {
    const header = request.headers['x-api-key'] ?? request.headers.authorization;
    asked.push({ line: `${request.method} ${request.url}`, key: header?.toString() });
    answer(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
