import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import { readDeadLetters } from '../../lib/cli/dead-letters/read-dead-letters.ts';
import { deadLetterQueueName, integrationName, topicName } from '../../lib/names.ts';
import { customerCreated } from '../fixtures/shop/functions/events/customer-created.ts';
import { interlock } from '../lib/cli/interlock.ts';
import { useLocalEnvironment } from './local-environment.ts';

const toWallet = 'customer-created-to-wallet';
const environment = useLocalEnvironment();
const { until } = environment;
let sns: SNSClient;
let sqs: SQSClient;

const event = (customerId: number, change: object = {}) => ({
  specversion: '1.0',
  id: `event-${customerId}`,
  source: 'urn:example:test',
  type: 'customer.created',
  time: '2026-11-24T09:30:00Z',
  subject: `${customerId}`,
  data: { ...customerCreated.example, customerId, email: `c${customerId}@example.com` },
  ...change,
});

const publish = (message: object) =>
  sns.send(
    new PublishCommand({
      TopicArn: environment.aws.topicArn(topicName('local')),
      Message: JSON.stringify(message),
    }),
  );

const queueUrl = (integration: string) => environment.aws.queueUrl(integrationName('local', integration));
const deadLettersUrl = (integration: string) =>
  environment.aws.queueUrl(deadLetterQueueName('local', integration));

/** Things that the third party holds under this external id. */
const held = (name: 'wallet' | 'gazette' | 'helpdesk', customerId: number) =>
  environment.standIns[name].journal.entities.filter(({ externalId }) => externalId === `${customerId}`)
    .length;

const valueAt = (name: 'wallet' | 'gazette', customerId: number) =>
  environment.standIns[name].journal.entities.find(({ externalId }) => externalId === `${customerId}`)?.value;

const quiet = (integration: string) =>
  until(`nothing waits for ${integration}`, () =>
    expect(environment.aws.pendingMessages([integrationName('local', integration)])).toBe(0),
  );

