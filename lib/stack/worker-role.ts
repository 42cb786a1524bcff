/** What the function of an integration may do, and nothing else: its own queues, its own items, its own secret. */
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import {
  createFunctionRole,
  keepItems,
  readSecrets,
  receiveFrom,
  sendTo,
  writeItsLog,
} from './function-role.ts';

export interface WorkerRoleProps {
  readonly integration: AnyIntegration;
  readonly queue: IQueue;
  readonly deadLetterQueue: IQueue;
  readonly ledger: Table;
  readonly secret: Secret;
  readonly logGroup: ILogGroup;
  readonly supervisorQueue: IQueue;
}

export function createWorkerRole(scope: Construct, id: string, props: WorkerRoleProps): Role {
  const { integration, queue, deadLetterQueue, ledger, secret, logGroup, supervisorQueue } = props;
  return createFunctionRole(scope, id, {
    description: `What the function of ${integration.name} may do`,
    policyName: 'Worker',
    statements: [
      receiveFrom('ReceiveFromItsQueue', queue, ['sqs:ChangeMessageVisibility']),
      sendTo('GiveUp', deadLetterQueue),
      sendTo('AskTheSupervisor', supervisorQueue),
      keepItems('KeepItsDeliveriesAndTheSharedLimit', ledger, [
        `${integration.name}#*`,
        `destination#${integration.operation.destination.name}#*`,
      ]),
      readSecrets('ReadItsSecret', [secret.secretArn]),
      writeItsLog(logGroup),
    ],
  });
}
