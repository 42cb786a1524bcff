import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Kept, readKept, writeKept } from '../../../lib/local/kept-file.ts';
import { readBefore } from '../../../lib/local/start-keeping.ts';

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'interlock-kept-'));
  path = join(dir, 'inner', 'kept.json');
});
afterEach(() => rmSync(dir, { recursive: true }));

const message = (sentMs: number) => ({ body: `{"at":${sentMs}}`, attributes: {}, sentMs, receives: 1 });
const kept = (changes: Partial<Kept['aws']> = {}): Kept => ({
  version: 1,
  aws: { queues: { q: [message(2_000)] }, tables: { t: [{ id: { S: 'a' } }] }, secrets: {}, ...changes },
  standIns: { shop: { apiKey: 'k1', secret: '{"apiKey":"k1","baseUrl":"http://127.0.0.1:1"}' } },
});

describe('the file that outlives a restart', () => {
  it('gives back what was written, to its owner alone, and leaves nothing else', async () => {
    expect(await readKept(path)).toBeUndefined();
    expect(await writeKept(path, kept())).toBe(0);

    expect(await readKept(path)).toEqual(kept());
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(dir, 'inner'))).toEqual(['kept.json']);
  });

  it.each(['{', '{}', '{"version":2}', 'null'])('is not guessed at when it holds %s', async (text) => {
    await writeKept(path, kept());
    writeFileSync(path, text);

    await expect(readKept(path)).rejects.toThrow(
      `${path} cannot be read: delete it to begin anew, or start without --keep`,
    );
  });

  it('holds the oldest 100,000 messages, and says how many it has no room for', async () => {
    const many = Array.from({ length: 100_002 }, (_, n) => message(200_000 - n));
    expect(await writeKept(path, kept({ queues: { q: many } }))).toBe(2);

    const { q = [] } = (await readKept(path))?.aws.queues ?? {};
    expect([q.length, q[0]?.sentMs, q.at(-1)?.sentMs]).toEqual([100_000, 99_999, 199_998]);
  });
});

describe('what an earlier run left', () => {
  it('has the secrets that somebody changed, and not those of stand-ins that have another address by now', async () => {
    const untouched = { 'interlock/local/shop': kept().standIns.shop?.secret ?? '' };
    await writeKept(path, kept({ secrets: { ...untouched, 'interlock/local/own': '{"apiKey":"mine"}' } }));

    expect(await readBefore(path)).toEqual({
      aws: { ...kept().aws, secrets: { 'interlock/local/own': '{"apiKey":"mine"}' } },
      apiKeys: { shop: 'k1' },
    });
  });

  it('is nothing where nothing was kept, or is to be', async () => {
    expect(await readBefore(path)).toEqual({ aws: undefined, apiKeys: {} });
    expect(await readBefore(undefined)).toEqual({ aws: undefined, apiKeys: {} });
  });
});
