import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { PublishBatchCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  ListMessageMoveTasksCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalAws } from '../../../../lib/local/aws/local-aws.ts';
import { startLocalAws } from '../../../../lib/local/aws/start-local-aws.ts';
import { explainFailures } from '../../../scenarios/explain-failures.ts';
import { createFunctionLog } from '../../../scenarios/function-log.ts';
import { createWaiting } from '../../../scenarios/until.ts';

const log = createFunctionLog();
let aws: LocalAws;
let nowMs = 1_700_000_000_000;
beforeAll(async () => {
  aws = await startLocalAws({
    assemblyDir: fileURLToPath(new URL('fixtures', import.meta.url)),
    stackName: 'chain',
    port: 0,
    secrets: { 'test/given': 'given' },
    now: () => nowMs,
    onLog: ({ line, functionName }) => log.read(line, functionName),
  });
});
afterAll(() => aws?.stop());

const { until, current } = createWaiting({ patienceMs: 8_000, troubles: log.troubles });
explainFailures({ troubles: log.troubles, current });

describe('SQS', () => {
  it('gives queue URLs that lead here', async () => {
    const { QueueUrl } = await new SQSClient(aws.client).send(
      new GetQueueUrlCommand({ QueueName: 'test-queue' }),
    );
    expect(QueueUrl).toBe(`${aws.endpoint}/000000000000/test-queue`);
    expect(aws.outputs).toMatchObject({ QueueUrl });
  });

  it.each([
    ['takes', 'a character beyond U+FFFF', '🚀', true],
    ['takes', 'the last one below the surrogates', '\ud7ff', true],
    ['refuses', 'half of a surrogate pair', '\ud83d', false],
    ['refuses', 'a control character', '\u0000', false],
    ['refuses', 'what is no character', '\uffff', false],
  ])('%s %s in a message', async (_, _what, character, takes) => {
    const QueueUrl = aws.queueUrl('test-closed');
    const sending = new SQSClient(aws.client).send(
      new SendMessageCommand({ QueueUrl, MessageBody: `Café ${character} Ltd` }),
    );
    if (takes) await sending;
    else await expect(sending).rejects.toThrow('Invalid characters found');
    await new SQSClient(aws.client).send(new PurgeQueueCommand({ QueueUrl }));
  });

  it('shows a received message as in flight until its time is over, though nobody receives', async () => {
    const sqs = new SQSClient(aws.client);
    const QueueUrl = aws.queueUrl('test-closed');
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    await sqs.send(new ReceiveMessageCommand({ QueueUrl, VisibilityTimeout: 1 }));
    expect(aws.queues.inspect('test-closed')).toMatchObject({ ready: [], inFlight: [{ body: 'x' }] });
    expect(aws.pendingMessages(['test-closed', 'test-enveloped'])).toBe(1);

    await until('the message can be received', () =>
      expect(aws.queues.inspect('test-closed').ready).toHaveLength(1),
    );
  });

  it('gives a message back when the receiver has hung up', async () => {
    const sqs = new SQSClient(aws.client);
    const hungUp = new AbortController();
    const QueueUrl = aws.queueUrl('test-undelivered');
    const receiving = sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
      abortSignal: hungUp.signal,
    });
    // A second request on the same path: when it is answered, the first has arrived.
    await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 0 }));
    hungUp.abort();
    await expect(receiving).rejects.toThrow('abort');
    // And another, after which the end of the first has arrived, too.
    await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 0 }));

    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'x' }));
    await until('the message can be received', () =>
      expect(aws.queues.inspect('test-undelivered').ready).toHaveLength(1),
    );
  });

  it('redrives dead letters', async () => {
    const sqs = new SQSClient(aws.client);
    const SourceArn = 'arn:aws:sqs:us-east-1:000000000000:test-dead-letters';
    const QueueUrl = aws.queueUrl('test-dead-letters');
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: '{"id":"redriven"}' }));
    await sqs.send(new StartMessageMoveTaskCommand({ SourceArn }));

    const moved = async () => {
      const { Results } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn }));
      return Results?.map(({ Status, ApproximateNumberOfMessagesMoved: count }) => [Status, count]);
    };
    await until('the dead letter has moved', async () => expect(await moved()).toEqual([['COMPLETED', 1]]));
    await until('the function has taken it', () =>
      expect(aws.eventSources.get('test-queue')?.deleted).toBeGreaterThan(0),
    );
  });
});

