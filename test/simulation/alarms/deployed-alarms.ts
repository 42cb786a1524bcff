/** The alarms as they are deployed: read from the template that is really synthesized. */
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import type { EnvironmentName } from '../../../lib/environments.ts';
import { fixtureTemplate } from '../../fixtures/fixture-template.ts';
import type { AlarmDefinition } from '../../models/cloudwatch/alarm.ts';
import { alarmsIn } from '../cloudwatch/template-alarms.ts';

const synthesized = new Map<string, readonly AlarmDefinition[]>();

/** Of a stack with these integrations and no others. Synthesized once. */
export function deployedAlarms(
  environment: EnvironmentName,
  integrations: readonly AnyIntegration[],
): readonly AlarmDefinition[] {
  const key = [environment, ...integrations.map(({ name }) => name)].join(' ');
  const known = synthesized.get(key) ?? alarmsIn(fixtureTemplate(environment, integrations).toJSON());
  synthesized.set(key, known);
  return known;
}
