/** What of production's stack costs money while nothing happens, as its template has it. */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import { createApp } from '../../lib/app.ts';
import { functionSources } from '../../lib/build/function-sources.ts';
import type { Counts } from '../../lib/cost/counts.ts';
import { environments } from '../../lib/environments.ts';
import { loadStack, templatesOf } from '../../lib/local/aws/assembly.ts';
import type { Template } from '../../lib/local/aws/template.ts';
import { integrationName, stackName } from '../../lib/names.ts';
import { capacityOf } from '../../lib/stack/capacity.ts';

export interface StackCounts {
  readonly stack: Counts['stack'];
  /** By name of the integration. */
  readonly integrations: ReadonlyMap<string, { readonly alarms: number; readonly memoryMb: number }>;
}

/** Synthesizes it with any folder for the functions' code: what it costs does not depend on that. */
export function countStack(integrations: readonly AnyIntegration[]): StackCounts {
  const anyDir = fileURLToPath(new URL('.', import.meta.url));
  const app = createApp({
    environments: ['prod'],
    integrations,
    functionDirs: new Map(functionSources(integrations).map(({ name }) => [name, anyDir])),
    validate: false,
  });
  const assembly = app.synth();
  const templates = templatesOf(loadStack(assembly.directory, stackName('prod')));
  rmSync(assembly.directory, { recursive: true, force: true });
  const all = [...templates.values()].flatMap(({ Resources }) => Object.values(Resources));
  const ofType = (type: string) =>
    all.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
  const alarms = ofType('AWS::CloudWatch::Alarm');
  const functions = ofType('AWS::Lambda::Function');
  return {
    stack: {
      alarms: alarms.reduce((sum, one) => sum + metricsOf(one), 0),
      secrets: ofType('AWS::SecretsManager::Secret').length,
      polledQueues: ofType('AWS::Lambda::EventSourceMapping').length,
      sandboxes: integrations.reduce(
        (sum, one) => sum + capacityOf(one, environments.prod, integrations).maximumConcurrency,
        0,
      ),
    },
    integrations: new Map(
      integrations.map(({ name }) => {
        const physical = integrationName('prod', name);
        const own = functions.find((one) => one?.FunctionName === physical);
        return [
          name,
          {
            alarms: alarms
              .filter((one) => String(one?.AlarmName).startsWith(`${physical}-`))
              .reduce((sum, one) => sum + metricsOf(one), 0),
            memoryMb: Number(own?.MemorySize),
          },
        ];
      }),
    ),
  };
}

/**
 * What an alarm is paid by: each metric that its expression looks at. A query (Metrics Insights) looks at those that were told
 * of within three hours: of what goes wrong none, and is counted as one. https://aws.amazon.com/cloudwatch/pricing/
 */
function metricsOf(alarm: Template['Resources'][string]['Properties'] | undefined): number {
  const queries = alarm?.Metrics as readonly { readonly MetricStat?: unknown }[] | undefined;
  return Math.max(1, queries?.filter(({ MetricStat }) => MetricStat !== undefined).length ?? 1);
}
