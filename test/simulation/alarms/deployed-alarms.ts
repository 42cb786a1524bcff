/** The alarms as they are deployed: read from the template that is really synthesized. */
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import type { EnvironmentName } from '../../../lib/environments.ts';
import { fixtureTemplates } from '../../fixtures/fixture-template.ts';
import type { AlarmDefinition } from '../../models/cloudwatch/alarm.ts';
import { alarmsIn } from '../cloudwatch/template-alarms.ts';

/** Of the environment's own template, and of its parts. */
const alarmsOf = (environment: EnvironmentName, integrations: readonly AnyIntegration[]) =>
  alarmsIn(fixtureTemplates(environment, integrations));

const synthesized = new Map<string, readonly AlarmDefinition[]>();

/** Of a stack with these integrations and no others. Synthesized once. */
export function deployedAlarms(
  environment: EnvironmentName,
  integrations: readonly AnyIntegration[],
): readonly AlarmDefinition[] {
  const key = [environment, ...integrations.map(({ name }) => name)].join(' ');
  const known = synthesized.get(key) ?? alarmsOf(environment, integrations);
  synthesized.set(key, known);
  return known;
}
