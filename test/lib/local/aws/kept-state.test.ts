import { fileURLToPath } from 'node:url';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import type { KeptState } from '../../../../lib/local/aws/kept-state.ts';
import type { LocalAws } from '../../../../lib/local/aws/local-aws.ts';
import { startLocalAws } from '../../../../lib/local/aws/start-local-aws.ts';

const options = {
  assemblyDir: fileURLToPath(new URL('fixtures', import.meta.url)),
  stackName: 'chain',
  port: 0,
  secrets: { 'test/given': 'given' },
};

/** Stops it, and gives back what it would keep. */
async function end(aws: LocalAws): Promise<KeptState> {
  let state: KeptState | undefined;
  await aws.stop(async (kept) => {
    state = kept;
  });
  // As a file has it.
  return JSON.parse(JSON.stringify(state));
}

describe('what is kept over a restart', () => {
  it('is every message with its age, attributes and receives, every item, and the current secrets', async () => {
    const first = await startLocalAws(options);
    const attributes = { diagnosis: { DataType: 'String', StringValue: '{"code":"EXPIRED"}' } };
    await new SQSClient(first.client).send(
      new SendMessageCommand({
        QueueUrl: first.queueUrl('test-dead-letters'),
        MessageBody: '{"id":"one"}',
        MessageAttributes: attributes,
      }),
    );
    const item = { id: { S: 'worker#one' }, taken: { N: '3' } };
    await new DynamoDBClient(first.client).send(new PutItemCommand({ TableName: 'test-ledger', Item: item }));
    await new SecretsManagerClient(first.client).send(
      new PutSecretValueCommand({ SecretId: 'test/given', SecretString: 'changed' }),
    );
    const [sent] = first.queues.inspect('test-dead-letters').ready;

    const second = await startLocalAws({ ...options, kept: await end(first) });

    expect(second.queues.inspect('test-dead-letters').ready).toMatchObject([
      {
        body: '{"id":"one"}',
        messageAttributes: attributes,
        sentTimestamp: sent?.sentTimestamp,
        approximateReceiveCount: 0,
      },
    ]);
    const read = new GetItemCommand({ TableName: 'test-ledger', Key: { id: { S: 'worker#one' } } });
    expect((await new DynamoDBClient(second.client).send(read)).Item).toEqual(item);
    const secret = new GetSecretValueCommand({ SecretId: 'test/given' });
    expect((await new SecretsManagerClient(second.client).send(secret)).SecretString).toBe('changed');
    await second.stop();
  });

  it('is what was with a function that never came back, too, and goes on', async () => {
    const first = await startLocalAws(options);
    await new SQSClient(first.client).send(
      new SendMessageCommand({
        QueueUrl: first.queueUrl('test-queue'),
        MessageBody: '{"id":"hung","does":"hang"}',
      }),
    );
    await expect.poll(() => first.queues.inspect('test-queue').inFlight).toHaveLength(1);

    const kept = await end(first);

    expect(kept.queues['test-queue']).toMatchObject([{ body: '{"id":"hung","does":"hang"}', receives: 1 }]);
  });

  it('stays kept where there is no place for it any more', async () => {
    const kept: KeptState = {
      queues: { 'test-gone': [{ body: '{}', attributes: {}, sentMs: 1_000, receives: 0 }] },
      tables: { gone: [{ id: { S: '1' } }] },
      secrets: { 'test/gone': 'x' },
    };
    const aws = await startLocalAws({ ...options, kept });

    expect(await end(aws)).toMatchObject(kept);
  });
});
