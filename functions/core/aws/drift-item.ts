import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';

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

/**
 * Makes the claim of a drift by its id: true for one caller of all that ask in 28 days, who has to tell of it.
 * The claim rejects when the ledger cannot be reached.
 */
export function createDriftClaim(options: DriftItemOptions): (driftId: string) => Promise<boolean> {
  const { client, tableName, destination, now, randomId } = options;
  return async (driftId) => {
    const claimant: AttributeValue = { S: randomId() };
    try {
      await client.send(
        new UpdateItemCommand({
          TableName: tableName,
          // The role of a function lets it at the items of its destination by this beginning (lib/worker-role.ts).
          Key: { id: { S: `destination#${destination}#drift#${driftId}` } },
          // Deleting what has expired may take DynamoDB days.
          ConditionExpression: 'attribute_not_exists(id) OR expiration <= :now',
          UpdateExpression: 'SET expiration = :expiration, claimant = :claimant',
          ExpressionAttributeValues: {
            ':now': { N: `${seconds(now())}` },
            ':expiration': { N: `${seconds(now() + toldForMs)}` },
            ':claimant': claimant,
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return true;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      // Ours all the same when the answer was lost under way, and the SDK asked again.
      return error.Item?.claimant?.S === claimant.S;
    }
  };
}

const seconds = (epochMs: number) => Math.floor(epochMs / 1_000);
