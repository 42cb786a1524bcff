import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { stackName } from '../../../lib/names.ts';
import { fixtureApp } from '../../fixtures/fixture-template.ts';
import { manyIntegrations } from '../../fixtures/many-integrations.ts';
import { deviate } from '../assembly.ts';
import { assemblyDir, destroy, howToDeploy } from '../deploy.ts';
import type { Template } from '../deviations/deviation.ts';
import { namedResources } from '../named-resources.ts';
import type { Step } from '../proof.ts';
import { stackResources } from '../stack-resources.ts';

/**
 * As many as the emulator holds: of a nested stack it makes a placeholder, and one template has room for 500 resources, which
 * are 24 integrations with half as many destinations.
 */
const many = { integrations: 24, destinations: 12, types: 14 };

/** Made-up integrations, all in the environment's own template. Their functions are placeholders, and nothing is sent. */
export const deploysMany: Step = {
  claim: `${many.integrations} integrations over ${many.destinations} destinations deploy, every resource of their template`,
  onlyEmulated: true,
  run: async (proof) => {
    const integrations = manyIntegrations(many);
    const parts = Object.fromEntries(integrations.map(({ name }) => [name, 0]));
    const { directory } = fixtureApp(['dev'], true, integrations, parts).synth();
    await deviate(directory, assemblyDir(proof), ['dev'], proof.deviations);
    await rm(directory, { recursive: true, force: true });
    await proof.cdk(['deploy', stackName('dev'), ...howToDeploy, '--app', assemblyDir(proof)]);
    const path = join(assemblyDir(proof), `${stackName('dev')}.template.json`);
    const { Resources } = JSON.parse(await readFile(path, 'utf8')) as Template;
    const made = await stackResources(proof.account.clients.cloudFormation, 'dev');
    const complete = made.filter(({ ResourceStatus }) => ResourceStatus === 'CREATE_COMPLETE');
    const ids = new Set(complete.map(({ LogicalResourceId }) => LogicalResourceId));
    const wanted = Object.entries(Resources).filter(([, { Type }]) => Type !== 'AWS::CDK::Metadata');
    assert.deepEqual(
      wanted.map(([id]) => id).filter((id) => !ids.has(id)),
      [],
    );
    assert(wanted.length > 400, `${wanted.length} resources are not many`);
  },
};

export const destroysMany: Step = {
  claim: 'they are destroyed with all that was in them',
  onlyEmulated: true,
  run: async (proof) => {
    await destroy(proof, 'dev');
    await proof.until('nothing has its name', async () => {
      assert.deepEqual(await namedResources(proof.account.clients, 'dev'), []);
    });
  },
};
