import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { integrations } from '../../functions/integrations/index.ts';
import { createApp, synthesize } from '../../lib/app.ts';
import { buildFunctions } from '../../lib/build.ts';
import { environmentNames } from '../../lib/environments.ts';
import { functionSources } from '../../lib/functions.ts';

let dir = '';
let assembly: CloudAssembly;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'interlock-app-'));
  const functionDirs = await buildFunctions(functionSources(integrations), join(dir, 'build'));
  assembly = createApp({
    environments: environmentNames,
    integrations,
    functionDirs,
    validate: false,
  }).synth();
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** `function name without its environment` -> the asset that is deployed for it. */
function codeOf(environment: string): Record<string, string> {
  const { template } = assembly.getStackByName(`interlock-${environment}`);
  return Object.fromEntries(
    Object.values<{ Type: string; Properties: { FunctionName: string; Code: { S3Key: string } } }>(
      template.Resources,
    )
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .map(({ Properties }) => [
        Properties.FunctionName.replace(`interlock-${environment}-`, ''),
        Properties.Code.S3Key,
      ]),
  );
}

describe('the app', () => {
  it('deploys the same bytes to every environment', () => {
    const local = codeOf('local');
    expect(Object.keys(local).sort()).toEqual(
      [...integrations.map(({ name }) => name), 'contract-watch', 'supervisor'].sort(),
    );
    for (const key of Object.values(local)) {
      expect(key).toMatch(/^[0-9a-f]{64}\.zip$/);
    }
    expect(codeOf('dev')).toEqual(local);
    expect(codeOf('staging')).toEqual(local);
    expect(codeOf('prod')).toEqual(local);
  });

  it('binds only the local environment to an account', () => {
    expect(assembly.stacks.map(({ stackName, environment }) => [stackName, environment.account])).toEqual([
      ['interlock-dev', 'unknown-account'],
      ['interlock-local', '000000000000'],
      ['interlock-prod', 'unknown-account'],
      ['interlock-staging', 'unknown-account'],
    ]);
  });
});

describe('synthesize', () => {
  it('puts the environments asked for, and no others, into the folder it is given', async () => {
    const outDir = join(dir, 'local');
    expect(await synthesize({ environments: ['local'], outDir })).toBe(outDir);
    expect(existsSync(join(outDir, 'interlock-local.template.json'))).toBe(true);
    expect(existsSync(join(outDir, 'interlock-prod.template.json'))).toBe(false);
  });
});
