import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Destination } from '../../../functions/core/declare/destination.ts';
import type { ResetHeaders } from '../../../lib/scaffold/headers-found.ts';
import { readLimitCode } from '../../../lib/scaffold/templates/read-limit.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const nowMs = Date.UTC(2026, 10, 24);

/** How 40 seconds from now are told. */
const ways: readonly (readonly [ResetHeaders['told'], string])[] = [
  ['seconds', '40'],
  ['epoch-seconds', `${nowMs / 1_000 + 40}`],
  ['epoch-milliseconds', `${nowMs + 40_000}`],
  ['iso-date', '2026-11-24T00:00:40Z'],
  ['http-date', 'Tue, 24 Nov 2026 00:00:40 GMT'],
];

let folder: string;
const fileOf = (told: string, withRemaining: boolean) => join(folder, `${told}-${withRemaining}.ts`);
const load = async (told: string, withRemaining: boolean) =>
  (await import(pathToFileURL(fileOf(told, withRemaining)).href)) as {
    readLimit: NonNullable<Destination['readLimit']>;
  };
const response = (statusCode: number, headers: Record<string, string>) => ({
  statusCode,
  headers,
  body: '',
  bodyTruncated: false,
});

describe('the code that reads a limit', () => {
  beforeAll(() => {
    mkdirSync(join(root, '.interlock'), { recursive: true });
    folder = mkdtempSync(join(root, '.interlock', 'read-limit-'));
    for (const [told] of ways) {
      for (const withRemaining of [true, false]) {
        const code = readLimitCode({
          reset: 'x-ratelimit-reset',
          told,
          remaining: withRemaining ? 'x-ratelimit-remaining' : undefined,
        });
        const imported =
          "import type { HttpResponse } from '../../functions/core/declare/http-message.ts';\nimport type { LimitReading } from '../../functions/core/declare/destination.ts';";
        writeFileSync(fileOf(told, withRemaining), `${imported}\n${code}\nexport { readLimit };\n`);
      }
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('compiles, however the moment is told', () => {
    const config = { extends: '../../tsconfig.json', include: ['.'] };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = join(root, 'node_modules/.bin/tsc');
    expect(() => execFileSync(tsc, ['--noEmit', '-p', folder], { stdio: 'pipe' })).not.toThrow();
  }, 60_000);

  it.each(ways)('reads a moment told in %s', async (told, text) => {
    const { readLimit } = await load(told, true);
    const headers = { 'x-ratelimit-reset': text, 'x-ratelimit-remaining': '3' };
    const notBeforeMs = nowMs + 40_000;
    expect(readLimit(response(200, headers), nowMs)).toBeUndefined();
    expect(readLimit(response(429, headers), nowMs)).toEqual({ notBeforeMs });
    const usedUp = { ...headers, 'x-ratelimit-remaining': '0' };
    expect(readLimit(response(200, usedUp), nowMs)).toEqual({ notBeforeMs });
    const alone = await load(told, false);
    expect(alone.readLimit(response(429, headers), nowMs)).toEqual({ notBeforeMs });
  });

  it.each(ways)('reads nothing out of nonsense where %s should stand', async (told) => {
    const { readLimit } = await load(told, true);
    expect(readLimit(response(429, { 'x-ratelimit-reset': 'soon' }), nowMs)).toBeUndefined();
    expect(readLimit(response(429, {}), nowMs)).toBeUndefined();
  });
});
