import { inspect } from 'node:util';
import * as sdkDynamodb from '@aws-sdk/client-dynamodb';
import * as sdkSecrets from '@aws-sdk/client-secrets-manager';
import * as sdkSqs from '@aws-sdk/client-sqs';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import { SignatureV4 } from '@smithy/signature-v4';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import * as slimDynamodb from '../../../../../functions/core/aws/slim/client-dynamodb.ts';
import * as slimSecrets from '../../../../../functions/core/aws/slim/client-secrets-manager.ts';
import * as slimSqs from '../../../../../functions/core/aws/slim/client-sqs.ts';
import { awsClient } from '../../../../../functions/core/runtime.ts';
import { type DoubleAnswer, startAwsDouble } from './aws-double.ts';

const stops: (() => void)[] = [];
const nowMs = Date.UTC(2026, 10, 24, 12);

beforeEach(() => {
  vi.stubEnv('AWS_REGION', 'eu-central-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'example-secret');
  vi.stubEnv('AWS_SESSION_TOKEN', 'example-token');
  // The signature is of a moment; a retry's pause is not waited for.
  vi.useFakeTimers({ now: nowMs, toFake: ['Date'] });
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

async function double(answers: readonly DoubleAnswer[]) {
  const aws = await startAwsDouble(answers);
  stops.push(aws.stop);
  vi.stubEnv('AWS_ENDPOINT_URL', aws.url);
  return aws;
}

const Key = { id: { S: 'delivery#ä"\u2028' } };
const update = {
  TableName: 'ledger',
  Key,
  UpdateExpression: 'SET a = :a',
  ExpressionAttributeValues: { ':a': { N: '1' }, ':list': { L: [{ BOOL: true }, { NULL: true as const }] } },
  ReturnValues: 'ALL_NEW' as const,
};
/** The SDK sends to the host of the queue's address; the slim client to where the service is, which is the same. */
const queueUrl = () => `${process.env.AWS_ENDPOINT_URL}/1/queue`;
const send = () => ({ QueueUrl: queueUrl(), MessageBody: '{"a":"ä"}' });
const hide = () => ({ QueueUrl: queueUrl(), ReceiptHandle: 'handle', VisibilityTimeout: 30 });

const md5OfBody = '9b270208369bdf2596b2c5abc12bbe19';

type Calls = (
  dynamodb: typeof sdkDynamodb,
  secrets: typeof sdkSecrets,
  sqs: typeof sdkSqs,
) => Promise<unknown>;

const operations: Readonly<Record<string, { readonly call: Calls; readonly answer: object }>> = {
  UpdateItem: {
    call: ({ DynamoDBClient, UpdateItemCommand }) =>
      new DynamoDBClient(awsClient).send(new UpdateItemCommand(update)),
    answer: {
      Attributes: { id: { S: 'a' }, n: { N: '12345678901234567890' }, m: { M: { x: { BOOL: false } } } },
    },
  },
  GetItem: {
    call: ({ DynamoDBClient, GetItemCommand }) =>
      new DynamoDBClient(awsClient).send(
        new GetItemCommand({ TableName: 'ledger', Key, ConsistentRead: true }),
      ),
    answer: { Item: { id: { S: 'ä' } } },
  },
  GetSecretValue: {
    call: (_, { SecretsManagerClient, GetSecretValueCommand }) =>
      new SecretsManagerClient(awsClient).send(new GetSecretValueCommand({ SecretId: 'secret' })),
    answer: { SecretString: '{"apiKey":"sk"}', VersionId: 'v1', ARN: 'arn', Name: 'secret' },
  },
  SendMessage: {
    call: (_, __, { SQSClient, SendMessageCommand }) =>
      new SQSClient(awsClient).send(new SendMessageCommand(send())),
    answer: { MessageId: 'm', MD5OfMessageBody: md5OfBody },
  },
  ChangeMessageVisibility: {
    call: (_, __, { SQSClient, ChangeMessageVisibilityCommand }) =>
      new SQSClient(awsClient).send(new ChangeMessageVisibilityCommand(hide())),
    answer: {},
  },
  ReceiveMessage: {
    call: (_, __, { SQSClient, ReceiveMessageCommand }) =>
      new SQSClient(awsClient).send(
        new ReceiveMessageCommand({ QueueUrl: queueUrl(), MaxNumberOfMessages: 10 }),
      ),
    answer: {
      Messages: [{ MessageId: 'm', ReceiptHandle: 'r', Body: '{"a":"ä"}', MD5OfBody: md5OfBody }],
    },
  },
  DeleteMessageBatch: {
    call: (_, __, { SQSClient, DeleteMessageBatchCommand }) =>
      new SQSClient(awsClient).send(
        new DeleteMessageBatchCommand({
          QueueUrl: queueUrl(),
          Entries: [{ Id: '0', ReceiptHandle: 'r' }],
        }),
      ),
    answer: { Successful: [{ Id: '0' }] },
  },
  ChangeMessageVisibilityBatch: {
    call: (_, __, { SQSClient, ChangeMessageVisibilityBatchCommand }) =>
      new SQSClient(awsClient).send(
        new ChangeMessageVisibilityBatchCommand({
          QueueUrl: queueUrl(),
          Entries: [{ Id: '0', ReceiptHandle: 'r', VisibilityTimeout: 0 }],
        }),
      ),
    answer: { Successful: [{ Id: '0' }] },
  },
};

const withSdk = (call: Calls) => call(sdkDynamodb, sdkSecrets, sdkSqs);
const withSlim = (call: Calls) => call(slimDynamodb as never, slimSecrets as never, slimSqs as never);

/** What a service acts by; the rest is the SDK telling AWS about itself. */
function acted({ method, path, headers, body }: Awaited<ReturnType<typeof startAwsDouble>>['seen'][number]) {
  const names = ['content-type', 'x-amz-target', 'x-amz-date', 'x-amz-security-token', 'host'];
  const scope = /Credential=[^,]+/.exec(`${headers.authorization}`)?.[0];
  return { method, path, body, scope, headers: names.map((name) => [name, headers[name]]) };
}

describe('the slim clients', () => {
  it.each(Object.entries(operations))(
    'say what the SDK says, and hear what it hears: %s',
    async (_, { call, answer }) => {
      const aws = await double([{ statusCode: 200, body: answer }]);
      const [theirs, ours] = [await outcome(withSdk(call)), await outcome(withSlim(call))];
      const [asked, askedByUs] = aws.seen;
      if (asked === undefined || askedByUs === undefined) throw new Error('nobody asked');
      expect(acted(askedByUs)).toEqual(acted(asked));
      expect(ours).toEqual(theirs);
    },
  );
});

/** What a call came to, without what only the SDK tells of itself. */
async function outcome(call: Promise<unknown>): Promise<object> {
  try {
    const { $metadata: _, ...output } = (await call) as Record<string, unknown>;
    return output;
  } catch (error) {
    const { name, message } = error as Error;
    const { Item, $metadata } = error as { Item?: unknown; $metadata?: { httpStatusCode?: number } };
    return { name, message, Item, status: $metadata?.httpStatusCode };
  }
}

const dynamodb = operations.UpdateItem?.call as Calls;
const both = { SDK: withSdk, slim: withSlim };

describe.each(Object.entries(both))('of what went wrong, the %s client', (_, by) => {
  const refused = {
    statusCode: 400,
    body: {
      __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
      message: 'The conditional request failed',
      Item: { id: { S: 'a' }, owner: { S: 'b' } },
    },
  };
  const ok = { statusCode: 200, body: {} };

  it('rejects with the item that stood in the way, and asks once', async () => {
    const aws = await double([refused]);
    expect(await outcome(by(dynamodb))).toEqual({
      name: 'ConditionalCheckFailedException',
      message: 'The conditional request failed',
      Item: { id: { S: 'a' }, owner: { S: 'b' } },
      status: 400,
    });
    expect(aws.seen).toHaveLength(1);
  });

  it.each([
    [
      'is refused a right',
      { statusCode: 400, body: { __type: 'AccessDeniedException', Message: 'no' } },
      'AccessDeniedException',
      1,
    ],
    [
      'finds no such table',
      { statusCode: 400, body: { __type: 'a#ResourceNotFoundException', message: 'no' } },
      'ResourceNotFoundException',
      1,
    ],
    [
      'is throttled',
      { statusCode: 400, body: { __type: 'a#ThrottlingException', message: 'slow' } },
      'ThrottlingException',
      3,
    ],
    [
      'meets a table that is used up',
      { statusCode: 400, body: { __type: 'a#ProvisionedThroughputExceededException', message: 'slow' } },
      'ProvisionedThroughputExceededException',
      3,
    ],
    [
      'meets a failure',
      { statusCode: 500, body: { __type: 'a#InternalServerError', message: 'oh' } },
      'InternalServerError',
      3,
    ],
  ] as const)('names the error when it %s', async (_, answer, name, attempts) => {
    const aws = await double([answer]);
    expect(await outcome(by(dynamodb))).toMatchObject({ name, status: answer.statusCode });
    expect(aws.seen).toHaveLength(attempts);
    // Each of its own moment, and of the attempt's number.
    expect(aws.seen.map(({ headers }) => headers['amz-sdk-request'])).toEqual(
      Array.from({ length: attempts }, (_, n) => `attempt=${n + 1}; max=3`),
    );
    expect(new Set(aws.seen.map(({ headers }) => headers['amz-sdk-invocation-id'])).size).toBe(1);
  });

  it.each([
    ['no answer came', { cut: 'before' }],
    ['the answer was cut', { cut: 'within' }],
    ['a proxy in between failed', { statusCode: 502, body: '<html>' }],
    ['it was throttled', { statusCode: 429, body: { __type: 'TooManyRequestsException' } }],
  ] as const)('asks again when %s', async (_, answer) => {
    const aws = await double([answer, ok]);
    expect(await outcome(by(dynamodb))).toEqual({});
    expect(aws.seen).toHaveLength(2);
  });

  it('signs by the clock of the service once it was refused for its own', async () => {
    const date = 'Tue, 24 Nov 2026 13:00:00 GMT';
    const tooEarly = { __type: 'InvalidSignatureException', message: 'Signature not yet current' };
    const aws = await double([
      { statusCode: 400, body: tooEarly, headers: { date } },
      { statusCode: 200, headers: { date } },
    ]);
    expect(await outcome(by(dynamodb))).toEqual({});
    expect(aws.seen.map(({ headers }) => headers['x-amz-date'])).toEqual([
      '20261124T120000Z',
      '20261124T130000Z',
    ]);
  });

  it('does not ask again for a signature that is wrong by the right clock', async () => {
    const aws = await double([
      { statusCode: 400, body: { __type: 'InvalidSignatureException', message: 'does not match' } },
    ]);
    expect(await outcome(by(dynamodb))).toMatchObject({ name: 'InvalidSignatureException' });
    expect(aws.seen).toHaveLength(1);
  });
});

it.each(Object.entries(both))(
  'the %s client gives up an answer that does not come, and asks again',
  async (_, by) => {
    const aws = await double([{ hangs: true }, { statusCode: 200 }]);
    const impatient = { ...awsClient, requestHandler: { ...awsClient.requestHandler, requestTimeout: 400 } };
    const call: Calls = ({ DynamoDBClient, UpdateItemCommand }) =>
      new DynamoDBClient(impatient).send(new UpdateItemCommand(update));
    expect(await outcome(by(call))).toEqual({});
    expect(aws.seen).toHaveLength(2);
  },
);

it.each(Object.entries(both))('the %s client refuses that a message arrived as another', async (_, by) => {
  await double([{ statusCode: 200, body: { MessageId: 'm', MD5OfMessageBody: '0'.repeat(32) } }]);
  expect(await outcome(by(operations.SendMessage?.call as Calls))).toMatchObject({
    message: 'InvalidChecksumError',
  });
});

it('a slim client signs as the SDK does with its own sums', async () => {
  const aws = await double([{ statusCode: 200 }]);
  await withSlim(dynamodb);
  const [asked] = aws.seen;
  const authorization = `${asked?.headers.authorization}`;
  const signed = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(';') ?? [];
  expect(signed).toEqual(expect.arrayContaining(['content-length', 'host', 'x-amz-date', 'x-amz-target']));
  const again = await new SignatureV4({
    service: 'dynamodb',
    region: 'eu-central-1',
    credentials: {
      accessKeyId: 'AKIDEXAMPLE',
      secretAccessKey: 'example-secret',
      sessionToken: 'example-token',
    },
    sha256: Sha256,
    applyChecksum: false,
  }).sign(
    new HttpRequest({
      method: 'POST',
      headers: Object.fromEntries(signed.map((name) => [name, `${asked?.headers[name]}`])),
      body: JSON.stringify(asked?.body),
    }),
  );
  expect(authorization).toBe(again.headers.authorization);
});

it('a slim client keeps what the service answered out of what is printed of an error', async () => {
  const item = 'what the item holds';
  await double([{ statusCode: 400, body: { __type: 'a#ValidationException', note: item } }]);
  const error = await withSlim(dynamodb).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: 'ValidationException', $response: { statusCode: 400 } });
  expect(JSON.stringify(error)).not.toContain(item);
  expect(inspect(error)).not.toContain(item);
});

it('a slim client does not quote an answer that it cannot read, and asks again', async () => {
  const aws = await double([{ statusCode: 200, body: 'sk_live_1' }]);
  expect(await outcome(withSlim(dynamodb))).toMatchObject({
    name: 'TimeoutError',
    message: 'the answer is not JSON',
  });
  expect(aws.seen).toHaveLength(3);
});

it('outside of Lambda there is no slim client', () => {
  vi.stubEnv('AWS_REGION', '');
  expect(() => new slimDynamodb.DynamoDBClient(awsClient)).toThrow(
    'environment variable AWS_REGION is not set',
  );
});
