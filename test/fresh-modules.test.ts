import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod/mini';
import config from '../vitest.config.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Test files that one process runs. Each of the first two fails when it finds what the other did to the module. */
const counting = `
  import { expect, it } from 'vitest';
  import { counter } from './counter.ts';
  it('counts from the beginning', () => expect(++counter.count).toBe(1));`;
const files = {
  'counter.ts': 'export const counter = { count: 0 };',
  'a.test.ts': counting,
  'b.test.ts': counting,
  'c.test.ts': `import { it } from 'vitest'; it('sets', () => { process.env.LEFT_BY_A_TEST = 'secret'; });`,
  'd.test.ts': `import { it, vi } from 'vitest'; it('fakes', () => { vi.useFakeTimers({ toFake: ['Date'] }); });`,
};

const Report = z.object({
  testResults: z.array(z.object({ name: z.string(), status: z.string(), message: z.string() })),
});
let dir: string;
let results: Record<string, { status: string; message: string }>;

beforeAll(() => {
  // Inside the repository, so that packages resolve.
  mkdirSync(join(root, '.interlock'), { recursive: true });
  dir = mkdtempSync(join(root, '.interlock', 'fresh-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text);
  const { isolate, setupFiles } = config.test ?? {};
  const test = {
    isolate,
    setupFiles: [setupFiles].flat().map((file) => join(root, file ?? '')),
    maxWorkers: 1,
  };
  writeFileSync(join(dir, 'vitest.config.ts'), `export default ${JSON.stringify({ test })}`);
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const report = join(dir, 'report.json');
  // Ends with 1: two of them fail.
  spawnSync(process.execPath, [vitest, 'run', '--root', dir, '--reporter', 'json', '--outputFile', report]);
  const { testResults } = Report.parse(JSON.parse(readFileSync(report, 'utf8')));
  results = Object.fromEntries(
    testResults.map(({ name, ...result }) => [name.slice(dir.length + 1), result]),
  );
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it('gives each test file modules of its own, though they share a process', () => {
  expect([results['a.test.ts']?.status, results['b.test.ts']?.status]).toEqual(['passed', 'passed']);
});

it('fails a test file that leaves a variable behind, and shows its name only', () => {
  expect(results['c.test.ts']).toMatchObject({ status: 'failed' });
  expect(results['c.test.ts']?.message).toContain("env: [ 'LEFT_BY_A_TEST' ]");
  expect(JSON.stringify(results['c.test.ts'])).not.toContain('secret');
});

it('fails a test file that leaves the clock faked', () => {
  expect(results['d.test.ts']).toMatchObject({ status: 'failed' });
});
