import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixtureTemplate } from '../../../fixtures/fixture-template.ts';
import { idOf, nameAt, propertiesOf } from '../../../fixtures/template-resources.ts';

let template: Template;

beforeAll(() => {
  template = fixtureTemplate('dev');
});

interface Query {
  readonly Expression?: string;
  readonly MetricStat?: { readonly Metric: { readonly MetricName: string } };
}

const alarms = () =>
  Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
const alarm = (name: string) => alarms().find(({ AlarmName }) => AlarmName === `interlock-dev-${name}`);

describe('the alarms', () => {
  it('are there from the first deployment: twelve of the environment, one of each destination, two of ten integrations, six of each', () => {
    const ofIntegration = (name: string) =>
      ['dead-letters', 'errors', 'new-dead-letters', 'rejected', 'waiting', 'waiting-days'].map(
        (kind) => `interlock-dev-${name}-${kind}`,
      );
    expect(
      alarms()
        .map(({ AlarmName }) => AlarmName)
        .sort(),
    ).toEqual(
      [
        'interlock-dev-billing-contract-unchecked',
        'interlock-dev-contract-drift',
        'interlock-dev-contract-watch-dead-letters',
        'interlock-dev-contract-watch-errors',
        'interlock-dev-credentials-rejected',
        'interlock-dev-failing-subscription',
        'interlock-dev-invalid-bodies',
        'interlock-dev-ledger-throttles',
        'interlock-dev-lost-notifications',
        'interlock-dev-supervisor-dead-letters',
        'interlock-dev-supervisor-errors',
        'interlock-dev-support-contract-unchecked',
        'interlock-dev-throttles',
        'interlock-dev-undelivered',
        'interlock-dev-unrouted',
        'interlock-dev-unrouted-undelivered',
        ...ofIntegration('order-paid-to-billing'),
        ...ofIntegration('order-placed-to-billing'),
        ...ofIntegration('order-placed-to-support'),
      ].sort(),
    );
  });

  it('ring at the first occurrence, on the alerts topic, and stay quiet while there is nothing to count', () => {
    const alertsTopic = idOf(template, 'AWS::SNS::Topic', { TopicName: 'interlock-dev-alerts' });
    template.allResourcesProperties('AWS::CloudWatch::Alarm', {
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [{ Ref: alertsTopic }],
    });
    const late = alarms().filter(({ Threshold }) => Threshold !== 1);
    expect(late.map(({ AlarmName }) => AlarmName).every((name) => /-waiting(-days)?$/.test(name))).toBe(true);
    const slow = alarms().filter(({ EvaluationPeriods }) => EvaluationPeriods !== 1);
    expect(
      slow.every(({ AlarmName }) =>
        /-(credentials-rejected|contract-unchecked|ledger-throttles|waiting|waiting-days|new-dead-letters)$/.test(
          AlarmName,
        ),
      ),
    ).toBe(true);
  });

  it('look at what lies in the dead-letter queue, and say which command shows it', () => {
    const queue = idOf(template, 'AWS::SQS::Queue', {
      QueueName: 'interlock-dev-order-placed-to-billing-dead-letters',
    });
    expect(alarm('order-placed-to-billing-dead-letters')).toMatchObject({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue, 'QueueName'] } }],
      Statistic: 'Maximum',
      Period: 60,
      AlarmDescription:
        'order-placed-to-billing gave up on an event; it waits in the dead-letter queue with its diagnosis. ' +
        'Run: npm run interlock -- dead-letters order-placed-to-billing --env dev',
    });
  });

  it('ring when an event has waited for an hour, however often it came back meanwhile', () => {
    const { Metrics, ...waiting } = alarm('order-placed-to-billing-waiting') ?? {};
    expect(waiting).toMatchObject({ Threshold: 3_600_000, EvaluationPeriods: 4, DatapointsToAlarm: 1 });
    // Either age alone is enough: in an array of metric math what is missing does not count.
    expect(
      Metrics?.map(({ Expression, MetricStat }: Query) => Expression ?? MetricStat?.Metric.MetricName),
    ).toEqual(['MAX([1000 * queued, waiting])', 'ApproximateAgeOfOldestMessage', 'WaitingAgeMs']);
  });

  it('ring again when an event has waited for a quarter of the time that its queue keeps it', () => {
    const [queue] = propertiesOf(template, 'AWS::SQS::Queue').filter(
      ({ QueueName }) => QueueName === 'interlock-dev-order-placed-to-billing',
    );
    const { Threshold } = alarm('order-placed-to-billing-waiting-days') ?? {};
    expect(Threshold).toBe((Number(queue?.MessageRetentionPeriod) * 1_000) / 4);
  });

  it('look at every queue that no function receives from: nothing may lie there unheard', () => {
    const consumed = propertiesOf(template, 'AWS::Lambda::EventSourceMapping').map(({ EventSourceArn }) =>
      nameAt(template, EventSourceArn),
    );
    const last = propertiesOf(template, 'AWS::SQS::Queue')
      .map(({ QueueName }) => String(QueueName))
      .filter((name) => !consumed.includes(name));
    // Of an alarm by itself, or one of those whose greatest is looked at.
    const looked = alarms().flatMap(({ Metrics, ...alone }) =>
      /^MAX\(/.test(Metrics?.[0].Expression)
        ? Metrics.slice(1).map(({ MetricStat }: Required<Query>) => ({ ...alone, ...MetricStat.Metric }))
        : [alone],
    );
    const watched = looked
      .filter(
        ({ MetricName, Threshold }) => MetricName === 'ApproximateNumberOfMessagesVisible' && Threshold === 1,
      )
      .map(({ Dimensions }) => nameAt(template, Dimensions[0].Value));
    expect(last).toHaveLength(10);
    expect(watched.sort()).toEqual(last.sort());
  });

  it('ring when credentials are rejected for a quarter of an hour: before that the supervisor has told of it', () => {
    expect(alarm('credentials-rejected')).toMatchObject({
      Metrics: [
        {
          Expression:
            'SELECT SUM(CredentialsRejected) FROM SCHEMA("Interlock", integration, environment) ' +
            "WHERE environment = 'dev' GROUP BY integration ORDER BY SUM() DESC",
          Period: 300,
        },
      ],
      EvaluationPeriods: 3,
      Threshold: 1,
      AlarmDescription:
        'A third party has rejected the credentials of the integration that the alarm names for a quarter of an hour, and parking has not stopped it. ' +
        'Run: npm run interlock -- status --env dev',
    });
  });

  it('ring once for a destination that answers otherwise than its contract says, and name what shows it', () => {
    expect(alarm('contract-drift')).toMatchObject({
      Metrics: [
        {
          Expression:
            'SELECT SUM(ContractDrift) FROM SCHEMA("Interlock", destination, environment) ' +
            "WHERE environment = 'dev' GROUP BY destination ORDER BY SUM() DESC",
          Period: 300,
        },
      ],
      EvaluationPeriods: 1,
      Threshold: 1,
      AlarmDescription:
        'The destination that the alarm names answers otherwise than its recorded contract says; the line contract.drifted names what changed. ' +
        'Run: npm run interlock -- drifts --env dev',
    });
  });

  it('ring when three daily looks in a row came to nothing, within the week that CloudWatch looks back', () => {
    const unchecked = alarm('billing-contract-unchecked');
    expect(unchecked).toMatchObject({
      Namespace: 'Interlock',
      MetricName: 'ContractUnchecked',
      Dimensions: [
        { Name: 'destination', Value: 'billing' },
        { Name: 'environment', Value: 'dev' },
      ],
      Statistic: 'Maximum',
      Period: 43_200,
      EvaluationPeriods: 7,
      DatapointsToAlarm: 3,
      Threshold: 1,
      AlarmDescription:
        'For three days nobody could tell whether billing keeps its contract; the line contract.unchecked says why. ' +
        'Run: npm run interlock -- probe billing --env dev',
    });
    expect(unchecked?.Period * unchecked?.EvaluationPeriods).toBeLessThanOrEqual(7 * 86_400);
  });

  it('ring when the ledger refuses writes for a quarter of an hour: before that auto scaling may follow', () => {
    const table = idOf(template, 'AWS::DynamoDB::Table');
    expect(alarm('ledger-throttles')).toMatchObject({
      Namespace: 'AWS/DynamoDB',
      MetricName: 'WriteThrottleEvents',
      Dimensions: [{ Name: 'TableName', Value: { Ref: table } }],
      Statistic: 'Sum',
      Period: 300,
      EvaluationPeriods: 3,
      AlarmDescription:
        'DynamoDB has refused writes of the ledger for a quarter of an hour: deliveries wait, and some may end as OUTCOME_UNKNOWN. ' +
        'Run: npm run interlock -- status --env dev',
    });
  });

  it.each([
    ['failing-subscription', 'NumberOfNotificationsFailed'],
    ['lost-notifications', 'NumberOfNotificationsFailedToRedriveToDlq'],
    ['invalid-bodies', 'NumberOfNotificationsFilteredOut-InvalidMessageBody'],
  ])('watch the events topic: %s', (name, metric) => {
    const topic = idOf(template, 'AWS::SNS::Topic', { TopicName: 'interlock-dev-events' });
    expect(alarm(name)).toMatchObject({
      Namespace: 'AWS/SNS',
      MetricName: metric,
      Dimensions: [{ Name: 'TopicName', Value: { 'Fn::GetAtt': [topic, 'TopicName'] } }],
    });
  });

  it('each say what to run', () => {
    for (const { AlarmDescription } of alarms()) {
      expect(JSON.stringify(AlarmDescription)).toMatch(/Run: npm run interlock -- [a-z -]+ --env dev/);
    }
  });
});
