import { join } from 'node:path';
import { stackName } from '../../lib/names.ts';
import { deviate } from './assembly.ts';
import { repository } from './command-lines.ts';
import type { Proof } from './proof.ts';

/** The folder that is deployed from. */
export const assemblyDir = ({ dir, deviations }: Proof) =>
  join(dir, deviations.length === 0 ? 'assembly' : 'assembly-deviated');

/**
 * `cdk deploy` of what `cdk synth` makes of the code at `root`: with all checks of the product, in one run, and nobody
 * asked for approval.
 */
export async function deploy(
  proof: Proof,
  environments: Proof['environments'],
  root: string = repository,
): Promise<void> {
  const { cdk, dir, deviations } = proof;
  const synthesized = join(dir, 'assembly');
  await cdk(['synth', '--quiet', '--no-notices', '--output', synthesized], root);
  if (deviations.length > 0) await deviate(synthesized, assemblyDir(proof), environments, deviations);
  const stacks = environments.map(stackName);
  await cdk(['deploy', ...stacks, ...howToDeploy, '--app', assemblyDir(proof)], root);
}

export const howToDeploy = ['--require-approval', 'never', '--concurrency', '2', '--no-notices'];

/** `cdk destroy`. Rejects with its output when the stack may not be deleted. */
export const destroy = (proof: Proof, environment: Proof['environments'][number]) =>
  proof.cdk(['destroy', stackName(environment), '--force', '--no-notices', '--app', assemblyDir(proof)]);
