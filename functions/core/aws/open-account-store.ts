import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Settings } from '../config.ts';
import type { Destination } from '../declare/destination.ts';
import { accountLimits } from '../pace/account-limits.ts';
import { type AccountStore, createAccountStore } from '../pace/account-store.ts';
import { paceOf } from '../pace/spacing.ts';
import { createAccountItem } from './account-item.ts';

export interface OpenAccountOptions {
  readonly client: Pick<DynamoDBClient, 'send'>;
  /** Name of the ledger's table. */
  readonly tableName: string;
  readonly settings: Pick<Settings, 'pacing' | 'rateLimits'>;
  readonly now: () => number;
}

/** The destination's account in an environment's ledger, with the limits that the environment's account has. */
export function openAccountStore(
  destination: Destination,
  { client, tableName, settings, now }: OpenAccountOptions,
): AccountStore {
  return createAccountStore({
    item: createAccountItem({ client, tableName, destination: destination.name }),
    pace: paceOf(accountLimits(settings, destination).limits, settings.pacing),
    now,
  });
}
