import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Destination } from '../../../functions/core/declare/destination.ts';
import { fileOf, nowMs, ways, writeReadLimits } from './read-limit-files.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
let folder: string;
const load = async (told: string, withRemaining: boolean) =>
  (await import(pathToFileURL(join(folder, fileOf(told, withRemaining))).href)) as {
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
    writeReadLimits(folder, '../../functions');
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
