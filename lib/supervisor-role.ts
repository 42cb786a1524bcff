/** What the supervisor may do: pause and resume the integrations' event sources, and what deciding that takes. */
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export interface SupervisorRoleProps {
  readonly queue: IQueue;
  readonly mappings: readonly EventSourceMapping[];
  readonly ledger: Table;
  readonly secrets: readonly Secret[];
  readonly alertsTopic: ITopic;
  readonly logGroup: ILogGroup;
}

/** Written out rather than granted, as for the integrations' functions. */
export function createSupervisorRole(scope: Construct, id: string, props: SupervisorRoleProps): Role {
  const statements = [
    new PolicyStatement({
      sid: 'ReceiveAsks',
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      resources: [props.queue.queueArn],
    }),
    new PolicyStatement({
      sid: 'PauseAndResume',
      actions: ['lambda:GetEventSourceMapping', 'lambda:UpdateEventSourceMapping'],
      resources: props.mappings.map(({ eventSourceMappingArn }) => eventSourceMappingArn),
    }),
    new PolicyStatement({
      sid: 'KeepTheAccounts',
      actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
      resources: [props.ledger.tableArn],
      conditions: {
        'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['destination#*'] },
        // ForAllValues holds for a request that names no key at all, too.
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    }),
    new PolicyStatement({
      sid: 'ReadTheSecrets',
      actions: ['secretsmanager:GetSecretValue'],
      resources: props.secrets.map(({ secretArn }) => secretArn),
    }),
    new PolicyStatement({
      sid: 'Alert',
      actions: ['sns:Publish'],
      resources: [props.alertsTopic.topicArn],
    }),
    new PolicyStatement({
      sid: 'WriteItsLog',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      // Ends in `:*`, the streams of this one group.
      resources: [props.logGroup.logGroupArn],
    }),
  ];
  return new Role(scope, id, {
    description: 'What the supervisor may do',
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { Supervisor: new PolicyDocument({ statements }) },
  });
}
