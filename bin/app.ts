/** What `npx cdk` runs: builds the functions once and synthesizes every environment from them that is deployed. */
import { fileURLToPath } from 'node:url';
import { events } from '../functions/events/index.ts';
import { integrations } from '../functions/integrations/index.ts';
import { createApp } from '../lib/app.ts';
import { buildFunctions } from '../lib/build/build.ts';
import { type Bundle, root } from '../lib/build/bundle.ts';
import { functionSources } from '../lib/build/function-sources.ts';
import { writeRelease } from '../lib/build/write-release.ts';
import { checkAtSynth } from '../lib/cli/doctor/check-at-synth.ts';
import { deployedNames } from '../lib/environments.ts';
import { readParts } from '../lib/stack/read-parts.ts';

// docs/doctor.md. Here, and not in the app: what only looks at a stack does not read sources.
const { lines, isRefused } = checkAtSynth({ root, integrations, events });
for (const line of lines) process.stderr.write(`${line}\n`);
if (isRefused) {
  process.stderr.write(
    'nothing was synthesized: mend what is refused, or allow it with a reason (docs/doctor.md)\n',
  );
  process.exit(1);
}

const outDir = fileURLToPath(new URL('../dist', import.meta.url));
const bundles = new Map<string, Bundle>();
const functionDirs = await buildFunctions(functionSources(integrations), outDir, (name, bundle) =>
  bundles.set(name, bundle),
);
const app = createApp({
  environments: deployedNames,
  integrations,
  parts: readParts(),
  functionDirs,
  validate: true,
});
await writeRelease(app.synth().directory, bundles);
