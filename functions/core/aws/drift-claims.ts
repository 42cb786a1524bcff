import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';

import type { DriftClaims } from '../contract/drift/drift-claims.ts';
import { formatValues, setsFormat } from './format-version.ts';

export interface DriftItemOptions {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  /** Name of the destination. */
  readonly destination: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Never twice the same. */
  readonly randomId: () => string;
}

/** Longer than any leave; then a drift that nobody has seen to is told once more. */
const toldForMs = 28 * 24 * 3_600_000;

/** Time enough to tell; then another may, so that a sandbox that died in between leaves no drift unheard. */
const claimedForMs = 5 * 60_000;

export function createDriftClaims(options: DriftItemOptions): DriftClaims {
  const { client, tableName, destination, now, randomId } = options;
  // The role of a function lets it at the items of its destination by this beginning (lib/stack/worker-role.ts).
  const keyOf = (driftId: string) => ({ id: { S: `destination#${destination}#drift#${driftId}` } });
  return {
    claim: async (driftId) => {
      const claimant: AttributeValue = { S: randomId() };
      try {
        await client.send(
          new UpdateItemCommand({
            TableName: tableName,
            Key: keyOf(driftId),
            // Deleting what has expired may take DynamoDB days.
            ConditionExpression: 'attribute_not_exists(id) OR expiration <= :now',
            UpdateExpression: `SET ${setsFormat}, expiration = :expiration, claimant = :claimant`,
            ExpressionAttributeValues: {
              ...formatValues,
              ':now': seconds(now()),
              ':expiration': seconds(now() + claimedForMs),
              ':claimant': claimant,
            },
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return 'ours';
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        // Ours all the same when the answer was lost under way, and the SDK asked again.
        if (error.Item?.claimant?.S === claimant.S) return 'ours';
        const leftMs = Number(error.Item?.expiration?.N) * 1_000 - now();
        return leftMs > claimedForMs ? 'told' : 'claimed';
      }
    },
    told: async (driftId) => {
      await client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: keyOf(driftId),
          UpdateExpression: 'SET expiration = :expiration',
          ExpressionAttributeValues: { ':expiration': seconds(now() + toldForMs) },
        }),
      );
    },
  };
}

const seconds = (epochMs: number): AttributeValue => ({ N: `${Math.floor(epochMs / 1_000)}` });
