/** What the function of an integration may do, and nothing else: its own queues, its own items, its own secret. */
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';

export interface WorkerRoleProps {
  readonly integration: AnyIntegration;
  readonly queue: IQueue;
  readonly deadLetterQueue: IQueue;
  readonly ledger: Table;
  readonly secret: Secret;
  readonly logGroup: ILogGroup;
  readonly supervisorQueue: IQueue;
}

/** Written out rather than granted: CDK's grants give more (`grantReadWriteData` scans, `grantRead` describes). */
export function createWorkerRole(scope: Construct, id: string, props: WorkerRoleProps): Role {
  const { integration, queue, deadLetterQueue, ledger, secret, logGroup, supervisorQueue } = props;
  const statements = [
    new PolicyStatement({
      sid: 'ReceiveFromItsQueue',
      actions: [
        'sqs:ReceiveMessage',
        'sqs:DeleteMessage',
        'sqs:GetQueueAttributes',
        'sqs:ChangeMessageVisibility',
      ],
      resources: [queue.queueArn],
    }),
    new PolicyStatement({
      sid: 'GiveUp',
      actions: ['sqs:SendMessage'],
      resources: [deadLetterQueue.queueArn],
    }),
    new PolicyStatement({
      sid: 'AskTheSupervisor',
      actions: ['sqs:SendMessage'],
      resources: [supervisorQueue.queueArn],
    }),
    new PolicyStatement({
      sid: 'KeepItsDeliveriesAndTheSharedLimit',
      actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
      resources: [ledger.tableArn],
      conditions: {
        'ForAllValues:StringLike': {
          'dynamodb:LeadingKeys': [
            `${integration.name}#*`,
            `destination#${integration.operation.destination.name}#*`,
          ],
        },
        // ForAllValues holds for a request that names no key at all, too.
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    }),
    new PolicyStatement({
      sid: 'ReadItsSecret',
      actions: ['secretsmanager:GetSecretValue'],
      resources: [secret.secretArn],
    }),
    new PolicyStatement({
      sid: 'WriteItsLog',
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      // Ends in `:*`, the streams of this one group.
      resources: [logGroup.logGroupArn],
    }),
  ];
  return new Role(scope, id, {
    description: `What the function of ${integration.name} may do`,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { Worker: new PolicyDocument({ statements }) },
  });
}
