import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stackName } from '../../../lib/names.ts';
import { assemblyDir, deploy } from '../deploy.ts';
import type { Template } from '../deviations/deviation.ts';
import type { Step } from '../proof.ts';
import { stackResources } from '../stack-resources.ts';

export const deploys: Step = {
  claim: 'environments deploy side by side, every resource of their templates',
  run: async (proof) => {
    await deploy(proof, proof.environments);
    for (const environment of proof.environments) {
      const path = join(assemblyDir(proof), `${stackName(environment)}.template.json`);
      const { Resources } = JSON.parse(await readFile(path, 'utf8')) as Template;
      const made = await stackResources(proof.account.clients.cloudFormation, environment);
      const complete = made.filter(({ ResourceStatus }) => ResourceStatus === 'CREATE_COMPLETE');
      const ids = complete.map(({ LogicalResourceId }) => LogicalResourceId);
      // CDK's own resource of metadata makes nothing, and is left out for some accounts.
      const wanted = Object.entries(Resources).filter(([, { Type }]) => Type !== 'AWS::CDK::Metadata');
      assert.deepEqual(
        wanted.map(([id]) => id).filter((id) => !ids.includes(id)),
        [],
        `missing in ${stackName(environment)}`,
      );
    }
  },
};
