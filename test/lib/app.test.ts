import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { integrations } from '../../functions/integrations/index.ts';
import { createApp, synthesize } from '../../lib/app.ts';
import { buildFunctions } from '../../lib/build/build.ts';
import { functionSources } from '../../lib/build/function-sources.ts';
import { environmentNames } from '../../lib/environments.ts';

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

/** Hashes of what is uploaded for the functions of an environment. */
function assetsOf(environment: string, folder = assembly.directory): string[] {
  const manifest = join(folder, `interlock-${environment}.assets.json`);
  const { files } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    files: Record<string, { source: { packaging: string } }>;
  };
  return Object.entries(files)
    .filter(([, { source }]) => source.packaging === 'zip')
    .map(([hash]) => hash)
    .sort();
}

const deployedCode = () =>
  globSync('asset.*/**/*.{mjs,json}', { cwd: assembly.directory }).map((file) => ({
    file,
    text: readFileSync(join(assembly.directory, file), 'utf8'),
  }));

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

  it('publishes the same assets for every environment, each named by what is in it', () => {
    const ofLocal = assetsOf('local');
    expect(ofLocal).toHaveLength(new Set(Object.values(codeOf('local'))).size);
    for (const environment of ['dev', 'staging', 'prod']) {
      expect(assetsOf(environment)).toEqual(ofLocal);
    }
  });

  it('knows no environment in its code: names, settings and resources come through the function', () => {
    const environmentsIn = /interlock[-/](local|dev|staging|prod)\b|["'`](dev|staging|prod)["'`]/g;
    const code = deployedCode();
    expect(code.length).toBeGreaterThan(integrations.length);
    expect(
      code.flatMap(({ file, text }) => (text.match(environmentsIn) ?? []).map((it) => `${file}: ${it}`)),
    ).toEqual([]);
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
  it('puts the environments asked for, and no others, into the folder it is given, with the same assets wherever it builds', async () => {
    const outDir = join(dir, 'local');
    expect(await synthesize({ environments: ['local'], outDir })).toBe(outDir);
    expect(existsSync(join(outDir, 'interlock-local.template.json'))).toBe(true);
    expect(existsSync(join(outDir, 'interlock-prod.template.json'))).toBe(false);
    // Built a second time, from nothing, somewhere else.
    expect(assetsOf('local', outDir)).toEqual(assetsOf('local'));
    // It builds everything once more.
  });
});
