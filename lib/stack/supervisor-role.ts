/** What the supervisor may do: pause and resume the integrations' event sources, and what deciding that takes. */
import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { contractWatchSource, supervisorSource } from '../build/function-sources.ts';
import type { EnvironmentName } from '../environments.ts';
import { deadLetterQueueName, integrationName } from '../names.ts';
import { acknowledge } from './acknowledgements.ts';
import { createFunctionRole, sendTo, writeItsLog } from './function-role.ts';
import { acknowledgeOwnNames } from './own-names.ts';
import { keepTheAccounts, readTheSecrets, receiveRequests } from './system-statements.ts';

export interface SupervisorRoleProps {
  readonly environment: EnvironmentName;
  readonly queue: IQueue;
  readonly ledger: Table;
  readonly alertsTopic: ITopic;
  readonly logGroup: ILogGroup;
}

export function createSupervisorRole(scope: Construct, id: string, props: SupervisorRoleProps): Role {
  const byName = [
    ...sweepQueues(scope, props.environment),
    ...pauseAndResume(scope, props.environment),
    readTheSecrets(scope, props.environment),
  ];
  const role = createFunctionRole(scope, id, {
    description: 'What the supervisor may do',
    policyName: 'Supervisor',
    statements: [
      receiveRequests(props.queue),
      sendTo('AskItself', props.queue),
      ...byName,
      keepTheAccounts(props.ledger),
      new PolicyStatement({
        sid: 'Alert',
        actions: ['sns:Publish'],
        resources: [props.alertsTopic.topicArn],
      }),
      writeItsLog(props.logGroup),
    ],
  });
  acknowledgeOwnNames(role, byName, namesNotOneByOne);
  acknowledge(role, 'Serverless::Serverless-LambdaStarPermissions');
  return role;
}

const namesNotOneByOne =
  'What belongs to one environment of Interlock, and nothing else (event sources by the function that they invoke; that there are some, Lambda shows of all or of none): with one statement for each integration the role would outgrow what IAM allows.';

const lambdaArn = (scope: Construct, resource: string, resourceName: string) =>
  Stack.of(scope).formatArn({
    service: 'lambda',
    resource,
    resourceName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });

/**
 * Ids of event sources are made by chance: they are known by their functions, of which these two are nobody's to pause.
 * Lambda knows no narrower right to list them.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html
 */
function pauseAndResume(scope: Construct, environment: EnvironmentName): PolicyStatement[] {
  const functionArn = (name: string) => lambdaArn(scope, 'function', integrationName(environment, name));
  return [
    new PolicyStatement({
      sid: 'FindEventSources',
      actions: ['lambda:ListEventSourceMappings'],
      resources: ['*'],
    }),
    new PolicyStatement({
      sid: 'PauseAndResume',
      actions: ['lambda:UpdateEventSourceMapping'],
      resources: [lambdaArn(scope, 'event-source-mapping', '*')],
      conditions: {
        ArnLike: { 'lambda:FunctionArn': functionArn('*') },
        ArnNotLike: {
          'lambda:FunctionArn': [supervisorSource, contractWatchSource].map(({ name }) => functionArn(name)),
        },
      },
    }),
  ];
}

/**
 * By the names of an environment's queues, not one by one: a role's policies hold 10,240 characters in all, and a hundred
 * integrations would take three times that.
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
