import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { UpdateTerminationProtectionCommand } from '@aws-sdk/client-cloudformation';
import { stackName } from '../../../lib/names.ts';
import { deploy, destroy } from '../deploy.ts';
import { namedResources } from '../named-resources.ts';
import type { Proof, Step } from '../proof.ts';
import { establishedCopy } from '../repository-copy.ts';
import { remembered } from './remembers.ts';

export const leavesNothing: Step = {
  claim: 'dev is destroyed with all that was in it',
  run: async (proof) => {
    await destroy(proof, 'dev');
    await proof.until('nothing has its name', async () => {
      assert.deepEqual(await namedResources(proof.account.clients, 'dev'), []);
    });
  },
};

export const keepsData: Step = {
  claim:
    'once established staging refuses to be destroyed; without its protection, all that holds data stays',
  onlyEmulated: true,
  run: async (proof) => {
    const { clients } = proof.account;
    await establish(proof);
    const before = await namedResources(clients, 'staging');
    const deliveries = await remembered(proof, 'staging');
    await assert.rejects(destroy(proof, 'staging'), /TerminationProtection/);
    assert.deepEqual(await namedResources(clients, 'staging'), before);
    await clients.cloudFormation.send(
      new UpdateTerminationProtectionCommand({
        StackName: stackName('staging'),
        EnableTerminationProtection: false,
      }),
    );
    await destroy(proof, 'staging');
    const functions = before.filter((name) => name.startsWith('function '));
    assert(functions.length > 0);
    assert.deepEqual(
      await namedResources(clients, 'staging'),
      before.filter((name) => !functions.includes(name)),
    );
    assert.deepEqual(await remembered(proof, 'staging'), deliveries);
  },
};

/** The first deployment can be cleared away; from the next one on the environment is protected. */
async function establish(proof: Proof): Promise<void> {
  const root = establishedCopy();
  try {
    await deploy(proof, ['staging'], root);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
