/**
 * What a function may do. Written out rather than granted: CDK's grants give more (`grantReadWriteData` scans,
 * `grantRead` describes).
 */
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export interface FunctionRoleProps {
  readonly description: string;
  readonly policyName: string;
  readonly statements: readonly PolicyStatement[];
}

/** A role of Lambda's that allows `statements` and nothing else. */
export const createFunctionRole = (scope: Construct, id: string, props: FunctionRoleProps) =>
  new Role(scope, id, {
    description: props.description,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { [props.policyName]: new PolicyDocument({ statements: [...props.statements] }) },
  });

/** What Lambda needs to invoke a function from a queue. */
const receivingActions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

/** @param more what the function itself does with the messages */
export const receiveFrom = (sid: string, queue: IQueue, more: readonly string[] = []) =>
  new PolicyStatement({ sid, actions: [...receivingActions, ...more], resources: [queue.queueArn] });

export const sendTo = (sid: string, queue: IQueue) =>
  new PolicyStatement({ sid, actions: ['sqs:SendMessage'], resources: [queue.queueArn] });

/** Reads and writes the items of the ledger whose keys fit one of `keys`, and no other. */
export const keepItems = (sid: string, ledger: Table, keys: readonly string[]) =>
  new PolicyStatement({
    sid,
    actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
    resources: [ledger.tableArn],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': keys },
      // ForAllValues holds for a request that names no key at all, too.
      Null: { 'dynamodb:LeadingKeys': 'false' },
    },
  });

export const readSecrets = (sid: string, secretArns: readonly string[]) =>
  new PolicyStatement({ sid, actions: ['secretsmanager:GetSecretValue'], resources: [...secretArns] });

export const writeItsLog = (logGroup: ILogGroup) =>
  new PolicyStatement({
    sid: 'WriteItsLog',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    // Ends in `:*`, the streams of this one group.
    resources: [logGroup.logGroupArn],
  });
