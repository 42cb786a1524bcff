import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { fixtureTemplate } from './fixture-template.ts';

let template: Template;

beforeAll(() => {
  template = fixtureTemplate('dev');
});

const alarms = () =>
  Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
const alarm = (name: string) => alarms().find(({ AlarmName }) => AlarmName === `interlock-dev-${name}`);

describe('the alarms', () => {
  it('are there from the first deployment: six of the environment, five of each integration', () => {
    const ofIntegration = (name: string) =>
      ['credentials-rejected', 'dead-letters', 'errors', 'throttles', 'undelivered'].map(
        (kind) => `interlock-dev-${name}-${kind}`,
      );
    expect(
      alarms()
        .map(({ AlarmName }) => AlarmName)
        .sort(),
    ).toEqual(
      [
        'interlock-dev-failing-subscription',
        'interlock-dev-invalid-bodies',
        'interlock-dev-lost-notifications',
        'interlock-dev-supervisor-dead-letters',
        'interlock-dev-supervisor-errors',
        'interlock-dev-unrouted',
        ...ofIntegration('order-paid-to-billing'),
        ...ofIntegration('order-placed-to-billing'),
        ...ofIntegration('order-placed-to-support'),
      ].sort(),
    );
  });

  it('ring at the first occurrence, on the alerts topic, and stay quiet while there is nothing to count', () => {
    const [alertsTopic] = Object.keys(
      template.findResources('AWS::SNS::Topic', { Properties: { TopicName: 'interlock-dev-alerts' } }),
    );
    template.allResourcesProperties('AWS::CloudWatch::Alarm', {
      Threshold: 1,
      EvaluationPeriods: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
      AlarmActions: [{ Ref: alertsTopic }],
    });
  });

  it('look at what lies in the dead-letter queue, and say which command shows it', () => {
    const [queue] = Object.keys(
      template.findResources('AWS::SQS::Queue', {
        Properties: { QueueName: 'interlock-dev-order-placed-to-billing-dead-letters' },
      }),
    );
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

  it('ring within a minute of rejected credentials, on the metric that the function writes', () => {
    expect(alarm('order-placed-to-billing-credentials-rejected')).toMatchObject({
      Namespace: 'Interlock',
      MetricName: 'CredentialsRejected',
      Dimensions: [{ Name: 'integration', Value: 'order-placed-to-billing' }],
      Statistic: 'Sum',
      Period: 60,
      AlarmDescription:
        'billing rejected the credentials of order-placed-to-billing: its events wait, none is lost. ' +
        'Run: npm run interlock -- secret set billing --env dev',
    });
  });

  it.each([
    ['failing-subscription', 'NumberOfNotificationsFailed'],
    ['lost-notifications', 'NumberOfNotificationsFailedToRedriveToDlq'],
    ['invalid-bodies', 'NumberOfNotificationsFilteredOut-InvalidMessageBody'],
  ])('watch the events topic: %s', (name, metric) => {
    const [topic] = Object.keys(
      template.findResources('AWS::SNS::Topic', { Properties: { TopicName: 'interlock-dev-events' } }),
    );
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
