import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { integrations } from '../../functions/integrations/index.ts';
import { functionSources } from '../../lib/build/function-sources.ts';
import { type LocalEnvironment, startLocalEnvironment } from '../../lib/local/local-environment.ts';
import { interlock } from '../lib/cli/interlock.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let environment: LocalEnvironment;
let outDir: string;

beforeAll(async () => {
  outDir = mkdtempSync(join(root, '.interlock-test-'));
  environment = await startLocalEnvironment({ port: 0, outDir, now: Date.now });
});
afterAll(async () => {
  await environment?.stop();
  rmSync(outDir, { recursive: true, force: true });
});

/** As many cold starts at once, on a busy machine. */
const patienceMs = 60_000;

it(
  'wake starts each function of the local environment with no event, and nothing is sent',
  async () => {
    const { code, stdout } = await interlock(['wake', '--json'], { endpoint: environment.aws.endpoint });
    const names = functionSources(integrations).map(({ name }) => `interlock-local-${name}`);
    expect(JSON.parse(stdout)).toEqual({
      environment: 'local',
      functions: names.map((name) => ({ function: name })),
    });
    expect(code).toBe(0);
    expect(names.filter((name) => (environment.aws.functions.get(name)?.coldStarts ?? 0) === 0)).toEqual([]);
    expect(Object.values(environment.standIns).map(({ journal }) => journal.arrivalsCount)).toEqual([
      0, 0, 0,
    ]);
  },
  patienceMs,
);
