import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import type { RenderedRequest } from '../../../../functions/core/http/request.ts';
import { createSendHttp, responseBytesMax } from '../../../../functions/core/http/send-http.ts';

const open: { close: () => void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  open.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  return listening(server);
}

/** A server that speaks bytes: for what node:http would not say. */
async function serveSockets(onConnection: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createSocketServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    onConnection(socket);
  });
  open.push({
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  });
  return listening(server);
}

const post = (base: string, body = '{"a":1}', headers: Record<string, string> = {}): RenderedRequest => ({
  method: 'POST',
  url: new URL('/v1/things?x=1', base),
  headers: { 'content-length': `${Buffer.byteLength(body)}`, ...headers },
  body,
});

const sender = (now = () => 0) => createSendHttp({ allowPrivateAddresses: true, now });

test('a request reaches the server byte for byte, and the whole response comes back', async () => {
  const seen: unknown[] = [];
  const base = await serve(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push([request.method, request.url, request.headers['x-key'], body]);
    response.writeHead(201, { 'Request-Id': 'req_1', 'set-cookie': ['a=1', 'b=2'] }).end('{"id":"é"}');
  });
  const result = await sender()(post(base, '{"a":"é"}', { 'x-key': 'k' }), 5_000);
  expect(seen).toEqual([['POST', '/v1/things?x=1', 'k', '{"a":"é"}']]);
  expect(result).toEqual({
    response: {
      statusCode: 201,
      headers: expect.objectContaining({ 'request-id': 'req_1', 'set-cookie': 'a=1, b=2' }),
      body: '{"id":"é"}',
      bodyTruncated: false,
    },
  });
});

test('a connection reset before an answer leaves the outcome unknown', async () => {
  const base = await serveSockets((socket) => socket.once('data', () => socket.resetAndDestroy()));
  expect(await sender()(post(base), 5_000)).toEqual({
    failure: {
      sent: 'unknown',
      code: 'CONNECTION_LOST',
      message: 'the connection ended with ECONNRESET',
      cause: 'ECONNRESET',
    },
  });
});

test('a refused connection means that the request was not sent', async () => {
  const server = createServer();
  const base = await listening(server);
  await new Promise<void>((resolve) => server.close(() => resolve()));
  expect(await sender()(post(base), 5_000)).toEqual({
    failure: {
      sent: 'not-sent',
      code: 'CONNECT_FAILED',
      message: 'the connection ended with ECONNREFUSED',
      cause: 'ECONNREFUSED',
    },
  });
});

test('a server that does not answer is given up at the deadline, and the outcome is unknown', async () => {
  const base = await serve(() => {});
  const startedMs = performance.now();
  const result = await sender()(post(base), 500);
  expect(performance.now() - startedMs).toBeLessThan(5_000);
  expect(result).toEqual({
    failure: { sent: 'unknown', code: 'TIMEOUT', message: 'no answer within 500 ms', cause: 'TIMEOUT' },
  });
});

test('a body that drips is cut by the same deadline, and its status is kept', async () => {
  const base = await serve((_request, response) => {
    response.writeHead(200, { 'request-id': 'req_1' });
    const drip = setInterval(() => response.write('x'), 10);
    response.on('close', () => clearInterval(drip));
  });
  const startedMs = performance.now();
  const result = await sender()(post(base), 600);
  expect(performance.now() - startedMs).toBeLessThan(5_000);
  expect(result).toMatchObject({
    response: {
      statusCode: 200,
      headers: { 'request-id': 'req_1' },
      body: expect.stringMatching(/^x+$/),
      bodyTruncated: true,
    },
  });
});

