/** The account's item in the ledger table: reading it, and writing it under conditions. */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AccountState, Parking, Use } from '../pace/account.ts';
import type { AccountItem } from '../pace/account-item.ts';
import type { Update } from '../pace/account-update.ts';

export interface AccountItemOptions {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  /** Name of the destination. */
  readonly destination: string;
}

export function createAccountItem({ client, tableName, destination }: AccountItemOptions): AccountItem {
  // The role of a function lets it at the items of its destination by this beginning (lib/stack/worker-role.ts).
  const Key = { id: { S: `destination#${destination}#account` } };
  return {
    read: async () => {
      const { Item = {} } = await client.send(
        new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }),
      );
      return stateOf(Item);
    },
    write: async ({ conditions = [], sets = [], removes = [], values = {} }) => {
      try {
        const { Attributes = {} } = await client.send(
          new UpdateItemCommand({
            TableName: tableName,
            Key,
            ...(conditions.length === 0 ? {} : { ConditionExpression: conditions.join(' AND ') }),
            UpdateExpression: [clause('SET', sets), clause('REMOVE', removes)].join(' ').trim(),
            ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: attributesOf(values) }),
            ReturnValues: 'ALL_NEW',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return { done: true, state: stateOf(Attributes) };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return { done: false, state: stateOf(error.Item ?? {}) };
      }
    },
  };
}

type Item = Readonly<Record<string, AttributeValue>>;

const clause = (word: string, parts: readonly string[]) =>
  parts.length === 0 ? '' : `${word} ${parts.join(', ')}`;

const attributesOf = (values: Update['values']): Record<string, AttributeValue> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' ? { N: `${value}` } : { S: value },
    ]),
  );

function stateOf(item: Item): AccountState {
  const number = (name: string) => (item[name]?.N === undefined ? undefined : Number(item[name].N));
  const optional = <Name extends string>(name: Name) => {
    const value = number(name);
    return value === undefined ? {} : ({ [name]: value } as Record<Name, number>);
  };
  const parking = parkingOf(item);
  return {
    tatUs: number('tatUs') ?? 0,
    uses: usesOf(item),
    holdUntilMs: number('holdUntilMs') ?? 0,
    granted: number('granted') ?? 0,
    incidents: number('incidents') ?? 0,
    openings: number('openings') ?? 0,
    failures: number('failures') ?? 0,
    grantedBefore: number('grantedBefore') ?? 0,
    ...(parking === undefined ? {} : { parking }),
    ...optional('resumedAtMs'),
    ...optional('openUntilMs'),
    ...optional('trialUntilMs'),
    ...optional('failingSinceMs'),
  };
}

function usesOf(item: Item): (Use | undefined)[] {
  const uses: (Use | undefined)[] = [];
  for (let at = 0; item[`bucket${at}`] !== undefined; at += 1) {
    uses.push({
      bucket: Number(item[`bucket${at}`]?.N),
      used: Number(item[`used${at}`]?.N),
      before: JSON.parse(item[`before${at}`]?.S ?? '{}'),
    });
  }
  return uses;
}

function parkingOf({ parkedAtMs, parkedReason, refusedVersion, alertedAtMs }: Item): Parking | undefined {
  if (parkedAtMs?.N === undefined) return undefined;
  return {
    parkedAtMs: Number(parkedAtMs.N),
    reason: parkedReason?.S ?? '',
    ...(refusedVersion?.S === undefined ? {} : { refusedVersion: refusedVersion.S }),
    ...(alertedAtMs?.N === undefined ? {} : { alertedAtMs: Number(alertedAtMs.N) }),
  };
}
