import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startLocalAws } from '../../../../lib/local/aws/start-local-aws.ts';

let assemblyDir: string;
beforeEach(() => {
  assemblyDir = mkdtempSync(join(tmpdir(), 'local-aws-'));
});
afterEach(() => rmSync(assemblyDir, { recursive: true }));

function start(resources: object, files: object = {}) {
  writeFileSync(join(assemblyDir, 'stack.template.json'), JSON.stringify({ Resources: resources }));
  writeFileSync(join(assemblyDir, 'stack.assets.json'), JSON.stringify({ files }));
  return startLocalAws({ assemblyDir, stackName: 'stack', port: 0, secrets: {} });
}

const role = { Type: 'AWS::IAM::Role', Properties: {} };
const worker = (properties = {}) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    FunctionName: 'worker',
    Role: { 'Fn::GetAtt': ['Role', 'Arn'] },
    Handler: 'handler.handler',
    Runtime: 'nodejs24.x',
    Code: { S3Key: 'abc.zip' },
    ...properties,
  },
});
const queue = (properties = {}) => ({
  Type: 'AWS::SQS::Queue',
  Properties: { QueueName: 'queue', ...properties },
});
const mapping = (properties = {}) => ({
  Type: 'AWS::Lambda::EventSourceMapping',
  Properties: {
    EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
    FunctionName: { Ref: 'Worker' },
    ...properties,
  },
});
const bundled = { abc: { source: { path: 'asset.abc' } } };

describe('a template that cannot run here', () => {
  it.each([
    [
      'an unknown resource type',
      { X: { Type: 'AWS::Kinesis::Stream' } },
      {},
      'X: the local AWS does not know the resource type AWS::Kinesis::Stream',
    ],
    [
      'an unknown intrinsic',
      { Queue: queue({ DelaySeconds: { 'Fn::Cidr': [] } }) },
      {},
      'intrinsic function Fn::Cidr',
    ],
    ['an attribute out of range', { Queue: queue({ VisibilityTimeout: 43_201 }) }, {}, 'VisibilityTimeout'],
    ['an asset that is not there', { Role: role, Worker: worker() }, {}, 'asset abc.zip is not in'],
    [
      'an asset that was not bundled',
      { Role: role, Worker: worker() },
      { abc: { source: { path: '..' } } },
      'outside of',
    ],
    [
      'a managed policy',
      { Role: { ...role, Properties: { ManagedPolicyArns: ['arn:aws:iam::aws:policy/Admin'] } } },
      {},
      'managed policy arn:aws:iam::aws:policy/Admin',
    ],
    [
      'a visibility timeout shorter than the function',
      { Role: role, Worker: worker({ Timeout: 31 }), Queue: queue(), Mapping: mapping() },
      bundled,
      'visibility timeout 30 s of queue is less than function timeout 31 s',
    ],
    [
      'filter criteria of a mapping',
      { Role: role, Worker: worker(), Queue: queue(), Mapping: mapping({ FilterCriteria: {} }) },
      bundled,
      'FilterCriteria',
    ],
  ])('is refused: %s', async (_what, resources, files, problem) => {
    await expect(start(resources, files)).rejects.toThrow(problem);
  });

  it('is refused when it is not there', async () => {
    await expect(startLocalAws({ assemblyDir, stackName: 'stack', port: 0, secrets: {} })).rejects.toThrow(
      'no stack.template.json',
    );
  });
});

describe('a table with capacity and auto scaling', () => {
  it('is made, and nothing scales', async () => {
    const aws = await start({
      Ledger: {
        Type: 'AWS::DynamoDB::Table',
        Properties: {
          TableName: 'ledger',
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          BillingMode: 'PROVISIONED',
          ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
        },
      },
      Target: {
        Type: 'AWS::ApplicationAutoScaling::ScalableTarget',
        Properties: { ResourceId: { 'Fn::Join': ['', ['table/', { Ref: 'Ledger' }]] }, MinCapacity: 1 },
      },
      Policy: {
        Type: 'AWS::ApplicationAutoScaling::ScalingPolicy',
        Properties: { ScalingTargetId: { Ref: 'Target' } },
      },
    });
    const Item = { id: { S: 'one' } };
    const client = new DynamoDBClient(aws.client);
    await client.send(new PutItemCommand({ TableName: 'ledger', Item }));
    expect(await client.send(new ScanCommand({ TableName: 'ledger' }))).toMatchObject({ Items: [Item] });
    await aws.stop();
  });
});

describe('names that the template does not give', () => {
  it('are made of the stack and the logical id', async () => {
    const aws = await start({ Topic: { Type: 'AWS::SNS::Topic' }, Queue: { Type: 'AWS::SQS::Queue' } });
    expect(aws.topicArn('stack-Topic')).toBe('arn:aws:sns:us-east-1:000000000000:stack-Topic');
    expect(aws.queueUrl('stack-Queue')).toBe(`${aws.endpoint}/000000000000/stack-Queue`);
    expect(() => aws.queueUrl('other')).toThrow('no queue other: there are stack-Queue');
    expect(() => aws.topicArn('other')).toThrow('no topic other: there are stack-Topic');
    await aws.stop();
  });
});