describe('deliveries through the local environment', () => {
  beforeAll(() => {
    sns = new SNSClient(environment.aws.client);
    sqs = new SQSClient({ ...environment.aws.client, useQueueUrlAsEndpoint: false });
  });

  it('give an event published twice at once one effect at every third party', async () => {
    await Promise.all([publish(event(1)), publish(event(1))]);
    await until('all third parties have customer 1', () =>
      expect([held('wallet', 1), held('gazette', 1), held('helpdesk', 1)]).toEqual([1, 1, 1]),
    );
    for (const name of [toWallet, 'customer-created-to-gazette', 'customer-created-to-helpdesk'])
      await quiet(name);
    expect([held('wallet', 1), held('gazette', 1), held('helpdesk', 1)]).toEqual([1, 1, 1]);
    expect(
      environment.standIns.wallet.journal.effects.filter(({ externalId }) => externalId === '1'),
    ).toHaveLength(1);
  });

  it('make each event that cannot be read a dead letter, and deliver its neighbours', async () => {
    const bad = {
      malformed: '{"id": ',
      'no id': JSON.stringify({ ...event(20), id: undefined }),
      'wrong type': JSON.stringify(event(21, { data: { ...event(21).data, customerId: 'x' } })),
      '256 KB': JSON.stringify(event(22, { data: { ...event(22).data, padding: 'x'.repeat(255_000) } })),
      'beyond 2^53': JSON.stringify(event(23)).replace('"customerId":23', '"customerId":9007199254740993'),
      'twice a key': JSON.stringify(event(24)).replace('"subject":"24"', '"subject":"24","subject":"25"'),
      prototype: JSON.stringify(event(26)).replace('"subject"', '"__proto__":{},"subject"'),
      deep: JSON.stringify(event(27)).replace(
        '"subject"',
        `"x":${'['.repeat(10_000)}${']'.repeat(10_000)},"subject"`,
      ),
    };
    const bodies = [...Object.values(bad).filter((body) => body.length < 100_000), JSON.stringify(event(28))];
    const entries = bodies.map((MessageBody, n) => ({ Id: `${n}`, MessageBody }));
    await sqs.send(new SendMessageBatchCommand({ QueueUrl: queueUrl(toWallet), Entries: entries }));
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(toWallet), MessageBody: bad['256 KB'] }));
    await until('Wallet has customer 28', () => expect(held('wallet', 28)).toBe(1));
    await quiet(toWallet);
    const letters = await readDeadLetters(sqs, deadLettersUrl(toWallet));
    expect(letters.map(({ diagnosis }) => diagnosis?.code)).toEqual(Array(8).fill('INVALID_EVENT'));
    expect(letters.map(({ diagnosis }) => diagnosis?.advice.split(' — ')[0]).sort()).toEqual([
      'data.customerId: expected number, got string',
      'data.customerId: is a number that readers would change; publish it as a string',
      'id: expected string, got nothing',
      'subject: stands twice in one object',
      expect.stringMatching(/^the event has \d+ bytes, at most 131072; publish a reference instead$/),
      'the event has the key "__proto__", which would change objects it is copied to',
      'the event is nested deeper than 64 levels',
      'the event is not JSON (7 characters); publish one CloudEvents object',
    ]);
    expect(held('wallet', 28)).toBe(1);
  });

  it('give a redriven dead letter one effect, however often it is redriven', async () => {
    const gazette = 'customer-created-to-gazette';
    environment.standIns.gazette.faults.add([{ kind: 'rejected', match: { bodyIncludes: 'c30@' } }]);
    await sqs.send(
      new SendMessageCommand({ QueueUrl: queueUrl(gazette), MessageBody: JSON.stringify(event(30)) }),
    );
    const receive = async () => {
      const answer = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl: deadLettersUrl(gazette),
          MessageAttributeNames: ['All'],
          WaitTimeSeconds: 1,
        }),
      );
      return answer.Messages?.[0];
    };
    const letter = await until('a dead letter comes', async () => (await receive()) ?? false);
    expect(JSON.parse(letter.MessageAttributes?.diagnosis?.StringValue ?? '{}')).toMatchObject({
      code: 'REQUEST_REJECTED',
      stage: 'attempt',
      attempts: 1,
      destination: 'gazette',
      statusCode: 400,
    });
    expect(held('gazette', 30)).toBe(0);
    const redriven = {
      QueueUrl: queueUrl(gazette),
      MessageBody: letter.Body,
      MessageAttributes: letter.MessageAttributes,
    };
    await sqs.send(new SendMessageCommand(redriven));
    await until('Gazette has customer 30', () => expect(held('gazette', 30)).toBe(1));
    await sqs.send(new SendMessageCommand(redriven));
    await quiet(gazette);
    const effects = environment.standIns.gazette.journal.effects.filter(
      ({ externalId }) => externalId === '30',
    );
    expect(effects).toHaveLength(1);
  });

  it('carry every character whole: to third parties, into a dead letter, and back from it', async () => {
    const company = 'Café 🚀 Ltd';
    environment.standIns.gazette.faults.add([{ kind: 'rejected', match: { bodyIncludes: 'c40@' } }]);
    await publish(event(40, { data: { ...event(40).data, company } }));
    await until('Wallet and Helpdesk have customer 40', () =>
      expect([held('wallet', 40), held('helpdesk', 40)]).toEqual([1, 1]),
    );
    const letters = () =>
      environment.aws.queues.inspect(deadLetterQueueName('local', 'customer-created-to-gazette')).ready;
    await until('a dead letter comes', () => letters().length > 0);
    expect(letters().map(({ body }) => JSON.parse(body).data.company)).toEqual([company]);

    const { endpoint } = environment.aws;
    const { code } = await interlock(['redrive', 'customer-created-to-gazette', '--all'], { endpoint });
    await until('Gazette has customer 40', () => expect(held('gazette', 40)).toBe(1));
    expect([code, letters()]).toEqual([0, []]);
    expect(valueAt('wallet', 40)).toMatchObject({ business_name: company });
    expect(valueAt('gazette', 40)).toMatchObject({ company });
  });
});
