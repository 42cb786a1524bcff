import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSendHttp } from '../../../../functions/core/http/send-http.ts';
import { socketMeaning } from '../../../../functions/core/http/socket-meanings.ts';
import { clientCertificate } from '../../../fixtures/client-certificate.ts';

const { key, cert } = clientCertificate;
const peers: string[] = [];
const server = createServer(
  { key, cert, ca: cert, requestCert: true, rejectUnauthorized: false },
  (request, response) => {
    const socket = request.socket as TLSSocket;
    peers.push(`${socket.remotePort} ${socket.getPeerCertificate().subject?.CN ?? 'nobody'}`);
    response.end('{}');
  },
);
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const send = createSendHttp({ allowPrivateAddresses: true, now: () => 0 });
const request = (tls: { cert?: string; key?: string; ca: string }) => ({
  method: 'GET',
  url: new URL(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`),
  headers: {},
  tls: tls as { cert: string; key: string; ca: string },
});

test('a client certificate is shown, on connections that nobody else uses', async () => {
  const mine = request({ key, cert, ca: cert });
  const other = request({ ca: cert });
  for (const one of [mine, other, mine]) expect(await send(one, 2_000)).toHaveProperty('response');
  const [first = '', second = '', third = ''] = peers;
  expect([first.split(' ')[1], second.split(' ')[1]]).toEqual(['interlock-test', 'nobody']);
  expect(third).toBe(first);
});

test('a key that is none stops the destination, with a word of where to look, and was not sent', async () => {
  const result = await send(request({ key: 'none', cert, ca: cert }), 2_000);
  if (!('failure' in result)) throw new Error('it was sent');
  expect(result.failure.sent).toBe('not-sent');
  expect(socketMeaning(result.failure)).toEqual({
    verdict: 'refused',
    scope: 'destination',
    lookAt: 'certificate',
  });
});