test('a body cut after the headers keeps the status', async () => {
  const base = await serveSockets((socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"id":')),
  );
  expect(await sender()(post(base), 5_000)).toEqual({
    response: {
      statusCode: 200,
      headers: { 'content-length': '100' },
      body: '{"id":',
      bodyTruncated: true,
    },
  });
});

test('a chunked body that ends without its last chunk is cut', async () => {
  const base = await serveSockets((socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nab\r\n')),
  );
  expect(await sender()(post(base), 5_000)).toMatchObject({
    response: { statusCode: 200, body: 'ab', bodyTruncated: true },
  });
});

test('a compressed body cut after the headers keeps the status and ends in time', async () => {
  const compressed = gzipSync('x'.repeat(50_000));
  const base = await serveSockets((socket) =>
    socket.once('data', () => {
      socket.write(
        `HTTP/1.1 202 Accepted\r\ncontent-encoding: gzip\r\ncontent-length: ${compressed.length}\r\n\r\n`,
      );
      socket.write(compressed.subarray(0, 20));
      socket.resetAndDestroy();
    }),
  );
  expect(await sender()(post(base), 2_000)).toMatchObject({
    response: { statusCode: 202, bodyTruncated: true },
  });
});

test('a compressed body that hangs is cut by the deadline', async () => {
  const base = await serve((_request, response) => {
    response.writeHead(200, { 'content-encoding': 'gzip' });
    response.write(gzipSync('x'.repeat(50_000)).subarray(0, 20));
  });
  expect(await sender()(post(base), 600)).toMatchObject({
    response: { statusCode: 200, bodyTruncated: true },
  });
});

test('a body is read up to its bound', async () => {
  const base = await serve((_request, response) => response.end('x'.repeat(responseBytesMax + 1)));
  const result = await sender()(post(base), 5_000);
  expect(result).toMatchObject({ response: { statusCode: 200, bodyTruncated: true } });
  expect('response' in result && result.response.body.length).toBe(responseBytesMax);
});

test('a body of exactly the bound is whole', async () => {
  const base = await serve((_request, response) => response.end('x'.repeat(responseBytesMax)));
  const result = await sender()(post(base), 5_000);
  expect(result).toMatchObject({ response: { statusCode: 200, bodyTruncated: false } });
});

test('a body compressed unasked is read', async () => {
  const base = await serve((request, response) => {
    expect(request.headers['accept-encoding']).toBeUndefined();
    response.setHeader('content-encoding', 'gzip').end(gzipSync('{"id":"cus_1"}'));
  });
  expect(await sender()(post(base), 5_000)).toMatchObject({
    response: { statusCode: 200, body: '{"id":"cus_1"}', bodyTruncated: false },
  });
});

test('a compressed body is bounded by what it holds, not by what was sent', async () => {
  const bomb = gzipSync(Buffer.alloc(64 * 1024 * 1024));
  const base = await serve((_request, response) => response.setHeader('content-encoding', 'gzip').end(bomb));
  const result = await sender()(post(base), 5_000);
  expect(result).toMatchObject({ response: { statusCode: 200, bodyTruncated: true } });
  expect('response' in result && result.response.body.length).toBe(responseBytesMax);
});

test.each([
  ['compress', 'compress'],
  ['constructor', 'constructor'],
  ['gzip', 'gzip'],
  ['<script>', 'unknown'],
  ['gzip, dcb', 'dcb'],
])('a body that cannot be decoded (%s) keeps the status, and says what it is in', async (encoding, named) => {
  const base = await serve((_request, response) =>
    response.setHeader('content-encoding', encoding).end('not compressed at all'),
  );
  expect(await sender()(post(base), 5_000)).toMatchObject({
    response: { statusCode: 200, body: '', bodyTruncated: true, unreadCoding: named },
  });
});

// https://www.rfc-editor.org/rfc/rfc9110#section-8.4
test.each<[string, (text: string) => string | Buffer]>([
  ['GZIP', gzipSync],
  ['x-gzip', gzipSync],
  ['Deflate', deflateSync],
  ['br', brotliCompressSync],
  ['identity', (text) => text],
  [' , ', (text) => text],
  ['deflate, gzip', (text) => gzipSync(deflateSync(text))],
])('a body in the coding "%s" is read', async (coding, coded) => {
  const base = await serve((_request, response) =>
    response.setHeader('content-encoding', coding).end(coded('{"id":"cus_1"}')),
  );
  expect(await sender()(post(base), 5_000)).toEqual({
    response: expect.objectContaining({ body: '{"id":"cus_1"}', bodyTruncated: false }),
  });
});

test('a byte order mark before the body is no part of it', async () => {
  const base = await serve((_request, response) => response.end('\uFEFF{"id":1}'));
  expect(await sender()(post(base), 5_000)).toMatchObject({ response: { body: '{"id":1}' } });
});

test('a redirect is an answer and is not followed', async () => {
  let requests = 0;
  const base = await serve((_request, response) => {
    requests += 1;
    response.writeHead(302, { location: '/elsewhere' }).end();
  });
  expect(await sender()(post(base), 5_000)).toMatchObject({
    response: { statusCode: 302, headers: { location: '/elsewhere' } },
  });
  expect(requests).toBe(1);
});

test('what is not HTTP leaves the outcome unknown', async () => {
  const base = await serveSockets((socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH\r\n')));
  expect(await sender()(post(base), 5_000)).toMatchObject({
    failure: { sent: 'unknown', code: 'CONNECTION_LOST' },
  });
});

test('a header that cannot be written is a request not sent, and its value is not quoted', async () => {
  const base = await serve((_request, response) => response.end());
  const result = await sender()(post(base, '', { authorization: 'Bearer canary\nx' }), 5_000);
  expect(result).toEqual({
    failure: {
      sent: 'not-sent',
      code: 'CONNECT_FAILED',
      message: 'the request cannot be written (ERR_INVALID_CHAR)',
      cause: 'ERR_INVALID_CHAR',
    },
  });
});

test('one connection serves request after request', async () => {
  const ports = new Set<number | undefined>();
  const base = await serve((request, response) => {
    ports.add(request.socket.remotePort);
    response.end('ok');
  });
  const send = sender();
  for (let n = 0; n < 3; n += 1) await send(post(base), 5_000);
  expect(ports.size).toBe(1);
});

test('after a pause the sockets of before are not used again', async () => {
  let nowMs = 0;
  const ports = new Set<number | undefined>();
  const base = await serve((request, response) => {
    ports.add(request.socket.remotePort);
    response.end('ok');
  });
  const send = sender(() => nowMs);
  await send(post(base), 5_000);
  nowMs = 1_001;
  await send(post(base), 5_000);
  expect(ports.size).toBe(2);
});

test('a request after the server closed the idle connection goes out on a new one', async () => {
  let connections = 0;
  let closed = Promise.withResolvers<void>();
  const base = await serveSockets((socket) => {
    connections += 1;
    socket.on('close', () => closed.resolve());
    socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'));
  });
  const send = sender();
  for (let n = 0; n < 3; n += 1) {
    closed = Promise.withResolvers<void>();
    expect(await send(post(base), 5_000)).toMatchObject({ response: { statusCode: 200, body: 'ok' } });
    await closed.promise;
  }
  expect(connections).toBe(3);
});

test('an address inside the network is not connected to', async () => {
  let requests = 0;
  const base = await serve((_request, response) => {
    requests += 1;
    response.end();
  });
  const send = createSendHttp({ allowPrivateAddresses: false, now: () => 0 });
  const result = await send(post(base.replace('127.0.0.1', 'localhost')), 5_000);
  expect(result).toEqual({
    failure: {
      sent: 'not-sent',
      code: 'CONNECT_FAILED',
      message: 'the connection ended with PRIVATE_ADDRESS',
      cause: 'PRIVATE_ADDRESS',
    },
  });
  expect(requests).toBe(0);
});

test('whoever asks for larger answers gets them whole', async () => {
  const large = 'x'.repeat(responseBytesMax + 1);
  const base = await serve((_request, response) => response.end(large));
  const send = createSendHttp({ allowPrivateAddresses: true, now: () => 0, bytesMax: responseBytesMax + 1 });
  const result = await send(post(base), 1_000);
  expect(result).toMatchObject({ response: { body: large, bodyTruncated: false } });
});

test('whoever keeps connections for longer uses them after a longer pause', async () => {
  const sockets = new Set<unknown>();
  const base = await serve((request, response) => {
    sockets.add(request.socket);
    response.end();
  });
  let nowMs = 0;
  const send = createSendHttp({ allowPrivateAddresses: true, now: () => nowMs, idleMsMax: 30_000 });
  await send(post(base), 1_000);
  nowMs = 30_000;
  await send(post(base), 1_000);
  expect(sockets.size).toBe(1);
  nowMs = 60_001;
  await send(post(base), 1_000);
  expect(sockets.size).toBe(2);
});
