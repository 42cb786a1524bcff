import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Destination } from '../../../../functions/core/declare/destination.ts';
import {
  basicCredentials,
  basicHeader,
  secretOf,
  visibleText,
} from '../../../../functions/destinations/credentials.ts';
import { curlLine, shellWord } from '../../../../lib/cli/dead-letters/curl-line.ts';
import { wallet } from '../../../fixtures/shop/functions/destinations/wallet/index.ts';

const request = { method: 'POST', url: 'https://x.example/a', headers: {}, body: '' };

/** What the shell makes of the words behind `curl`, where `$API_KEY` is `key`. */
const wordsOf = (line: string, env: Readonly<Record<string, string>> = {}) =>
  execFileSync('bash', ['--norc', '-c', `curl() { printf '%s\\0' "$@"; }; ${line}`], {
    env: { ...env },
    encoding: 'utf8',
  })
    .split('\0')
    .slice(0, -1);

it('gives the shell every text as it was sent, whatever stands in it', () => {
  const odd = ["'", '\\', '$(id)', '`id`', '!!', '\n', '\u0007', '«$API_KEY»', 'é', '😀', '"'];
  const text = fc
    .array(fc.oneof(fc.string(), fc.constantFrom(...odd)), { maxLength: 6 })
    .map((all) => all.join(''));
  fc.assert(
    // Many to a shell: most of the time is in starting one.
    fc.property(fc.array(text, { minLength: 20, maxLength: 30 }), (bodies) => {
      const lines = bodies.map((body) => curlLine({ ...request, body }, wallet) ?? '');
      const expected = bodies.flatMap((body) => [
        ...['-X', 'POST', 'https://x.example/a'],
        ...(body === '' ? [] : ['--data-raw', body]),
      ]);
      expect(wordsOf(lines.join('; '), { API_KEY: 'key' })).toEqual(expected);
    }),
    { numRuns: 5 },
  );
});

it('has a variable where each credential stood', () => {
  const headers = {
    authorization: 'Bearer «secret»',
    'wallet-version': '1',
    'content-length': '4',
    host: 'x',
  };
  const line = curlLine({ ...request, headers, url: 'https://x.example/a?key=«secret»' }, wallet) ?? '';
  expect(wordsOf(line, { API_KEY: 'sk_1' })).toEqual([
    '-X',
    'POST',
    'https://x.example/a?key=sk_1',
    '-H',
    'authorization: Bearer sk_1',
    '-H',
    'wallet-version: 1',
  ]);
});

it('has user and password where a destination declares Basic', () => {
  const basic: Destination = {
    ...wallet,
    credentials: basicCredentials,
    headers: ({ username, password }) => basicHeader(username, password),
  };
  const line = curlLine({ ...request, headers: { authorization: 'Basic «secret»' } }, basic);
  expect(line).toBe(`curl -X 'POST' 'https://x.example/a' -u "$USERNAME"':'"$PASSWORD"`);
});

it('names a credential by its path, and one of several that nobody can tell apart SECRET', () => {
  const two: Destination = {
    ...wallet,
    credentials: secretOf({ appId: visibleText(), clientSecret: visibleText() }),
    headers: ({ clientSecret }) => ({ 'x-secret': clientSecret }),
  };
  const line = curlLine({ ...request, headers: { 'x-secret': '«secret»' }, body: 'a=«secret»' }, two);
  expect(line).toBe(
    `curl -X 'POST' 'https://x.example/a' -H 'x-secret: '"$CLIENT_SECRET" --data-raw 'a='"$SECRET"`,
  );
});

it('is none of a body that the log holds cut off', () => {
  expect(curlLine({ ...request, body: 'a'.repeat(65_536) }, wallet)).toBeUndefined();
});

it('quotes an id that a shell would read as more', () => {
  expect([shellWord('a-1'), shellWord('a; id')]).toEqual(['a-1', "'a; id'"]);
});
