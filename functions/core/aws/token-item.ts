/** A destination's token in the ledger table: who reads it, who gets the next one, and that it is one at a time. */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { formatValues, ifFormatIsKnown, refuseLaterFormat, setsFormat } from './format-version.ts';

export interface TokenItemOptions {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  /** Name of the destination. */
  readonly destination: string;
}

/** What stands there. Only `sealed` is anybody's secret. */
export interface TokenState {
  /** Which one it is: another for each exchange. '' for none. */
  readonly id: string;
  readonly sealed: string | undefined;
  readonly claimUntilMs: number;
  /** After a failure nobody asks before, epoch milliseconds. */
  readonly nextTryAtMs: number;
  readonly failures: number;
  /** Version of the secret that the last failure was with: another is tried at once. */
  readonly failedVersion: string;
  /** When one was got because the one before was refused; 0 for never. */
  readonly refusedAtMs: number;
}

export interface TokenItem {
  readonly read: () => Promise<TokenState>;
  /** `true`: the exchange is this owner's until then. `false`: another has it, or the token is another by now. */
  readonly claim: (owner: string, id: string, nowMs: number, untilMs: number) => Promise<boolean>;
  /** `true`: it is kept. `false`: another owner came in between. */
  readonly keep: (owner: string, id: string, sealed: string, refusedAtMs: number) => Promise<boolean>;
  /** Nothing came of it. */
  readonly failed: (owner: string, failures: number, nextTryAtMs: number, version: string) => Promise<void>;
}

export function createTokenItem({ client, tableName, destination }: TokenItemOptions): TokenItem {
  const Key = { id: { S: `destination#${destination}#token` } };
  const write = async (
    condition: string,
    sets: readonly string[],
    values: Record<string, string | number>,
  ) => {
    const ExpressionAttributeValues: Record<string, AttributeValue> = { ...formatValues };
    for (const [name, value] of Object.entries(values))
      ExpressionAttributeValues[name] = typeof value === 'number' ? { N: `${value}` } : { S: value };
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key,
          ConditionExpression: `${ifFormatIsKnown} AND ${condition}`,
          UpdateExpression: `SET ${[setsFormat, ...sets].join(', ')}`,
          ExpressionAttributeValues,
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  };
  return {
    read: async () => {
      const { Item = {} } = await client.send(
        new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }),
      );
      refuseLaterFormat(Item);
      const number = (name: string) => Number(Item[name]?.N ?? 0);
      return {
        id: Item.tokenId?.S ?? '',
        sealed: Item.sealed?.S,
        claimUntilMs: number('claimUntilMs'),
        nextTryAtMs: number('nextTryAtMs'),
        failures: number('failures'),
        failedVersion: Item.failedVersion?.S ?? '',
        refusedAtMs: number('refusedAtMs'),
      };
    },
    claim: (owner, id, nowMs, untilMs) =>
      write(
        // Ours all the same when the answer was lost under way, and the SDK asked again.
        '(attribute_not_exists(claimUntilMs) OR claimUntilMs <= :nowMs OR claimOwner = :owner) AND (attribute_not_exists(tokenId) OR tokenId = :tokenId)',
        ['claimOwner = :owner', 'claimUntilMs = :untilMs'],
        { ':owner': owner, ':tokenId': id, ':nowMs': nowMs, ':untilMs': untilMs },
      ),
    keep: (owner, id, sealed, refusedAtMs) =>
      write(
        'claimOwner = :owner',
        [
          'tokenId = :tokenId',
          'sealed = :sealed',
          'refusedAtMs = :refusedAtMs',
          'claimUntilMs = :zero',
          'failures = :zero',
          'nextTryAtMs = :zero',
        ],
        { ':owner': owner, ':tokenId': id, ':sealed': sealed, ':refusedAtMs': refusedAtMs, ':zero': 0 },
      ),
    failed: async (owner, failures, nextTryAtMs, version) => {
      await write(
        'claimOwner = :owner',
        [
          'claimUntilMs = :zero',
          'failures = :failures',
          'nextTryAtMs = :nextTryAtMs',
          'failedVersion = :version',
        ],
        {
          ':owner': owner,
          ':failures': failures,
          ':nextTryAtMs': nextTryAtMs,
          ':version': version,
          ':zero': 0,
        },
      );
    },
  };
}
