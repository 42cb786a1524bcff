/** Synthesizes fixture integrations into templates, without building a function. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { createApp } from '../../lib/app.ts';
import type { EnvironmentName } from '../../lib/environments.ts';
import { functionSources } from '../../lib/functions.ts';
import { stackName } from '../../lib/names.ts';
import { fixtureIntegrations } from './fixture-integrations.ts';

export function fixtureApp(environments: readonly EnvironmentName[], validate = false) {
  const functionDir = mkdtempSync(join(tmpdir(), 'interlock-function-'));
  writeFileSync(join(functionDir, 'handler.mjs'), 'export const handler = async () => undefined;\n');
  return createApp({
    environments,
    integrations: fixtureIntegrations,
    functionDirs: new Map(functionSources(fixtureIntegrations).map(({ name }) => [name, functionDir])),
    validate,
  });
}

export function fixtureTemplate(environment: EnvironmentName): Template {
  const assembly = fixtureApp([environment]).synth();
  return Template.fromJSON(assembly.getStackByName(stackName(environment)).template);
}
