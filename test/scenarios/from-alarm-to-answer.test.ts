/** Whoever an alarm wakes: from its text to the failing request and the third party's own words, in two commands at most. */

import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { describe, expect, it } from 'vitest';
import { loadStack } from '../../lib/local/aws/assembly.ts';
import { deadLetterQueueName, topicName } from '../../lib/names.ts';
import { customerCreated } from '../fixtures/shop/functions/events/customer-created.ts';
import { interlock } from '../lib/cli/interlock.ts';
import { useLocalEnvironment } from './local-environment.ts';

const environment = useLocalEnvironment();
const { until } = environment;

/** Text of each alarm by its name, as the alert shows it. */
const alarms = (): ReadonlyMap<string, string> => {
  const { template } = loadStack(environment.outDir, 'interlock-local');
  const found = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm');
  return new Map(
    found.map(({ Properties: { AlarmName, AlarmDescription } }) => [
      String(AlarmName).replace('interlock-local-', ''),
      typeof AlarmDescription === 'string' ? AlarmDescription : JSON.stringify(AlarmDescription),
    ]),
  );
};

/** What follows `npm run interlock --` in a text, as a person copies it. */
const commandIn = (text: string): string =>
  /npm run interlock -- ([^"\n`]+)/.exec(text)?.[1]?.trim() ?? 'none';

/** @param laterMs how much later whoever reads the alarm calls it */
const run = async (command: string, laterMs = 0) => {
  const { stdout, stderr } = await interlock(command.split(' '), {
    endpoint: environment.aws.endpoint,
    context: { now: () => Date.now() + laterMs },
  });
  return stdout + stderr;
};

const publish = (customerId: number) =>
  new SNSClient(environment.aws.client).send(
    new PublishCommand({
      TopicArn: environment.aws.topicArn(topicName('local')),
      Message: JSON.stringify({
        specversion: '1.0',
        id: `event-${customerId}`,
        source: 'urn:example:test',
        type: 'customer.created',
        time: '2026-11-24T09:30:00Z',
        subject: `${customerId}`,
        data: { ...customerCreated.example, customerId, email: `c${customerId}@example.com` },
      }),
    }),
  );

/** Who answers it is a third party: by the end of an alarm's name, whose words the second command has to show. */
const ofThirdParties = [
  'contract-drift',
  'contract-unchecked',
  'credentials-rejected',
  'dead-letters',
  'new-dead-letters',
  'rejected',
  'waiting',
  'waiting-days',
];

/** No request failed, but something of ours or of AWS: one command says where the event or the request lies, or what broke. */
const ofOurs = [
  'contract-watch-dead-letters',
  'contract-watch-errors',
  'errors',
  'failing-subscription',
  'invalid-bodies',
  'ledger-throttles',
  'lost-notifications',
  'supervisor-dead-letters',
  'supervisor-errors',
  'throttles',
  'undelivered',
  'unrouted',
  'unrouted-undelivered',
];

describe('from the text of an alarm', () => {
  const wallet = 'customer-created-to-wallet';
  const helpdesk = 'customer-created-to-helpdesk';
  const textOf = (name: string) => alarms().get(name) ?? 'no such alarm';

  it('each has its way here, and no other', () => {
    const ends = [...ofThirdParties, ...ofOurs].toSorted((a, b) => b.length - a.length);
    const found = [...alarms().keys()].map((name) =>
      ends.find((end) => name === end || name.endsWith(`-${end}`)),
    );
    expect([...new Set(found)].toSorted()).toEqual([...ofThirdParties, ...ofOurs].toSorted());
  });

  it.each(['dead-letters', 'new-dead-letters', 'rejected'])(
    '%s: to the request and the answer, as they were',
    async (end) => {
      environment.standIns.wallet.faults.add([{ kind: 'rejected', match: { externalId: '7' } }]);
      await publish(7);
      const queue = deadLetterQueueName('local', wallet);
      await until('it is a dead letter', () => expect(environment.aws.pendingMessages([queue])).toBe(1));
      const first = await run(commandIn(textOf(`${wallet}-${end}`)));
      const [, eventId = 'none'] = /like (\S+)/.exec(first) ?? [];
      const second = await run(`dead-letters show ${eventId}`);
      expect(second).toMatch(/^ {2}> POST http:\/\/127\.0\.0\.1:\d+\/v1\/customers$/m);
      expect(second).toContain('metadata[externalClientId]=7');
      expect(second).toContain('< {"error":{"message":"An unknown error occurred"');
    },
  );

  it.each(['waiting', 'waiting-days'])('%s: to the request that is refused, and why', async (end) => {
    environment.standIns.helpdesk.faults.add([{ kind: 'error-500', times: 100, match: { externalId: '8' } }]);
    await publish(8);
    await until('it was tried', () =>
      expect(
        environment.lines.some(
          ({ integration, eventId }) => integration === helpdesk && eventId === 'event-8',
        ),
      ).toBe(true),
    );
    // An hour later.
    const first = await run(commandIn(textOf(`${helpdesk}-${end}`)), 3_600_000);
    const second = await run(commandIn(first), 0);
    expect(second).toMatch(/event-8 .* POST {2}http:\S+\/contacts {2}500 .* server_error/);
    environment.standIns.helpdesk.faults.clear();
  });

  it('credentials-rejected: to what the third party said of the key', async () => {
    environment.standIns.gazette.faults.add([{ kind: 'unauthorized', times: 100 }]);
    await publish(9);
    const first = () => run(commandIn(textOf('credentials-rejected')));
    await until('it is parked', async () => expect(await first()).toContain('gazette is parked since'));
    expect(await first()).toMatch(/gazette is parked since \S+: .*401/);
    environment.standIns.gazette.faults.clear();
  });

  it('contract-drift: to what changed', async () => {
    environment.standIns.helpdesk.setDrift({ kind: 'field-gone', path: '$.email', match: { path: '/me' } });
    await environment.aws.fireRule('interlock-local-contract-watch');
    await until('it is told', async () =>
      expect(await run(commandIn(textOf('contract-drift')))).toMatch(
        /helpdesk {2}breaking {2}probe 200: \$\.email is gone \(was string\(email\)\)/,
      ),
    );
  });

  it('contract-unchecked: to what it answers now', async () => {
    const first = await run(commandIn(textOf('wallet-contract-unchecked')));
    expect(first).toMatch(/authenticated +probe +200 +application\/json/);
  });
});
