/** All queues and all log groups as tables: how long each keeps what it holds, and what else is said of it. */
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { type EnvironmentName, environmentNames } from '../../../lib/environments.ts';
import { fixtureTemplate } from '../../fixtures/fixture-template.ts';
import { nameAt, propertiesOf } from '../../fixtures/template-resources.ts';

let templates: Record<EnvironmentName, Template>;
beforeAll(() => {
  const [local, dev, staging, prod] = environmentNames.map((name) => fixtureTemplate(name));
  templates = { local, dev, staging, prod } as Record<EnvironmentName, Template>;
});

interface Redrive {
  readonly deadLetterTargetArn: unknown;
  readonly maxReceiveCount: number;
}

/** By name, without what every name of the environment begins with. */
const queuesOf = (environment: EnvironmentName) =>
  propertiesOf(templates[environment], 'AWS::SQS::Queue').map(
    (queue) => [String(queue.QueueName).replace(`interlock-${environment}-`, ''), queue] as const,
  );

const deadLettersOf = (template: Template, redrive: unknown) => {
  if (redrive === undefined) return 'no dead letters';
  const { deadLetterTargetArn, maxReceiveCount } = redrive as Redrive;
  const name = nameAt(template, deadLetterTargetArn).replace('interlock-prod-', '');
  return `to ${name} after ${maxReceiveCount} receives`;
};

describe('the queues', () => {
  it('keep each message for 14 days, in every environment, whoever or nobody reads them', () => {
    for (const environment of environmentNames) {
      const days = queuesOf(environment).map(([name, queue]) => [
        name,
        Number(queue.MessageRetentionPeriod) / 86_400,
      ]);
      expect(Object.fromEntries(days), environment).toEqual({
        'contract-watch': 14,
        'contract-watch-dead-letters': 14,
        'order-paid-to-billing': 14,
        'order-paid-to-billing-dead-letters': 14,
        'order-paid-to-billing-undelivered': 14,
        'order-placed-to-billing': 14,
        'order-placed-to-billing-dead-letters': 14,
        'order-placed-to-billing-undelivered': 14,
        'order-placed-to-support': 14,
        'order-placed-to-support-dead-letters': 14,
        'order-placed-to-support-undelivered': 14,
        supervisor: 14,
        'supervisor-dead-letters': 14,
        unrouted: 14,
        'unrouted-undelivered': 14,
      });
    }
  });

  it('say each how long they hide a message, how large it may be, and where it ends', () => {
    const rows = queuesOf('prod').map(([name, queue]) => [
      name,
      [
        `hidden ${queue.VisibilityTimeout ?? 'as by default'}`,
        `bytes ${queue.MaximumMessageSize ?? 'as by default'}`,
        deadLettersOf(templates.prod, queue.RedrivePolicy),
      ].join(', '),
    ]);
    const unread = 'hidden as by default, bytes 1048576, no dead letters';
    expect(Object.fromEntries(rows)).toEqual({
      'contract-watch': 'hidden 270, bytes as by default, to contract-watch-dead-letters after 2 receives',
      'contract-watch-dead-letters': unread,
      'order-paid-to-billing':
        'hidden 211, bytes 262144, to order-paid-to-billing-dead-letters after 1000 receives',
      'order-paid-to-billing-dead-letters': unread,
      'order-paid-to-billing-undelivered': unread,
      'order-placed-to-billing':
        'hidden 211, bytes 262144, to order-placed-to-billing-dead-letters after 1000 receives',
      'order-placed-to-billing-dead-letters': unread,
      'order-placed-to-billing-undelivered': unread,
      'order-placed-to-support':
        'hidden 331, bytes 262144, to order-placed-to-support-dead-letters after 1000 receives',
      'order-placed-to-support-dead-letters': unread,
      'order-placed-to-support-undelivered': unread,
      supervisor: 'hidden 147, bytes as by default, to supervisor-dead-letters after 5 receives',
      'supervisor-dead-letters': unread,
      unrouted: unread,
      'unrouted-undelivered': unread,
    });
  });
});

describe('the log groups', () => {
  it.each([
    ['local', 14],
    ['dev', 30],
    ['staging', 30],
    ['prod', 90],
  ] as const)('of %s keep each line for %i days, whichever function wrote it', (environment, days) => {
    const rows = propertiesOf(templates[environment], 'AWS::Logs::LogGroup').map(
      ({ LogGroupName, RetentionInDays }) => [LogGroupName, RetentionInDays],
    );
    expect(Object.fromEntries(rows)).toEqual({
      [`/interlock/${environment}/contract-watch`]: days,
      [`/interlock/${environment}/order-paid-to-billing`]: days,
      [`/interlock/${environment}/order-placed-to-billing`]: days,
      [`/interlock/${environment}/order-placed-to-support`]: days,
      [`/interlock/${environment}/supervisor`]: days,
    });
  });
});
