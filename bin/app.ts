/** What `npx cdk` runs: builds the functions once and synthesizes every environment from them. */
import { fileURLToPath } from 'node:url';
import { integrations } from '../functions/integrations/index.ts';
import { createApp } from '../lib/app.ts';
import { buildFunctions } from '../lib/build.ts';
import { environmentNames } from '../lib/environments.ts';

const functionDirs = await buildFunctions(integrations, fileURLToPath(new URL('../dist', import.meta.url)));
createApp({ environments: environmentNames, integrations, functionDirs, validate: true }).synth();
