import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { classify } from '../../../../../functions/core/http/classify.ts';
import type { RenderedRequest } from '../../../../../functions/core/http/request.ts';
import { createSendHttp } from '../../../../../functions/core/http/send-http.ts';
import { createCertificate } from '../../../../deploy/certificate.ts';
import { createThing } from '../../../../fixtures/fixture-integration.ts';
import { endings } from './endings.ts';

const operation = createThing();

describe('a request that ended without an answer', () => {
  for (const [cause, sent, verdict, scope, lookAt] of endings) {
    test(`by ${cause}, ${sent}`, () => {
      const failure = { sent, code: 'CODE', message: 'it ended', cause };
      expect(classify(operation, { failure }, 0)).toEqual({
        verdict,
        scope,
        fromApplication: false,
        code: 'CODE',
        message: 'it ended',
        ...(lookAt === '-' ? {} : { lookAt }),
      });
    });
  }

  test('and without a code is one that was not sent, or that nobody knows of', () => {
    const failure = { code: 'CODE', message: '' };
    const verdictOf = (sent: 'not-sent' | 'unknown') =>
      classify(operation, { failure: { ...failure, sent } }, 0).verdict;
    expect([verdictOf('not-sent'), verdictOf('unknown')]).toEqual(['retryable', 'ambiguous']);
  });
});

const open: { close: () => void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

/** The port of a server that does so with each connection. */
async function port(server: Server, onConnection: (socket: Socket) => void = () => {}): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('error', () => {}));
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  return (server.address() as AddressInfo).port;
}

const post = (address: string, headers: Readonly<Record<string, string>> = {}): RenderedRequest => ({
  method: 'POST',
  url: new URL(address),
  headers: { 'content-length': '2', ...headers },
  body: '{}',
});

async function endOf(request: RenderedRequest, timeoutMs = 5_000) {
  const result = await createSendHttp({ allowPrivateAddresses: true, now: () => 0 })(request, timeoutMs);
  if (!('failure' in result)) throw new Error(`it was answered with ${result.response.statusCode}`);
  const { sent, code, cause } = result.failure;
  const { verdict, scope, lookAt = '-' } = classify(operation, result, 0);
  return [sent, code, cause, verdict, scope, lookAt];
}

const plain = async (onConnection: (socket: Socket) => void) =>
  `http://127.0.0.1:${await port(createServer(), onConnection)}/`;
const tls = async (onConnection: (socket: Socket) => void) =>
  `https://127.0.0.1:${await port(createServer(), onConnection)}/`;
const saying = (text: string) => (socket: Socket) => socket.once('data', () => socket.end(text));

describe('a real server', () => {
  test('that is closed', async () => {
    const server = createServer();
    const closed = await port(server);
    await new Promise((resolve) => server.close(resolve));
    expect(await endOf(post(`http://127.0.0.1:${closed}/`))).toEqual([
      'not-sent',
      'CONNECT_FAILED',
      'ECONNREFUSED',
      'retryable',
      'destination',
      'address',
    ]);
  });

  test.each<[string, (socket: Socket) => void, string, string]>([
    [
      'resets after the request',
      (socket) => socket.once('data', () => socket.resetAndDestroy()),
      'ECONNRESET',
      '-',
    ],
    ['hangs up after the request', saying(''), 'ECONNRESET', '-'],
    ['hangs up within the status line', saying('HTTP/1.1 2'), 'ECONNRESET', '-'],
    ['hangs up within the headers', saying('HTTP/1.1 200 OK\r\nx-a: 1'), 'ECONNRESET', '-'],
    ['only ever says Continue', saying('HTTP/1.1 100 Continue\r\n\r\n'), 'ECONNRESET', '-'],
    [
      'switches to another protocol',
      saying('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
      'CLOSED',
      '-',
    ],
    ['speaks SSH', saying('SSH-2.0-OpenSSH\r\n'), 'HPE_INVALID_CONSTANT', 'address'],
    ['answers with a request', saying('GET / HTTP/1.1\r\n\r\n'), 'HPE_INVALID_CONSTANT', 'address'],
    ['has another version', saying('HTTP/9.9 200 OK\r\n\r\n'), 'HPE_INVALID_VERSION', 'address'],
    [
      'has a header without a name',
      saying('HTTP/1.1 200 OK\r\n: x\r\n\r\n'),
      'HPE_INVALID_HEADER_TOKEN',
      'address',
    ],
    [
      'has a length that is none',
      saying('HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n'),
      'HPE_INVALID_CONTENT_LENGTH',
      'address',
    ],
    [
      'has headers without an end',
      saying(`HTTP/1.1 200 OK\r\n${'x-a: 1234567890\r\n'.repeat(2_000)}\r\n`),
      'HPE_HEADER_OVERFLOW',
      'address',
    ],
  ])('that %s leaves the outcome unknown', async (_name, onConnection, cause, lookAt) => {
    expect(await endOf(post(await plain(onConnection)))).toEqual([
      'unknown',
      'CONNECTION_LOST',
      cause,
      'ambiguous',
      'destination',
      lookAt,
    ]);
  });

  test('that does not answer leaves the outcome unknown', async () => {
    expect(await endOf(post(await plain(() => {})), 500)).toEqual([
      'unknown',
      'TIMEOUT',
      'TIMEOUT',
      'ambiguous',
      'destination',
      '-',
    ]);
  });

  test('that does not take part in the handshake has not been sent the request', async () => {
    expect(await endOf(post(await tls(() => {})), 100)).toEqual([
      'not-sent',
      'CONNECT_FAILED',
      'TIMEOUT',
      'retryable',
      'destination',
      '-',
    ]);
  });

  test('that resets within the handshake has not been sent the request', async () => {
    expect(await endOf(post(await tls((socket) => socket.resetAndDestroy())))).toEqual([
      'not-sent',
      'CONNECT_FAILED',
      'ECONNRESET',
      'retryable',
      'destination',
      '-',
    ]);
  });

  test('that speaks plain HTTP where TLS is spoken has not been sent the request', async () => {
    expect(await endOf(post(await tls(saying('HTTP/1.1 400 Bad Request\r\n\r\n'))))).toEqual([
      'not-sent',
      'CONNECT_FAILED',
      'EPROTO',
      'retryable',
      'destination',
      'certificate',
    ]);
  });

  test('whose certificate nobody signed has not been sent the request', async () => {
    const { certPem: cert, keyPem: key } = createCertificate([], Date.now());
    const server = createHttpsServer({ cert, key }, (_request, response) => response.end());
    expect(await endOf(post(`https://127.0.0.1:${await port(server)}/`))).toEqual([
      'not-sent',
      'CONNECT_FAILED',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'retryable',
      'destination',
      'certificate',
    ]);
  });

  test('is not sent a header that cannot be written', async () => {
    expect(await endOf(post(await plain(() => {}), { 'x-key': 'a\nb' }))).toEqual([
      'not-sent',
      'CONNECT_FAILED',
      'ERR_INVALID_CHAR',
      'refused',
      'operation',
      'request',
    ]);
  });
});
