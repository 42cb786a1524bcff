/**
 * One process that puts a series of trials to the test, one after the other: packages are loaded once, and of our own
 * sources a trial reads anew only what it changes. Reads the trials from standard input, prints a line of JSON for each
 * test file that begins or ends.
 */
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createVitest, type TestModule } from 'vitest/node';
import type { Report, Trial } from './trial.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** Ends what waits for what will not come. The slowest of these tests takes a fraction of it, on a busy machine too. */
const testTimeoutMs = 20_000;

const trials: readonly Trial[] = JSON.parse(await text(process.stdin));

/** What stands in the files of the trial that is on, by path. */
let replaced: ReadonlyMap<string, string> = new Map();
/** A bug that one file has noticed needs no other: most of the time of a run would go there. */
const noticed = new Set<Trial>();
const isNoticed = (id: string) => {
  const trial = trialOf(id);
  return trial !== undefined && noticed.has(trial);
};
const nothingMore = "import { test } from 'vitest'; test('noticed before', () => {});";

/** A test file of a trial has a name of its own, so that it may be run once for each. */
const idOf = (trial: number, path: string) => `${root}${path}?trial=${trial}`;
const trialOf = (id: string) => trials[Number(/\?trial=(\d+)$/.exec(id)?.[1])];
const trialIn = ({ moduleId }: TestModule) => trialOf(moduleId) as Trial;

const say = (report: Report) => process.stdout.write(`${JSON.stringify(report)}\n`);

const vitest = await createVitest(
  'test',
  {
    watch: false,
    config: false,
    root,
    maxWorkers: 1,
    // What one trial has read of a file would be another's otherwise.
    fsModuleCache: false,
    // Packages stay loaded; of ours the setup file lets everything be evaluated anew.
    isolate: false,
    setupFiles: [`${root}test/mutation/read-anew.ts`, `${root}test/fresh-modules.ts`],
    testTimeout: testTimeoutMs,
    hookTimeout: testTimeoutMs,
    reporters: [
      {
        // Awaited by the process of the tests, which has read nothing of this trial yet.
        onTestModuleQueued: (module) => {
          const { name, sources } = trialIn(module);
          const before = replaced;
          replaced = new Map(Object.entries(sources).map(([path, source]) => [`${root}${path}`, source]));
          for (const path of [...before.keys(), ...replaced.keys()]) vitest.invalidateFile(path);
          say({ trial: name, state: 'begun' });
        },
        onTestModuleEnd: (module) => {
          const trial = trialIn(module);
          if (!module.ok()) noticed.add(trial);
          say({ trial: trial.name, state: module.ok() ? 'passed' : 'failed' });
        },
      },
    ],
  },
  {
    plugins: [
      {
        name: 'mutant',
        enforce: 'pre',
        transform: (_code: string, id: string) => (isNoticed(id) ? nothingMore : replaced.get(id)),
      },
    ],
  },
);
const project = vitest.getRootProject();
await vitest.runTestSpecifications(
  trials.flatMap(({ tests }, trial) => tests.map((path) => project.createSpecification(idOf(trial, path)))),
);
await vitest.close();
// That tests fail is what they are for.
process.exitCode = 0;
