/** The one endpoint: finds the call that a request makes, asks IAM, and passes it on. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { foreignness } from '../foreign-request.ts';
import { jsonFailure } from './answers.ts';
import { AwsError } from './aws-error.ts';
import { calls } from './calls.ts';
import type { HttpAnswer } from './queues.ts';
import { readCall } from './read-call.ts';
import type { Services } from './services.ts';

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
  const { status, headers, body } = await answer(services, request, response, requestBody);
  // With its length known, an answer goes out in one piece. Node keeps the text of a date until a timer rings, which may be
  // late here; by AWS's dates functions know the time.
  const own = { 'content-length': Buffer.byteLength(body), date: new Date().toUTCString() };
  response.writeHead(status, { ...(headers as Record<string, string>), ...own }).end(body);
}

async function answer(
  services: () => Services,
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
): Promise<HttpAnswer> {
  let failure = jsonFailure;
  try {
    const foreign = foreignness(request.headers);
    if (foreign !== undefined) throw new AwsError('AccessDeniedException', foreign, 403);
    const { name, failure: itsFailure, ...read } = readCall(request, body);
    failure = itsFailure;
    const call = calls[name];
    if (call === undefined) {
      throw new AwsError('UnknownOperationException', `the local AWS does not know the call ${name}`);
    }
    const known = services();
    const userId = known.iam.userIdOf(accessKeyOf(request));
    const callRequest = { ...read, body, userId, hasHungUp: () => response.destroyed };
    for (const { action, resource, context } of call.permissions(known, callRequest)) {
      // Loopback stands in for TLS.
      known.iam.authorize(accessKeyOf(request), {
        action,
        resource,
        context: { 'aws:securetransport': ['true'], ...context },
      });
    }
    return await call.run(known, callRequest);
  } catch (error) {
    return failure(error);
  }
}

const accessKeyOf = ({ headers }: IncomingMessage) =>
  /Credential=([^/,]+)\//.exec(headers.authorization ?? '')?.[1];
