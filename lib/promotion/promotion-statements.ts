/** What the roles of the workflows may do. Deploying itself is done by the roles that `cdk bootstrap` made. */
import { ArnFormat, DefaultStackSynthesizer, type Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { EnvironmentName } from '../environments.ts';
import { integrationName, logGroupName, stackName, topicName } from '../names.ts';

/** All but `local`, in the order in which a build goes through them. */
export const promotedEnvironments = ['dev', 'staging', 'prod'] as const satisfies readonly EnvironmentName[];
export type PromotedEnvironment = (typeof promotedEnvironments)[number];

/** Where a smoke test sends an event: its third parties are test accounts, where one more customer hurts nobody. */
const sendsEvents: Readonly<Record<PromotedEnvironment, boolean>> = { dev: true, staging: true, prod: false };

export function deployStatements(stack: Stack, environment: PromotedEnvironment): readonly PolicyStatement[] {
  return [
    assumeBootstrapRoles(stack),
    // The command line compares before it deploys.
    readStacks(stack, [environment]),
    new PolicyStatement({
      sid: 'StartItsFunctions',
      actions: ['lambda:InvokeFunction'],
      resources: [
        stack.formatArn({
          service: 'lambda',
          resource: 'function',
          resourceName: integrationName(environment, '*'),
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
    }),
    ...(sendsEvents[environment] ? sendStatements(stack, environment) : []),
  ];
}

/** What is deployed, as text: no values of secrets, no events. */
export const readStacks = (stack: Stack, environments: readonly PromotedEnvironment[]) =>
  new PolicyStatement({
    sid: 'ReadWhatIsDeployed',
    actions: ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate'],
    resources: environments.map((environment) =>
      stack.formatArn({
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
function assumeBootstrapRoles(stack: Stack): PolicyStatement {
  const { account, region } = stack;
  return new PolicyStatement({
    sid: 'DeployByTheBootstrapRoles',
    actions: ['sts:AssumeRole'],
    resources: ['deploy-role', 'file-publishing-role'].map((name) =>
      stack.formatArn({
        service: 'iam',
        region: '',
        resource: 'role',
        resourceName: `cdk-${DefaultStackSynthesizer.DEFAULT_QUALIFIER}-${name}-${account}-${region}`,
      }),
    ),
  });
}

/** `send --wait`: the topic is found by a queue, and the log says what became of the event. */
function sendStatements(stack: Stack, environment: PromotedEnvironment): readonly PolicyStatement[] {
  return [
    new PolicyStatement({
      sid: 'FindTheTopic',
      actions: ['sqs:GetQueueAttributes', 'sqs:GetQueueUrl'],
      resources: [stack.formatArn({ service: 'sqs', resource: integrationName(environment, '*') })],
    }),
    new PolicyStatement({
      sid: 'SendAnEvent',
      actions: ['sns:Publish'],
      resources: [stack.formatArn({ service: 'sns', resource: topicName(environment) })],
    }),
    new PolicyStatement({
      sid: 'ReadWhatBecameOfIt',
      actions: ['logs:FilterLogEvents'],
      resources: [
        stack.formatArn({
          service: 'logs',
          resource: 'log-group',
          resourceName: logGroupName(environment, '*'),
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
    }),
  ];
}
