/** Tags by which a bill is divided, once they are activated as cost allocation tags: docs/cost.md. */
import { Tags } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

export const tagNames = {
  environment: 'interlock:environment',
  integration: 'interlock:integration',
  destination: 'interlock:destination',
} as const;

export interface Owner {
  readonly integration?: string;
  readonly destination: string;
}

/**
 * What `construct` makes belongs to `owner`. Not its alarms: all cost the same, `cost` counts them, and six of an integration
 * would make a template a fifth longer.
 */
export function tag(construct: Construct, { integration, destination }: Owner): void {
  const props = { excludeResourceTypes: ['AWS::CloudWatch::Alarm'] };
  if (integration !== undefined) Tags.of(construct).add(tagNames.integration, integration, props);
  Tags.of(construct).add(tagNames.destination, destination, props);
}
