/** What `npx cdk` runs: builds the functions once and synthesizes every environment from them that is deployed. */
import { fileURLToPath } from 'node:url';
import { integrations } from '../functions/integrations/index.ts';
import { createApp } from '../lib/app.ts';
import { buildFunctions } from '../lib/build/build.ts';
import { functionSources } from '../lib/build/function-sources.ts';
import { deployedNames } from '../lib/environments.ts';

const outDir = fileURLToPath(new URL('../dist', import.meta.url));
const functionDirs = await buildFunctions(functionSources(integrations), outDir);
createApp({ environments: deployedNames, integrations, functionDirs, validate: true }).synth();
