/** What the roles of the workflows may do. Deploying itself is done by the roles that `cdk bootstrap` made. */
import { type ArnComponents, ArnFormat, DefaultStackSynthesizer, type Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { EnvironmentName } from '../environments.ts';
import { integrationName, logGroupName, stackName, topicName } from '../names.ts';

/** All but `local`, in the order in which a build goes through them. */
export const promotedEnvironments = ['dev', 'staging', 'prod'] as const satisfies readonly EnvironmentName[];
export type PromotedEnvironment = (typeof promotedEnvironments)[number];

/** Where a smoke test sends an event: its third parties are test accounts, where one more customer hurts nobody. */
const sendsEvents: Readonly<Record<PromotedEnvironment, boolean>> = { dev: true, staging: true, prod: false };

/** For `environment` in each of `regions`. */
export function deployStatements(
  stack: Stack,
  regions: readonly string[],
  environment: PromotedEnvironment,
): readonly PolicyStatement[] {
  return [
    assumeBootstrapRoles(stack, regions),
    // The command line compares before it deploys.
    readStacks(stack, regions, [environment]),
    new PolicyStatement({
      sid: 'StartItsFunctions',
      actions: ['lambda:InvokeFunction'],
      resources: arnsIn(stack, regions, {
        service: 'lambda',
        resource: 'function',
        resourceName: integrationName(environment, '*'),
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    }),
    ...(sendsEvents[environment] ? sendStatements(stack, regions, environment) : []),
  ];
}

/** What is deployed, as text: no values of secrets, no events. */
export const readStacks = (
  stack: Stack,
  regions: readonly string[],
  environments: readonly PromotedEnvironment[],
) =>
  new PolicyStatement({
    sid: 'ReadWhatIsDeployed',
    actions: ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'],
    resources: environments.flatMap((environment) =>
      arnsIn(stack, regions, {
        service: 'cloudformation',
        resource: 'stack',
        // Ends in an id that CloudFormation makes up.
        resourceName: `${stackName(environment)}/*`,
      }),
    ),
  });

/**
 * Two of the five. Not the one that looks things up: it may read nearly everything in the account, and nothing is looked up.
 * Not the one that publishes images: there are none. CloudFormation gets the fifth from the first.
 */
function assumeBootstrapRoles(stack: Stack, regions: readonly string[]): PolicyStatement {
  const { account } = stack;
  return new PolicyStatement({
    sid: 'DeployByTheBootstrapRoles',
    actions: ['sts:AssumeRole'],
    resources: regions.flatMap((region) =>
      ['deploy-role', 'file-publishing-role'].map((name) =>
        stack.formatArn({
          service: 'iam',
          region: '',
          resource: 'role',
          resourceName: `cdk-${DefaultStackSynthesizer.DEFAULT_QUALIFIER}-${name}-${account}-${region}`,
        }),
      ),
    ),
  });
}

/** `send --wait`: the topic is found by a queue, and the log says what became of the event. */
function sendStatements(
  stack: Stack,
  regions: readonly string[],
  environment: PromotedEnvironment,
): readonly PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'FindTheTopic',
      actions: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl'],
      resources: arnsIn(stack, regions, { service: 'sqs', resource: integrationName(environment, '*') }),
    }),
    new PolicyStatement({
      sid: 'SendAnEvent',
      actions: ['sns:Publish'],
      resources: arnsIn(stack, regions, { service: 'sns', resource: topicName(environment) }),
    }),
    new PolicyStatement({
      sid: 'ReadWhatBecameOfIt',
      actions: ['logs:FilterLogEvents'],
      resources: arnsIn(stack, regions, {
        service: 'logs',
        resource: 'log-group',
        resourceName: logGroupName(environment, '*'),
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
    }),
  ];
}

/** Not `*` for the region: a stack of the same name elsewhere in the account is somebody's choice, too. */
const arnsIn = (stack: Stack, regions: readonly string[], components: ArnComponents) =>
  regions.map((region) => stack.formatArn({ ...components, region }));