describe('SNS', () => {
  it('takes ten messages at once', async () => {
    const entries = Array.from({ length: 10 }, (_, n) => ({ Id: `${n}`, Message: JSON.stringify({ n }) }));
    const { Successful } = await new SNSClient(aws.client).send(
      new PublishBatchCommand({ TopicArn: aws.topicArn('test-events'), PublishBatchRequestEntries: entries }),
    );
    expect(Successful?.map(({ Id }) => Id)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    expect(aws.queues.inspect('test-enveloped').ready).toHaveLength(10);
  });

  it.each([
    ['an unknown topic', 'arn:aws:sns:us-east-1:000000000000:other', 'x', 'NotFoundException'],
    [
      'a message that is too long',
      'arn:aws:sns:us-east-1:000000000000:test-events',
      'x'.repeat(262_145),
      'InvalidParameterException',
    ],
  ])('refuses %s', async (_what, TopicArn, Message, name) => {
    await expect(
      new SNSClient(aws.client).send(new PublishCommand({ TopicArn, Message })),
    ).rejects.toMatchObject({ name });
  });
});

describe('DynamoDB', () => {
  const put = (item: Record<string, { S: string } | { N: string }>) =>
    new DynamoDBClient(aws.client).send(
      new PutItemCommand({
        TableName: 'test-ledger',
        Item: item,
        ConditionExpression: 'attribute_not_exists(id)',
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      }),
    );

  it('returns the item that stood in the way of a condition', async () => {
    await put({ id: { S: 'there' }, by: { S: 'first' } });
    await expect(put({ id: { S: 'there' }, by: { S: 'second' } })).rejects.toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { id: { S: 'there' }, by: { S: 'first' } },
    });
  });

  it('deletes what has outlived its time to live', async () => {
    await put({ id: { S: 'old' }, expiration: { N: '1700000010' } });
    const read = async () => {
      const command = new GetItemCommand({ TableName: 'test-ledger', Key: { id: { S: 'old' } } });
      return (await new DynamoDBClient(aws.client).send(command)).Item?.id?.S;
    };
    await aws.deleteExpiredItems();
    expect(await read()).toBe('old');

    nowMs += 11_000;
    await aws.deleteExpiredItems();
    expect(await read()).toBeUndefined();
  });
});

describe('Secrets Manager', () => {
  it('starts with the values that were given, and what the template generates for the others', async () => {
    const read = async (SecretId: string) =>
      (await new SecretsManagerClient(aws.client).send(new GetSecretValueCommand({ SecretId }))).SecretString;
    expect(await read('test/given')).toBe('given');
    expect(JSON.parse((await read('test/other')) ?? '')).toEqual({
      unset: expect.stringMatching(/^[a-zA-Z0-9]{20}$/),
    });
  });
});

describe('CloudWatch', () => {
  const ask = (query: {
    Namespace: string;
    MetricName: string;
    Dimensions: { Name: string; Value: string }[];
  }) =>
    new CloudWatchClient(aws.client).send(
      new GetMetricDataCommand({
        MetricDataQueries: [{ Id: 'one', MetricStat: { Metric: query, Period: 300, Stat: 'Maximum' } }],
        StartTime: new Date(Date.now() - 3_600_000),
        EndTime: new Date(Date.now() + 60_000),
      }),
    );
  const ageOf = (QueueName: string) =>
    ask({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateAgeOfOldestMessage',
      Dimensions: [{ Name: 'QueueName', Value: QueueName }],
    });

  it('tells how old the oldest message of a queue is, and nothing of an empty one', async () => {
    const { QueueUrl } = await new SQSClient(aws.client).send(
      new CreateQueueCommand({ QueueName: 'test-aged' }),
    );
    expect((await ageOf('test-aged')).MetricDataResults).toMatchObject([{ Id: 'one', Values: [] }]);
    await new SQSClient(aws.client).send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }));
    const { MetricDataResults } = await ageOf('test-aged');
    // A minute ahead: that is what was asked about.
    expect(MetricDataResults?.[0]?.Values?.[0]).toBeGreaterThanOrEqual(59);
    expect(MetricDataResults?.[0]?.Values?.[0]).toBeLessThan(70);
  });

  it('has nothing of a metric that nobody wrote, and knows no others of AWS', async () => {
    const found = await ask({ Namespace: 'Interlock', MetricName: 'WaitingAgeMs', Dimensions: [] });
    expect(found.MetricDataResults).toMatchObject([{ Id: 'one', Timestamps: [], Values: [] }]);
    await expect(ageOf('no-such-queue')).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
    await expect(
      ask({ Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions: [] }),
    ).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });
});

