/** What the functions of the system are allowed alike. */
import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { EnvironmentName } from '../environments.ts';
import { secretName } from '../names.ts';
import { keepItems, readSecrets, receiveFrom } from './function-role.ts';

export const receiveRequests = (queue: IQueue): PolicyStatement => receiveFrom('ReceiveAsks', queue);

/** The items of all destinations, and no delivery's. */
export const keepTheAccounts = (ledger: Table): PolicyStatement =>
  keepItems('KeepTheAccounts', ledger, ['destination#*']);

/** Of all destinations of the environment: by name, for a hundred of them are more than a role's policy holds. */
export const readTheSecrets = (scope: Construct, environment: EnvironmentName): PolicyStatement =>
  readSecrets('ReadTheSecrets', [
    Stack.of(scope).formatArn({
      service: 'secretsmanager',
      resource: 'secret',
      resourceName: secretName(environment, '*'),
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    }),
  ]);
