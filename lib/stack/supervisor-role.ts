/** What the supervisor may do: pause and resume the integrations' event sources, and what deciding that takes. */
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { createFunctionRole, writeItsLog } from './function-role.ts';
import { keepTheAccounts, readTheSecrets, receiveRequests } from './system-statements.ts';

export interface SupervisorRoleProps {
  readonly queue: IQueue;
  readonly eventSources: readonly EventSourceMapping[];
  readonly ledger: Table;
  readonly secrets: readonly Secret[];
  readonly alertsTopic: ITopic;
  readonly logGroup: ILogGroup;
}

export function createSupervisorRole(scope: Construct, id: string, props: SupervisorRoleProps): Role {
  return createFunctionRole(scope, id, {
    description: 'What the supervisor may do',
    policyName: 'Supervisor',
    statements: [
      receiveRequests(props.queue),
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
}
