/** The one endpoint: tells by the request which service is meant, asks IAM, and passes it on. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, jsonFailure } from './answers.ts';
import { AwsError } from './aws-error.ts';
import { jsonHandlers } from './json-calls.ts';
import { readMappingCall } from './mapping-api.ts';
import { answerQuery } from './query-calls.ts';
import type { HttpAnswer } from './queues.ts';
import type { Authorize, Services } from './services.ts';
import type { Item } from './table.ts';

export interface Gateway {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/** Rejects when the port is taken. `services` is asked for at each request: the endpoint is there before they are. */
export async function startGateway(port: number, services: () => Services): Promise<Gateway> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void respond(services, request, response, Buffer.concat(chunks)));
  });
  // The functions' clients keep their connections; a server that ends idle ones makes them fail now and then.
  server.keepAliveTimeout = 0;
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Never rejects: what goes wrong is the answer. */
async function respond(
  services: () => Services,
  request: IncomingMessage,
  response: ServerResponse,
  requestBody: Buffer,
): Promise<void> {
  let found: HttpAnswer;
  try {
    found = await answer(services(), request, response, requestBody);
  } catch (error) {
    found = jsonFailure(error);
  }
  const { status, headers, body } = found;
  // With its length known, an answer goes out in one piece.
  const length = { 'content-length': Buffer.byteLength(body) };
  response.writeHead(status, { ...(headers as Record<string, string>), ...length }).end(body);
}

async function answer(
  services: Services,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
): Promise<HttpAnswer> {
  // A page in a browser can be made to name this address by another host; nobody else does.
  if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(request.headers.host ?? '')) {
    throw new AwsError('AccessDeniedException', `this endpoint is not ${request.headers.host}`, 403);
  }
  const accessKeyId = /Credential=([^/,]+)\//.exec(request.headers.authorization ?? '')?.[1];
  const authorize: Authorize = (action, resource, context = {}) =>
    services.iam.authorize(accessKeyId, {
      action,
      resource,
      // Loopback stands in for TLS.
      context: { 'aws:securetransport': ['true'], ...context },
    });
  const mappingCall = readMappingCall(request.method ?? '', request.url ?? '', services.mappings);
  if (mappingCall !== undefined) {
    authorize(mappingCall.action, mappingCall.resource);
    return json(mappingCall.run(body.toString()));
  }
  const target = String(request.headers['x-amz-target'] ?? '');
  if (target === '') return answerQuery(services, new URLSearchParams(body.toString()), authorize);
  const [service = '', operation = ''] = target.split('.');
  const handler = jsonHandlers[service];
  if (handler === undefined) {
    throw new AwsError('UnknownOperationException', `the local AWS has no service ${service || request.url}`);
  }
  const input = body.length === 0 ? {} : (JSON.parse(body.toString()) as Item);
  return handler(services, { operation, input, body, target, response, authorize });
}
