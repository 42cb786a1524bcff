import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { buildFunctions } from '../../../lib/build/build.ts';

const sourceDir = 'test/lib/fixture-handlers';
let outDir = '';

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'interlock-build-'));
});
afterAll(() => rm(outDir, { recursive: true, force: true }));

const buildOne = async (name: string, to = outDir, files: Record<string, string> = {}) => {
  const built = await buildFunctions([{ name, entry: `${sourceDir}/${name}/handler.ts`, files }], to);
  return built.get(name) ?? '';
};

describe('buildFunctions', () => {
  it('builds each function into a folder of its own that holds its code and nothing else', async () => {
    expect(await buildOne('plain')).toBe(join(outDir, 'functions', 'plain'));
    expect(await readdir(join(outDir, 'functions', 'plain'))).toEqual(['handler.mjs']);
  });

  it('keeps source maps out of what is deployed', async () => {
    await buildOne('plain');
    expect(await readdir(join(outDir, 'source-maps', 'plain'))).toEqual(['handler.mjs.map']);
    expect(await readFile(join(outDir, 'functions', 'plain', 'handler.mjs'), 'utf8')).not.toContain(
      'sourceMapping',
    );
  });

  it('removes what an earlier build left, which would change the asset', async () => {
    const stale = join(outDir, 'functions', 'plain', 'chunk-OLD.mjs');
    await mkdir(join(outDir, 'functions', 'plain'), { recursive: true });
    await writeFile(stale, '');
    await buildOne('plain');
    await expect(stat(stale)).rejects.toThrow('ENOENT');
  });

  it('builds the same bytes wherever it builds them, and names no folder of this machine in them', async () => {
    const [here, there] = [
      await buildOne('with-aws-sdk'),
      await buildOne('with-aws-sdk', join(outDir, 'deep', 'er')),
    ];
    const files = await readdir(here);
    expect(await readdir(there)).toEqual(files);
    for (const file of files) {
      const bytes = await readFile(join(here, file), 'utf8');
      expect(await readFile(join(there, file), 'utf8')).toBe(bytes);
      expect(bytes).not.toContain(process.cwd());
    }
  });

  it('runs without node_modules, and finds the credentials that Lambda puts into the environment', async () => {
    const dir = await buildOne('with-aws-sdk');
    const { handler } = await import(pathToFileURL(join(dir, 'handler.mjs')).href);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example-secret');
    vi.stubEnv('AWS_SESSION_TOKEN', 'example-token');
    expect(await handler({})).toMatchObject({
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'example-secret',
      sessionToken: 'example-token',
    });
    vi.unstubAllEnvs();
  });

  it('puts what is imported dynamically into a file of its own, and still finds it', async () => {
    const dir = await buildOne('with-aws-sdk');
    expect((await readdir(dir)).length).toBeGreaterThan(1);
    const { handler } = await import(pathToFileURL(join(dir, 'handler.mjs')).href);
    expect(await handler({ sns: true })).toBe('function');
  });

  it('refuses a bundle with all of zod, and says which import to write', async () => {
    await expect(buildOne('with-all-locales')).rejects.toThrow(
      /^with-all-locales: the bundle must not hold node_modules\/zod\/.*: import \* as z from 'zod\/mini'$/,
    );
  });

  it('puts files beside the code that reads them, as small as they go', async () => {
    const dir = await buildOne('with-a-file', outDir, { 'contract.lock.json': `${sourceDir}/a.lock.json` });
    expect(await readFile(join(dir, 'contract.lock.json'), 'utf8')).toBe('{"destination":"thing","maps":[]}');
    const { handler } = await import(pathToFileURL(join(dir, 'handler.mjs')).href);
    expect(await handler()).toBe('{"destination":"thing","maps":[]}');
  });

  it('puts them into folders where they belong into some', async () => {
    const files = { 'contracts/a.lock.json': `${sourceDir}/a.lock.json` };
    const dir = await buildOne('plain', join(outDir, 'folders'), files);
    expect(await readdir(dir, { recursive: true })).toEqual(
      expect.arrayContaining(['handler.mjs', join('contracts', 'a.lock.json')]),
    );
  });

  it('leaves out a file that nobody has written yet, and the code finds none', async () => {
    const files = { 'contract.lock.json': `${sourceDir}/nobody.lock.json` };
    const dir = await buildOne('with-a-file', join(outDir, 'without'), files);
    expect(await readdir(dir)).toEqual(['handler.mjs']);
    const { handler } = await import(pathToFileURL(join(dir, 'handler.mjs')).href);
    expect(await handler()).toBeUndefined();
  });

  it('refuses a file that is not JSON', async () => {
    const files = { 'contract.lock.json': `${sourceDir}/plain/handler.ts` };
    await expect(buildOne('plain', join(outDir, 'broken'), files)).rejects.toThrow(
      `plain: ${sourceDir}/plain/handler.ts is not JSON`,
    );
  });

  it('names the file that is missing', async () => {
    await expect(buildOne('nowhere')).rejects.toThrow(
      'nowhere: there is no test/lib/fixture-handlers/nowhere/handler.ts',
    );
  });
});
