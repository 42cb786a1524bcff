import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createAccountItem } from '../../functions/core/aws/account-item.ts';
import type { AccountState } from '../../functions/core/pace/account.ts';
import type { EnvironmentName } from '../environments.ts';
import { ledgerTableName } from '../names.ts';

/** A destination's account as the functions know it. */
export function readAccount(
  client: DynamoDBClient,
  environment: EnvironmentName,
  destination: string,
): Promise<AccountState> {
  const tableName = ledgerTableName(environment);
  return createAccountItem({ client, tableName, destination }).read();
}
