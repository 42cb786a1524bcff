/** The SDK's real clients, in front of services that count and take their assumed time. */
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Clients } from '../../functions/core/runtime.ts';
import type { Tally } from '../../lib/cost/counts.ts';
import { instantClient } from '../instant-client.ts';
import { assumedLatencyMs } from './assumed-latency.ts';
import { createCountingTable } from './counting-table.ts';

export interface CountingClientsOptions {
  readonly tableName: string;
  /** What the secret holds. */
  readonly secret: object;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** Where to count, at the moment of the call. */
  readonly tally: () => Tally;
}

export async function createCountingClients(options: CountingClientsOptions): Promise<Clients> {
  const { tableName, secret, now, sleep, tally } = options;
  let isWarm = false;
  const after = (ms: number) => async () => {
    if (isWarm) await sleep(ms);
  };
  const table = createCountingTable(tableName, now, tally);
  const dynamodb = new DynamoDBClient(
    instantClient((operation, input) => table.execute(operation, input), after(assumedLatencyMs.dynamodb)),
  );
  const secrets = new SecretsManagerClient(
    instantClient(() => {
      tally().secretReads += 1;
      return { SecretString: JSON.stringify(secret), VersionId: 'v1' };
    }, after(assumedLatencyMs.otherAws)),
  );
  const sqs = new SQSClient({
    ...instantClient((operation) => {
      if (operation === 'ChangeMessageVisibility') tally().visibilityChanges += 1;
      else tally().sends += 1;
      return {};
    }, after(assumedLatencyMs.otherAws)),
    // The client would hold the answer's checksum against what it sent, and this answer says nothing.
    md5: false,
  });
  // A client's first call reads files, for which virtual time does not wait.
  await dynamodb.send(new GetItemCommand({ TableName: tableName, Key: { id: { S: 'nothing' } } }));
  await secrets.send(new GetSecretValueCommand({ SecretId: 'any' }));
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: 'https://sqs.us-east-1.amazonaws.com/123456789012/any',
      MessageBody: 'any',
    }),
  );
  isWarm = true;
  return { dynamodb, secrets, sqs };
}
