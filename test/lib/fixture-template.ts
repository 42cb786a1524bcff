/** Synthesizes fixture integrations into templates, without building a function. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import type { AnyIntegration } from '../../functions/core/integration.ts';
import { createApp } from '../../lib/app.ts';
import type { EnvironmentName } from '../../lib/environments.ts';
import { functionSources } from '../../lib/functions.ts';
import { stackName } from '../../lib/names.ts';
import { fixtureIntegrations } from './fixture-integrations.ts';

export function fixtureApp(
  environments: readonly EnvironmentName[],
  validate = false,
  integrations: readonly AnyIntegration[] = fixtureIntegrations,
) {
  const functionDir = mkdtempSync(join(tmpdir(), 'interlock-function-'));
  writeFileSync(join(functionDir, 'handler.mjs'), 'export const handler = async () => undefined;\n');
  return createApp({
    environments,
    integrations,
    functionDirs: new Map(functionSources(integrations).map(({ name }) => [name, functionDir])),
    validate,
  });
}

export function fixtureTemplate(
  environment: EnvironmentName,
  integrations: readonly AnyIntegration[] = fixtureIntegrations,
): Template {
  const assembly = fixtureApp([environment], false, integrations).synth();
  return Template.fromJSON(assembly.getStackByName(stackName(environment)).template);
}
