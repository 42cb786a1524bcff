import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LocalAws } from '../../../../lib/local/aws/local-aws.ts';
import { parseRate } from '../../../../lib/local/aws/rules.ts';
import { startLocalAws } from '../../../../lib/local/aws/start-local-aws.ts';

let assemblyDir: string;
let aws: LocalAws | undefined;
const errors: unknown[] = [];
beforeEach(() => {
  assemblyDir = mkdtempSync(join(tmpdir(), 'local-aws-'));
  errors.length = 0;
});
afterEach(async () => {
  await aws?.stop();
  aws = undefined;
  rmSync(assemblyDir, { recursive: true });
});

async function start(resources: object): Promise<LocalAws> {
  writeFileSync(join(assemblyDir, 'stack.template.json'), JSON.stringify({ Resources: resources }));
  writeFileSync(join(assemblyDir, 'stack.assets.json'), '{"files":{}}');
  const onError = (error: unknown) => errors.push(error);
  aws = await startLocalAws({ assemblyDir, stackName: 'stack', port: 0, secrets: {}, onError });
  return aws;
}

const queue = (name: string) => ({ Type: 'AWS::SQS::Queue', Properties: { QueueName: name } });
const arnOf = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });
/** Lets the rule, and nothing else of EventBridge, send to the queue. */
const policy = (queueId: string) => ({
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [{ Ref: queueId }],
    PolicyDocument: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'sqs:SendMessage',
          Resource: arnOf(queueId),
          Condition: { ArnEquals: { 'aws:SourceArn': arnOf('Rule') } },
        },
      ],
    },
  },
});
const rule = (target: object = {}, properties: object = {}) => ({
  Type: 'AWS::Events::Rule',
  Properties: {
    Name: 'clock',
    ScheduleExpression: 'rate(5 minutes)',
    State: 'ENABLED',
    Targets: [{ Id: 'Target0', Arn: arnOf('Queue'), Input: '{"ask":"look"}', ...target }],
    ...properties,
  },
});
const bodies = (name: string) => aws?.queues.inspect(name).ready.map(({ body }) => body);

describe('a rule with a rate', () => {
  it('sends its input to the queue whose policy lets it', async () => {
    const { fireRule } = await start({ Queue: queue('queue'), Rule: rule(), Policy: policy('Queue') });
    expect(bodies('queue')).toEqual([]);
    await fireRule('clock');
    expect(bodies('queue')).toEqual(['{"ask":"look"}']);
  });

  it('gives what the queue refuses to the dead-letter queue of the target', async () => {
    const { fireRule } = await start({
      Queue: queue('queue'),
      Lost: queue('lost'),
      Rule: rule({ DeadLetterConfig: { Arn: arnOf('Lost') }, RetryPolicy: {} }),
      Policy: policy('Lost'),
    });
    await fireRule('clock');
    expect([bodies('queue'), bodies('lost'), errors]).toEqual([[], ['{"ask":"look"}'], []]);
  });

  it('tells what nobody lets it send', async () => {
    const { fireRule } = await start({ Queue: queue('queue'), Rule: rule() });
    await fireRule('clock');
    expect([bodies('queue'), String(errors)]).toEqual([[], 'Error: rule clock lost an event']);
  });

  it.each([
    ['a property that is not known', rule({}, { EventPattern: {} }), 'EventPattern'],
    ['a target property that is not known', rule({ RoleArn: 'x' }), 'RoleArn'],
    [
      'a target that is no queue',
      rule({ Arn: 'arn:aws:lambda:x' }),
      'the local EventBridge sends to SQS only',
    ],
    ['a cron schedule', rule({}, { ScheduleExpression: 'cron(0 12 * * ? *)' }), 'not cron(0 12 * * ? *)'],
  ])('is refused with %s', async (_what, refused, problem) => {
    await expect(start({ Queue: queue('queue'), Rule: refused })).rejects.toThrow(problem);
  });

  it('is named when there is no such rule', async () => {
    const { fireRule } = await start({ Queue: queue('queue'), Rule: rule() });
    await expect(fireRule('other')).rejects.toThrow('no rule other: there are clock');
  });
});

it('reads rates in minutes, hours and days', () => {
  expect(['rate(1 minute)', 'rate(5 minutes)', 'rate(2 hours)', 'rate(1 day)'].map(parseRate)).toEqual([
    60_000, 300_000, 7_200_000, 86_400_000,
  ]);
  expect(() => parseRate('rate(0 minutes)')).toThrow('schedules like rate(5 minutes)');
});

it('remembers what was published to a topic', async () => {
  const { client, topicArn, published } = await start({
    Alerts: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'alerts' } },
  });
  const TopicArn = topicArn('alerts');
  await new SNSClient(client).send(new PublishCommand({ TopicArn, Subject: 'one', Message: 'first' }));
  await new SNSClient(client).send(new PublishCommand({ TopicArn, Message: 'second' }));
  expect(published('alerts')).toEqual([
    { subject: 'one', message: 'first', attributes: {} },
    { message: 'second', attributes: {} },
  ]);
  expect(() => published('other')).toThrow('no topic other: there are alerts');
});
