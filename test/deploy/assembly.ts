/** The cloud assembly that is deployed: what `cdk synth` writes, and for the emulator a copy with the deviations in it. */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EnvironmentName } from '../../lib/environments.ts';
import { stackName } from '../../lib/names.ts';
import type { Deviation, Template } from './deviations/deviation.ts';

/** Copies the assembly to `to` and applies every patch to the templates of `environments`. Code assets stay as they are. */
export async function deviate(
  from: string,
  to: string,
  environments: readonly EnvironmentName[],
  deviations: readonly Deviation[],
): Promise<void> {
  await cp(from, to, { recursive: true });
  for (const environment of environments) {
    const path = join(to, `${stackName(environment)}.template.json`);
    const template = JSON.parse(await readFile(path, 'utf8')) as Template;
    await writeFile(path, JSON.stringify(patched(template, deviations), null, 1));
  }
}

/** Throws when a patch changes nothing: what it was for is gone, and so should it be. */
export function patched(template: Template, deviations: readonly Deviation[]): Template {
  return deviations.reduce((so, { id, patch }) => {
    if (patch === undefined) return so;
    const changed = patch(so);
    if (JSON.stringify(changed) === JSON.stringify(so)) {
      throw new Error(`${id}: there is nothing in the template that it changes: remove the deviation`);
    }
    return changed;
  }, template);
}
