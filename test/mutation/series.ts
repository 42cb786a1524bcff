/**
 * One process that puts a series of trials to the test, each as a project of Vitest with a server of its own: what is
 * started once serves all. Reads the trials from standard input, prints a line of JSON for each test file that begins
 * or ends.
 */
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { startVitest, type TestModule, type UserWorkspaceConfig } from 'vitest/node';
import type { Report, Trial } from './trial.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Much longer than any of these tests takes, and short enough for one that waits for what will not come. */
const testTimeoutMs = 5_000;

const trials: readonly Trial[] = JSON.parse(await text(process.stdin));

const projectOf = ({ name, sources, tests }: Trial): UserWorkspaceConfig => {
  const replaced = new Map(Object.entries(sources).map(([path, source]) => [`${root}${path}`, source]));
  return {
    root,
    plugins: [{ name: 'mutant', enforce: 'pre', transform: (_code: string, id: string) => replaced.get(id) }],
    test: {
      name,
      include: [...tests],
      // What one project has read of a file would be another's otherwise.
      fsModuleCache: false,
      testTimeout: testTimeoutMs,
      hookTimeout: testTimeoutMs,
    },
  };
};

const say = (report: Report) => process.stdout.write(`${JSON.stringify(report)}\n`);
const state = (module: TestModule): Report['state'] => (module.ok() ? 'passed' : 'failed');

const vitest = await startVitest([], {
  watch: false,
  config: false,
  root,
  maxWorkers: 1,
  projects: trials.map(projectOf),
  reporters: [
    {
      onTestModuleQueued: ({ project }) => void say({ trial: project.name, state: 'begun' }),
      onTestModuleEnd: (module) => void say({ trial: module.project.name, state: state(module) }),
    },
  ],
});
await vitest.close();
// That tests fail is what they are for.
process.exitCode = 0;
