/** What AWS would refuse in the midst of a deployment, said when the templates are made. */
import { Annotations, CfnResource, NestedStack, Stack } from 'aws-cdk-lib';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import { typesTaken } from '../../functions/core/declare/versions.ts';
import { templateLimits, topicLimits } from './aws-limits.ts';

/**
 * Throws `RangeError` when a template of the environment would hold too many resources; warns when they are more than
 * CloudFormation makes in one deployment: that is a matter of the first one, and of deleting.
 */
export function checkTemplates(environment: Stack): void {
  const resources = environment.node.findAll().filter(CfnResource.isCfnResource);
  const byStack = Map.groupBy(resources, (one) => Stack.of(one));
  for (const [stack, { length }] of byStack) {
    if (length <= templateLimits.resources) continue;
    const which =
      stack instanceof NestedStack ? `${environment.stackName}, ${stack.node.id},` : environment.stackName;
    throw new RangeError(
      `${which} would hold ${length} resources, and CloudFormation takes ${templateLimits.resources} in a template: ` +
        'say for what is not deployed yet that it stands in another part, in functions/integrations/parts.json',
    );
  }
  if (resources.length <= templateLimits.resourcesOfOperation) return;
  Annotations.of(environment).addWarningV2(
    'interlock:resources',
    `${environment.stackName} has ${resources.length} resources, and CloudFormation makes or deletes ${templateLimits.resourcesOfOperation} at once: ` +
      'a first deployment takes two, the first with fewer integrations in the list',
  );
}

/**
 * Throws `RangeError` when the queue of unknown types cannot name all that are known; warns when the topic needs more filter
 * policies than it has unless its quota was raised.
 */
export function checkSubscriptions(stack: Stack, integrations: readonly AnyIntegration[]): void {
  const types = new Set(integrations.flatMap(({ event }) => typesTaken(event))).size;
  // The list of those that are known, and that there is none.
  const typesMax = topicLimits.filterValues - 1;
  if (types > typesMax) {
    throw new RangeError(
      `${types} event types: SNS takes ${topicLimits.filterValues} values in a filter, so that the queue of unknown types can tell ${typesMax} from others. ` +
        'Let some share a type, or take them from another environment',
    );
  }
  const filters = integrations.length + 1;
  if (filters <= topicLimits.filterPolicies) return;
  Annotations.of(stack).addWarningV2(
    'interlock:filter-policies',
    `${stack.stackName} filters ${filters} subscriptions of one topic: the SNS quota "Filter policies per topic" must be raised to that, and is ${topicLimits.filterPolicies} unless raised`,
  );
}
