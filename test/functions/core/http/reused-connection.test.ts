/** What is known of a request whose connection ends: a new one tells whether it was written, a used one never does. */
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import type { RenderedRequest } from '../../../../functions/core/http/request.ts';
import { createSendHttp } from '../../../../functions/core/http/send-http.ts';

const closes: (() => void)[] = [];
afterEach(() => {
  for (const close of closes.splice(0)) close();
});

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

/** A server of sockets: `answer` is told which request of which connection has come. */
async function serve(answer: (socket: Socket, request: number, connection: number) => void) {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    const connection = sockets.push(socket.on('error', () => {}));
    let requests = 0;
    socket.on('data', () => {
      requests += 1;
      answer(socket, requests, connection);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closes.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { sockets, host: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const post = (origin: string): RenderedRequest => ({
  method: 'POST',
  url: new URL('/v1/things', origin),
  headers: { 'content-length': '2' },
  body: '{}',
});
const sender = () => createSendHttp({ allowPrivateAddresses: true, now: () => 0 });
const nobodyKnows = { failure: { sent: 'unknown', code: 'CONNECTION_LOST' } };
const notSent = { failure: { sent: 'not-sent', code: 'CONNECT_FAILED' } };

it('a used connection that is reset when the request has come: nobody knows', async () => {
  const { sockets, host } = await serve((socket, request) =>
    request === 1 ? socket.write(ok) : socket.resetAndDestroy(),
  );
  const send = sender();
  expect(await send(post(`http://${host}`), 5_000)).toMatchObject({ response: { statusCode: 200 } });
  expect(await send(post(`http://${host}`), 5_000)).toMatchObject(nobodyKnows);
  expect(sockets).toHaveLength(1);
});

it('a used connection that was reset just before the request is written: nobody knows either', async () => {
  const { sockets, host } = await serve((socket) => socket.write(ok));
  const send = sender();
  await send(post(`http://${host}`), 5_000);
  // The reset is under way and not yet heard of: the request is written to a connection that is gone.
  sockets[0]?.resetAndDestroy();
  expect(await send(post(`http://${host}`), 5_000)).toMatchObject(nobodyKnows);
  expect(sockets).toHaveLength(1);
});

it('a used connection that hangs up without an answer: nobody knows', async () => {
  const { host } = await serve((socket, request) => (request === 1 ? socket.write(ok) : socket.end()));
  const send = sender();
  await send(post(`http://${host}`), 5_000);
  expect(await send(post(`http://${host}`), 5_000)).toMatchObject(nobodyKnows);
});

it('after a reset the next request goes out on a new connection', async () => {
  const { sockets, host } = await serve((socket, request, connection) =>
    request === 2 && connection === 1 ? socket.resetAndDestroy() : socket.write(ok),
  );
  const send = sender();
  const codes = [];
  for (let n = 0; n < 3; n += 1) {
    const result = await send(post(`http://${host}`), 5_000);
    codes.push('response' in result ? result.response.statusCode : result.failure.sent);
  }
  expect(codes).toEqual([200, 'unknown', 200]);
  expect(sockets).toHaveLength(2);
});

it('a new connection that is reset when the request has come: nobody knows', async () => {
  const { host } = await serve((socket) => socket.resetAndDestroy());
  expect(await sender()(post(`http://${host}`), 5_000)).toMatchObject(nobodyKnows);
});

it('a new connection that ends in its handshake of TLS: the request was not sent', async () => {
  const { host } = await serve((socket) => socket.resetAndDestroy());
  expect(await sender()(post(`https://${host}`), 5_000)).toMatchObject(notSent);
});

it('a handshake of TLS that hangs until the deadline: the request was not sent', async () => {
  const { host } = await serve(() => {});
  expect(await sender()(post(`https://${host}`), 100)).toMatchObject({
    failure: { sent: 'not-sent', code: 'CONNECT_FAILED' },
  });
});

it.each([
  [1_000, 1],
  [1_001, 2],
])(
  '%i ms after the last answer the connection of before is used or left: %i in all',
  async (pauseMs, expected) => {
    let nowMs = 0;
    const { sockets, host } = await serve((socket) => socket.write(ok));
    const send = createSendHttp({ allowPrivateAddresses: true, now: () => nowMs });
    await send(post(`http://${host}`), 5_000);
    nowMs = pauseMs;
    await send(post(`http://${host}`), 5_000);
    expect(sockets).toHaveLength(expected);
  },
);

it('a pause is counted from the last answer, and not while a request is under way', async () => {
  let nowMs = 0;
  const { sockets, host } = await serve((socket, request, connection) => {
    if (connection === 2 && request === 1) return;
    socket.write(ok);
  });
  const send = createSendHttp({ allowPrivateAddresses: true, now: () => nowMs });
  await Promise.all([send(post(`http://${host}`), 5_000), send(post(`http://${host}`), 600)]);
  expect(sockets).toHaveLength(2);
  nowMs = 1_000;
  await send(post(`http://${host}`), 5_000);
  expect(sockets).toHaveLength(2);
});

it('a pause is counted from the last answer of all, however many there were', async () => {
  let nowMs = 0;
  const { sockets, host } = await serve((socket) => socket.write(ok));
  const send = createSendHttp({ allowPrivateAddresses: true, now: () => nowMs });
  for (nowMs = 500; nowMs <= 4_500; nowMs += 1_000) await send(post(`http://${host}`), 5_000);
  expect(sockets).toHaveLength(1);
});

it('who begins after a pause does not take its connection from a request that is under way', async () => {
  let nowMs = 0;
  const arrived = Promise.withResolvers<Socket>();
  const { host } = await serve((socket, _request, connection) =>
    connection === 1 ? arrived.resolve(socket) : socket.write(ok),
  );
  const send = createSendHttp({ allowPrivateAddresses: true, now: () => nowMs });
  const slow = send(post(`http://${host}`), 5_000);
  const socket = await arrived.promise;
  nowMs = 5_000;
  expect(await send(post(`http://${host}`), 5_000)).toMatchObject({ response: { statusCode: 200 } });
  socket.write(ok);
  expect(await slow).toMatchObject({ response: { statusCode: 200 } });
});

it('a connection that is left is closed, so that none stays open for nobody', async () => {
  let nowMs = 0;
  const { sockets, host } = await serve((socket) => socket.write(ok));
  const send = createSendHttp({ allowPrivateAddresses: true, now: () => nowMs });
  await send(post(`http://${host}`), 5_000);
  nowMs = 2_000;
  const [first] = sockets;
  const closed = new Promise((resolve) => first?.once('close', resolve));
  await send(post(`http://${host}`), 5_000);
  await closed;
  expect(sockets).toHaveLength(2);
});
