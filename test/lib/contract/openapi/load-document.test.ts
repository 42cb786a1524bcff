import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDocument } from '../../../../lib/contract/openapi/load-document.ts';

const text = '{"openapi":"3.1.0","paths":{}}';
let folder: string;
let server: Server;
let url: string;
const asked: unknown[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'openapi-'));
  server = createServer((request, response) => {
    asked.push(request.headers.authorization);
    if (request.url === '/moved') response.writeHead(302, { location: '/openapi.json' }).end();
    else if (request.url === '/cut')
      response.writeHead(200, { 'content-length': '100' }).write('{', () => response.destroy());
    else response.writeHead(request.url === '/openapi.json' ? 200 : 404).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

test('reads a file, and says when there is none', async () => {
  const file = join(folder, 'openapi.json');
  writeFileSync(file, text);
  await expect(loadDocument(file)).resolves.toMatchObject({ name: file, version: '3.1' });
  await expect(loadDocument(join(folder, 'gone'))).rejects.toThrow(
    /gone: cannot be read \(ENOENT\)\. Give a file, or/,
  );
});

test('reads what is packed, and what is in UTF-16, with a mark or without', async () => {
  const utf16 = Buffer.from(text, 'utf16le');
  const packed: readonly Buffer[] = [
    gzipSync(text),
    Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]),
    utf16,
    Buffer.from(utf16).swap16(),
  ];
  for (const bytes of packed) {
    const file = join(folder, 'packed');
    writeFileSync(file, bytes);
    await expect(loadDocument(file)).resolves.toMatchObject({ version: '3.1' });
  }
  writeFileSync(join(folder, 'cut.gz'), gzipSync(text).subarray(0, 20));
  await expect(loadDocument(join(folder, 'cut.gz'))).rejects.toThrow(
    'cannot be read (it is gzip, and cut off or broken: download it again)',
  );
});

test('reads an address, also one that leads elsewhere, without credentials', async () => {
  await expect(loadDocument(`${url}/openapi.json`)).resolves.toMatchObject({ version: '3.1' });
  await expect(loadDocument(`${url}/moved`)).resolves.toMatchObject({ version: '3.1' });
  expect(new Set(asked)).toEqual(new Set([undefined]));
});

test.each([
  ['/gone', /\/gone: cannot be read \(status 404\)\. Give a file, or an http/],
  ['/cut', /\/cut: cannot be read \(terminated\)/],
])('says when %s cannot be read', async (path, message) => {
  await expect(loadDocument(url + path)).rejects.toThrow(message);
});

test('says when nobody answers', async () => {
  // Port 1 of this machine: nothing listens there.
  await expect(loadDocument('http://127.0.0.1:1/a')).rejects.toThrow(
    /cannot be read \(ECONNREFUSED|cannot be read \(/,
  );
});
