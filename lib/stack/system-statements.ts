/** What the functions of the system are allowed alike. */
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { keepItems, readSecrets, receiveFrom } from './function-role.ts';

export const receiveRequests = (queue: IQueue): PolicyStatement => receiveFrom('ReceiveAsks', queue);

/** The items of all destinations, and no delivery's. */
export const keepTheAccounts = (ledger: Table): PolicyStatement =>
  keepItems('KeepTheAccounts', ledger, ['destination#*']);

export const readTheSecrets = (secrets: readonly Secret[]): PolicyStatement =>
  readSecrets('ReadTheSecrets', secrets);
