/** What functions of the system are allowed alike. Written out rather than granted, as for the integrations' functions. */
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

export const receiveRequests = (queue: IQueue) =>
  new PolicyStatement({
    sid: 'ReceiveAsks',
    actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    resources: [queue.queueArn],
  });

/** The items of all destinations, and no delivery's. */
export const keepTheAccounts = (ledger: Table) =>
  new PolicyStatement({
    sid: 'KeepTheAccounts',
    actions: ['dynamodb:GetItem', 'dynamodb:UpdateItem'],
    resources: [ledger.tableArn],
    conditions: {
      'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['destination#*'] },
      // ForAllValues holds for a request that names no key at all, too.
      Null: { 'dynamodb:LeadingKeys': 'false' },
    },
  });

export const readTheSecrets = (secrets: readonly Secret[]) =>
  new PolicyStatement({
    sid: 'ReadTheSecrets',
    actions: ['secretsmanager:GetSecretValue'],
    resources: secrets.map(({ secretArn }) => secretArn),
  });

export const writeItsLog = (logGroup: ILogGroup) =>
  new PolicyStatement({
    sid: 'WriteItsLog',
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    // Ends in `:*`, the streams of this one group.
    resources: [logGroup.logGroupArn],
  });

/** A role of Lambda's that allows `statements` and nothing else. */
export const createFunctionRole = (
  scope: Construct,
  id: string,
  props: {
    readonly description: string;
    readonly policyName: string;
    readonly statements: readonly PolicyStatement[];
  },
) =>
  new Role(scope, id, {
    description: props.description,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: { [props.policyName]: new PolicyDocument({ statements: [...props.statements] }) },
  });
