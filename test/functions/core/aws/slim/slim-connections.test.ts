/** How long the slim clients keep a connection, and how much of an answer they read. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DynamoDBClient, GetItemCommand } from '../../../../../functions/core/aws/slim/client-dynamodb.ts';

const stops: (() => void)[] = [];
beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example-secret');
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 24, 12), toFake: ['Date'] });
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

async function serve(body: string) {
  const sockets = new Set<unknown>();
  const server = createServer((request, response) => {
    sockets.add(request.socket);
    request.resume();
    response.writeHead(200, { 'content-length': `${body.length}` }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => {
    server.closeAllConnections();
    server.close();
  });
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return sockets;
}

const client = (maxAttempts = 1) =>
  new DynamoDBClient({ requestHandler: { requestTimeout: 5_000 }, maxAttempts });
const read = () => new GetItemCommand({ TableName: 'ledger', Key: { id: { S: 'a' } } });

it.each([
  [30_000, 1],
  [30_001, 2],
])('after a pause of %i ms there have been %i connections', async (pauseMs, expected) => {
  const sockets = await serve('{}');
  const dynamodb = client();
  await dynamodb.send(read());
  vi.setSystemTime(Date.now() + pauseMs);
  await dynamodb.send(read());
  expect(sockets.size).toBe(expected);
});

/** A text that makes an answer of so many bytes. */
const textOf = (bytes: number) => 'x'.repeat(bytes - '{"a":""}'.length);

it('an answer of 4 MiB is read whole, and a byte more is none', async () => {
  const bytesMax = 4 * 1024 * 1024;
  const text = textOf(bytesMax);
  await serve(JSON.stringify({ a: text }));
  const { a } = (await client().send(read())) as { a?: string };
  // By one comparison: no matcher walks, and none prints, four megabytes.
  expect(a === text).toBe(true);
  await serve(JSON.stringify({ a: textOf(bytesMax + 1) }));
  await expect(client().send(read())).rejects.toThrow('the answer was cut off');
});
