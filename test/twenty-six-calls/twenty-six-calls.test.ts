/** Twenty-six real write calls, each declared as it is, and delivered once to a server that checks it. */
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterEach, expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { Operation } from '../../functions/core/declare/operation.ts';
import { exchangeToken } from '../../functions/core/http/exchange-token.ts';
import { createSendHttp } from '../../functions/core/http/send-http.ts';
import { clientCertificate } from '../fixtures/client-certificate.ts';
import { type ThingParams, thingIntegration } from '../fixtures/fixture-integration.ts';
import { startMs } from '../functions/core/deliver/memory-ports.ts';
import { record, rowOf, sandbox } from '../functions/core/deliver/sandbox.ts';
import type { Arrived, Declared } from './declare.ts';
import { plain } from './plain.ts';
import { signed } from './signed.ts';
import { withTokens } from './tokens.ts';

const calls = [...plain, ...withTokens, ...signed].toSorted((a, b) => a.number - b.number);

const open: { close: () => void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});

/** Plays the third party of one call; what it has against a request, it says and refuses. */
async function serving({ serve, tls }: Declared) {
  const wrong: string[] = [];
  const served: string[] = [];
  const listener: RequestListener = async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const url = new URL(request.url ?? '', 'http://third.party');
    const arrived: Arrived = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      headers: request.headers as Arrived['headers'],
      body,
      certificate:
        tls && ((request.socket as TLSSocket).getPeerCertificate().subject?.CN as string | undefined),
    };
    served.push(`${arrived.method} ${arrived.path}`);
    try {
      const { status, body: said, headers = {} } = serve(arrived, startMs);
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(said === undefined ? '' : typeof said === 'string' ? said : JSON.stringify(said));
    } catch (error) {
      wrong.push((error as Error).message);
      response.writeHead(400).end('{"code":"wrong"}');
    }
  };
  const { key, cert } = clientCertificate;
  const server = tls
    ? createTlsServer({ key, cert, ca: cert, requestCert: true, rejectUnauthorized: false }, listener)
    : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  });
  return {
    wrong,
    served,
    baseUrl: `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
  };
}

test('all of them are here', () => {
  expect(calls.map(({ number }) => number)).toEqual(Array.from({ length: 26 }, (_, at) => at + 1));
});

test.each(calls.map((call) => [call.number, call.about, call] as const))(
  '%d: %s',
  async (_number, _about, call) => {
    const { wrong, served, baseUrl } = await serving(call);
    const operation = call.operation as Operation<ThingParams>;
    const { destination } = operation;
    const credentials = { ...call.secret, baseUrl };
    expect(z.safeParse(destination.credentials, credentials).success).toBe(true);
    const send = createSendHttp({ allowPrivateAddresses: true, now: () => startMs });
    const { token } = destination;
    const exchanged =
      token &&
      (await exchangeToken({
        destination,
        credentials,
        refreshToken: token.refreshToken?.(credentials) ?? '',
        send,
        allowPrivateAddresses: true,
        now: () => startMs,
        random: () => 0.5,
      }));
    expect(wrong).toEqual([]);
    const got = exchanged && 'got' in exchanged ? exchanged.got : undefined;
    if (token !== undefined) expect(exchanged).toHaveProperty('got.expiresInSeconds');
    const one = await sandbox({
      integration: thingIntegration(operation),
      credentials: () => ({
        get: async () => ({ credentials, version: 'v1', token: got?.token }),
        refreshed: async () => undefined,
      }),
    });
    expect(await one.batch(record())).toEqual([]);
    expect(wrong).toEqual([]);
    expect(one.outcomes()).toEqual(['delivery.attempted delivered']);
    expect(rowOf(one)).toMatchObject({ status: 'delivered', attempts: 1 });
    expect(served).toHaveLength(token === undefined ? 1 : 2);
  },
);
