import type { EventContract } from '../../../functions/core/declare/event.ts';
import type { DeclaredIntegration } from '../../../functions/core/declare/integration.ts';
import { environments } from '../../environments.ts';
import { inEnvironment } from '../../settled.ts';
import { printable } from '../shell/output.ts';
import { examine } from './examine.ts';
import { readSourceFiles } from './source-file.ts';

export interface Checked {
  /** Top of the repository. */
  readonly root: string;
  readonly integrations: readonly DeclaredIntegration[];
  readonly events: readonly EventContract[];
}

/**
 * What `doctor` finds in the sources and the lists, said before anything is deployed. What it finds in the stack takes a
 * synthesis of its own: of that cdk-nag and the checks of the templates see the worst here.
 * @returns lines for a person; and whether one of them is no advice, so that nothing should be deployed
 * Throws `SettingsError` as `inEnvironment` does.
 */
export function checkAtSynth({ root, integrations, events }: Checked): {
  readonly lines: readonly string[];
  readonly isRefused: boolean;
} {
  const settled = inEnvironment(environments.prod, integrations).integrations;
  const findings = examine({
    files: readSourceFiles(root),
    integrations: settled,
    events,
    resources: [],
  });
  return {
    lines: findings.map(
      ({ rule, file, line, what, todo, isAdvice }) =>
        `${isAdvice ? 'advice' : 'refused'}: ${printable(file)}:${line}  ${rule}: ${printable(what)}\n  ${printable(todo)}`,
    ),
    isRefused: findings.some(({ isAdvice }) => !isAdvice),
  };
}
