/** The lanes of a destination in the ledger table: an attribute for each that is leased. */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Destination } from '../declare/destination.ts';
import { createLanes, type Lanes, type LanesItem } from '../pace/lanes.ts';
import { formatValues, ifFormatIsKnown, refuseLaterFormat, setsFormat } from './format-version.ts';

export interface LanesItemOptions {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  /** Name of the destination. */
  readonly destination: string;
}

export function createLanesItem({ client, tableName, destination }: LanesItemOptions): LanesItem {
  const Key = { id: { S: `destination#${destination}#lanes` } };
  return {
    read: async () => {
      const { Item = {} } = await client.send(
        new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }),
      );
      return leasesIn(Item);
    },
    change: async (changes, nowUs) => {
      const conditions = [ifFormatIsKnown];
      const sets = [setsFormat];
      const removes: string[] = [];
      const values: Record<string, AttributeValue> = { ...formatValues };
      for (const { lane, mine, next } of changes) {
        const name = `n${lane}`;
        const may: string[] = [];
        if (mine === undefined) {
          may.push(`attribute_not_exists(${name})`, `${name} < :nowUs`);
          values[':nowUs'] = { N: `${Math.floor(nowUs)}` };
        } else {
          may.push(`${name} = :mine${lane}`);
          values[`:mine${lane}`] = { N: `${mine}` };
        }
        if (next === undefined) removes.push(name);
        else {
          // Ours all the same when the answer was lost under way, and the SDK asked again.
          may.push(`${name} = :next${lane}`);
          sets.push(`${name} = :next${lane}`);
          values[`:next${lane}`] = { N: `${next}` };
        }
        conditions.push(`(${may.join(' OR ')})`);
      }
      try {
        const { Attributes = {} } = await client.send(
          new UpdateItemCommand({
            TableName: tableName,
            Key,
            ConditionExpression: conditions.join(' AND '),
            ExpressionAttributeValues: values,
            UpdateExpression: `SET ${sets.join(', ')}${removes.length === 0 ? '' : ` REMOVE ${removes.join(', ')}`}`,
            ReturnValues: 'ALL_NEW',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return { done: true, leases: leasesIn(Attributes) };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return { done: false, leases: leasesIn(error.Item ?? {}) };
      }
    },
  };
}

function leasesIn(item: Readonly<Record<string, AttributeValue>>): ReadonlyMap<number, number> {
  refuseLaterFormat(item);
  return new Map(
    Object.entries(item).flatMap(([name, { N }]) =>
      /^n\d+$/.test(name) && N !== undefined ? [[Number(name.slice(1)), Number(N)] as const] : [],
    ),
  );
}

export interface LanesAround {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  readonly now: () => number;
  readonly monotonicMs: () => number;
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** `undefined`: any number of requests may be under way. */
export function lanesOf(
  destination: Pick<Destination, 'name' | 'concurrentRequests' | 'requestTimeoutMs'>,
  { client, tableName, ...around }: LanesAround,
): Lanes | undefined {
  const { name, concurrentRequests: count, requestTimeoutMs } = destination;
  if (count === undefined) return undefined;
  const item = createLanesItem({ client, tableName, destination: name });
  return createLanes({ ...around, item, count, requestTimeoutMs });
}