describe('event source mappings', () => {
  const call = async (method: string, path: string, body?: object) => {
    const response = await fetch(`${aws.endpoint}/2015-03-31/event-source-mappings${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return (await response.json()) as {
      State?: string;
      UUID?: string;
      EventSourceMappings?: { UUID: string }[];
    };
  };

  it('are paused, keep their messages, and go on', async () => {
    const { EventSourceMappings } = await call('GET', '/?FunctionName=test-worker');
    const uuid = EventSourceMappings?.[0]?.UUID;
    expect(await call('PUT', `/${uuid}`, { Enabled: false })).toMatchObject({
      State: 'Disabling',
      BatchSize: 10,
    });
    expect(await call('PUT', `/${uuid}`, { Enabled: true })).toMatchObject({
      __type: 'ResourceInUseException',
    });
    await until('the event source is disabled', async () =>
      expect((await call('GET', `/${uuid}`)).State).toBe('Disabled'),
    );

    const before = aws.eventSources.get('test-queue')?.messages ?? 0;
    await new SQSClient(aws.client).send(
      new SendMessageCommand({ QueueUrl: aws.queueUrl('test-queue'), MessageBody: '{"id":"paused"}' }),
    );
    expect(aws.queues.inspect('test-queue').ready).toHaveLength(1);

    expect(await call('PUT', `/${uuid}`, { Enabled: true })).toMatchObject({ State: 'Enabled' });
    await until('the function has got the message', () =>
      expect(aws.eventSources.get('test-queue')?.messages).toBe(before + 1),
    );
  });

  it('that do not exist are not found', async () => {
    expect(await call('GET', '/nobody')).toMatchObject({ __type: 'ResourceNotFoundException' });
  });

  it('of other functions are not listed', async () => {
    expect(await call('GET', '/?FunctionName=other')).toEqual({ EventSourceMappings: [] });
  });
});

describe('Lambda', () => {
  const invoke = async (FunctionName: string, event: object, more: object = {}) => {
    const command = new InvokeCommand({ FunctionName, Payload: JSON.stringify(event), ...more });
    const { StatusCode, FunctionError, Payload } = await new LambdaClient(aws.client).send(command);
    return { StatusCode, FunctionError, answer: JSON.parse(new TextDecoder().decode(Payload)) };
  };
  const record = (body: object) => ({
    Records: [{ messageId: 'one', body: JSON.stringify(body), attributes: {} }],
  });

  it.each(['test-worker', 'arn:aws:lambda:us-east-1:000000000000:function:test-worker'])(
    'invokes %s and answers what it answered',
    async (name) => {
      expect(await invoke(name, { Records: [] })).toEqual({
        StatusCode: 200,
        FunctionError: undefined,
        answer: { batchItemFailures: [] },
      });
    },
  );

  it('says what a function failed with', async () => {
    expect(await invoke('test-worker', record({ id: 'one', does: 'throw' }))).toEqual({
      StatusCode: 200,
      FunctionError: 'Unhandled',
      answer: { errorType: 'Error', errorMessage: 'whole batch' },
    });
  });

  it.each([
    ['a function that is not there', 'nobody', {}, 'ResourceNotFoundException'],
    [
      'an invocation that nobody waits for',
      'test-worker',
      { InvocationType: 'Event' },
      'InvalidParameterValueException',
    ],
  ])('refuses %s', async (_what, name, more, error) => {
    await expect(invoke(name, { Records: [] }, more)).rejects.toMatchObject({ name: error });
  });
});

describe('the endpoint', () => {
  it('listens on loopback only', () => {
    expect(new URL(aws.endpoint).hostname).toBe('127.0.0.1');
  });

  it('takes no form of a page on another site: nothing is published, nothing read', async () => {
    const topicArn = aws.topicArn('test-events');
    const before = aws.published('test-events').length;
    const form = new URLSearchParams({
      Action: 'Publish',
      TopicArn: topicArn,
      Message: '{}',
      Version: '2010-03-31',
    });
    const answer = (headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve, reject) => {
        const about = { 'content-type': 'application/x-www-form-urlencoded', ...headers };
        const call = request(aws.endpoint, { method: 'POST', headers: about }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        call.on('error', reject);
        call.end(form.toString());
      });
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { host: 'evil.example' },
    ]) {
      expect(await answer(headers)).toBe(403);
    }
    expect(aws.published('test-events')).toHaveLength(before);
    expect(await answer({})).toBe(200);
  });

  it('does not answer to the name of another host', async () => {
    const status = await new Promise((resolve) => {
      request(aws.endpoint, { method: 'POST', headers: { host: 'attacker.example' } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).end();
    });
    expect(status).toBe(403);
  });

  it('names the service that it does not have', async () => {
    const response = await fetch(aws.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AmazonSSM.GetParameter' },
      body: '{}',
    });
    expect(await response.json()).toMatchObject({ message: 'the local AWS has no service AmazonSSM' });
  });

  it('names the call that it does not know, in the protocol of its service', async () => {
    const inJson = await fetch(aws.endpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AmazonSQS.AddPermission' },
      body: '{}',
    });
    expect(await inJson.json()).toMatchObject({
      message: 'the local AWS does not know the call sqs:AddPermission',
    });
    const inAForm = await fetch(aws.endpoint, {
      method: 'POST',
      body: new URLSearchParams({ Action: 'CreateTopic' }),
    });
    expect(await inAForm.text()).toContain(
      '<Message>the local AWS does not know the call sns:CreateTopic</Message>',
    );
  });
});
