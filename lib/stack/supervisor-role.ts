/** What the supervisor may do: pause and resume the integrations' event sources, and what deciding that takes. */
import { Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { EnvironmentName } from '../environments.ts';
import { deadLetterQueueName, integrationName } from '../names.ts';
import { createFunctionRole, sendTo, writeItsLog } from './function-role.ts';
import { acknowledgeOwnNames } from './own-names.ts';
import { keepTheAccounts, readTheSecrets, receiveRequests } from './system-statements.ts';

export interface SupervisorRoleProps {
  readonly environment: EnvironmentName;
  readonly queue: IQueue;
  readonly eventSources: readonly EventSourceMapping[];
  readonly ledger: Table;
  readonly secrets: readonly Secret[];
  readonly alertsTopic: ITopic;
  readonly logGroup: ILogGroup;
}

export function createSupervisorRole(scope: Construct, id: string, props: SupervisorRoleProps): Role {
  const sweeping = sweepQueues(scope, props.environment);
  const role = createFunctionRole(scope, id, {
    description: 'What the supervisor may do',
    policyName: 'Supervisor',
    statements: [
      receiveRequests(props.queue),
      sendTo('AskItself', props.queue),
      ...sweeping,
      new PolicyStatement({
        sid: 'PauseAndResume',
        actions: ['lambda:GetEventSourceMapping', 'lambda:UpdateEventSourceMapping'],
        resources: props.eventSources.map(({ eventSourceMappingArn }) => eventSourceMappingArn),
      }),
      keepTheAccounts(props.ledger),
      readTheSecrets(props.secrets),
      new PolicyStatement({
        sid: 'Alert',
        actions: ['sns:Publish'],
        resources: [props.alertsTopic.topicArn],
      }),
      writeItsLog(props.logGroup),
    ],
  });
  acknowledgeOwnNames(role, sweeping, namesNotOneByOne);
  return role;
}

const namesNotOneByOne =
  'Queues of one environment of Interlock, and nothing else: with one statement for each integration the role would outgrow what IAM allows.';

/**
 * By the names of an environment's queues, not one by one: a role's policies hold 10,240 characters in all, and of a hundred
 * integrations the event sources alone take most of it.
 */
function sweepQueues(scope: Construct, environment: EnvironmentName): PolicyStatement[] {
  const named = (resource: string) => Stack.of(scope).formatArn({ service: 'sqs', resource });
  return [
    new PolicyStatement({
      sid: 'SweepPausedQueues',
      actions: ['sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage'],
      resources: [named(integrationName(environment, '*'))],
    }),
    new PolicyStatement({
      sid: 'PutExpiredAside',
      actions: ['sqs:SendMessage'],
      resources: [named(deadLetterQueueName(environment, '*'))],
    }),
  ];
}
