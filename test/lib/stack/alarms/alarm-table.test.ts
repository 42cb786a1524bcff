/** All alarms as one table: what each looks at, and what makes it ring. */
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EnvironmentName } from '../../../../lib/environments.ts';
import { fixtureTemplate } from '../../../fixtures/fixture-template.ts';
import { nameAt, propertiesOf } from '../../../fixtures/template-resources.ts';

interface Alarm {
  readonly AlarmName: string;
  readonly AlarmDescription: unknown;
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
  readonly Statistic: string;
  readonly Period: number;
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly AlarmActions: readonly unknown[];
}

/** By name, without what every name of the environment begins with: what it looks at, how, and what rings. */
function tableOf(environment: EnvironmentName): Record<string, readonly string[]> {
  const template = fixtureTemplate(environment);
  const prefix = `interlock-${environment}-`;
  const rows = (propertiesOf(template, 'AWS::CloudWatch::Alarm') as unknown as readonly Alarm[]).map(
    (alarm) => [alarm.AlarmName.replace(prefix, ''), rowOf(template, alarm, prefix)] as const,
  );
  expect(new Set(rows.map(([name]) => name)).size).toBe(rows.length);
  return Object.fromEntries(rows);
}

function rowOf(template: Template, alarm: Alarm, prefix: string): readonly string[] {
  const { AlarmName, AlarmDescription, Namespace, MetricName, Dimensions, Statistic, Period, ...more } =
    alarm;
  const { Threshold, EvaluationPeriods, DatapointsToAlarm = EvaluationPeriods, ...all } = more;
  // The same for each of them, and nothing else is said.
  expect(
    { ...all, AlarmActions: all.AlarmActions.map((action) => nameAt(template, action)) },
    AlarmName,
  ).toEqual({
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [`${prefix}alerts`],
  });
  const dimensions = Dimensions.map(
    ({ Name, Value }) => `${Name}=${nameAt(template, Value).replace(prefix, '')}`,
  );
  return [
    `${Namespace} ${MetricName} of ${dimensions.join(', ')}`,
    `${Statistic} in ${Period} s`,
    `${Threshold} in ${DatapointsToAlarm} of ${EvaluationPeriods}`,
  ];
}

let ofDev: Record<string, readonly string[]>;
beforeAll(() => {
  ofDev = tableOf('dev');
});

describe('the alarms', () => {
  it('look each at a metric of its own, by the statistic and period that it needs, and ring when it is time', () => {
    expect(ofDev).toEqual({
      'billing-contract-drift': [
        'Interlock ContractDrift of destination=billing',
        'Sum in 300 s',
        '1 in 1 of 1',
      ],
      'billing-contract-unchecked': [
        'Interlock ContractUnchecked of destination=billing',
        'Maximum in 43200 s',
        '1 in 3 of 7',
      ],
      'contract-watch-dead-letters': [
        'AWS/SQS ApproximateNumberOfMessagesVisible of QueueName=contract-watch-dead-letters',
        'Maximum in 60 s',
        '1 in 1 of 1',
      ],
      'contract-watch-errors': [
        'AWS/Lambda Errors of FunctionName=contract-watch',
        'Sum in 300 s',
        '1 in 1 of 1',
      ],
      'failing-subscription': [
        'AWS/SNS NumberOfNotificationsFailed of TopicName=events',
        'Sum in 60 s',
        '1 in 1 of 1',
      ],
      'invalid-bodies': [
        'AWS/SNS NumberOfNotificationsFilteredOut-InvalidMessageBody of TopicName=events',
        'Sum in 60 s',
        '1 in 1 of 1',
      ],
      'ledger-throttles': [
        'AWS/DynamoDB WriteThrottleEvents of TableName=ledger',
        'Sum in 300 s',
        '1 in 3 of 3',
      ],
      'lost-notifications': [
        'AWS/SNS NumberOfNotificationsFailedToRedriveToDlq of TopicName=events',
        'Sum in 60 s',
        '1 in 1 of 1',
      ],
      'order-paid-to-billing-credentials-rejected': [
        'Interlock CredentialsRejected of integration=order-paid-to-billing',
        'Sum in 300 s',
        '1 in 3 of 3',
      ],
      'order-paid-to-billing-dead-letters': [
        'AWS/SQS ApproximateNumberOfMessagesVisible of QueueName=order-paid-to-billing-dead-letters',
        'Maximum in 60 s',
        '1 in 1 of 1',
      ],
      'order-paid-to-billing-errors': [
        'AWS/Lambda Errors of FunctionName=order-paid-to-billing',
        'Sum in 300 s',
        '1 in 1 of 1',
      ],
      'order-paid-to-billing-throttles': [
        'AWS/Lambda Throttles of FunctionName=order-paid-to-billing',
        'Sum in 300 s',
        '1 in 1 of 1',
      ],
      'order-paid-to-billing-undelivered': [
        'AWS/SQS ApproximateNumberOfMessagesVisible of QueueName=order-paid-to-billing-undelivered',
        'Maximum in 60 s',
        '1 in 1 of 1',
      ],
      'order-paid-to-billing-waiting': [
        'Interlock WaitingAgeMs of integration=order-paid-to-billing',
        'Maximum in 900 s',
        '3600000 in 1 of 1',
      ],
      'order-placed-to-billing-credentials-rejected': [
        'Interlock CredentialsRejected of integration=order-placed-to-billing',
        'Sum in 300 s',
        '1 in 3 of 3',
      ],
      'order-placed-to-billing-dead-letters': [
        'AWS/SQS ApproximateNumberOfMessagesVisible of QueueName=order-placed-to-billing-dead-letters',
        'Maximum in 60 s',
        '1 in 1 of 1',
      ],
      'order-placed-to-billing-errors': [
        'AWS/Lambda Errors of FunctionName=order-placed-to-billing',
        'Sum in 300 s',
        '1 in 1 of 1',
      ],
      'order-placed-to-billing-throttles': [
        'AWS/Lambda Throttles of FunctionName=order-placed-to-billing',
        'Sum in 300 s',
        '1 in 1 of 1',
      ],
      'order-placed-to-billing-undelivered': [
        'AWS/SQS ApproximateNumberOfMessagesVisible of QueueName=order-placed-to-billing-undelivered',
        'Maximum in 60 s',
        '1 in 1 of 1',
      ],
      'order-placed-to-billing-waiting': [
        'Interlock WaitingAgeMs of integration=order-placed-to-billing',
        'Maximum in 900 s',
        '3600000 in 1 of 1',
      ],
      'order-placed-to-support-credentials-rejected': [
        'Interlock CredentialsRejected of integration=order-placed-to-support',
        'Sum in 300 s',
        '1 in 3 of 3',
      ],
      'order-placed-to-support-dead-letters': [
        'AWS/SQS ApproximateNumberOfMessagesVisible of QueueName=order-placed-to-support-dead-letters',
        'Maximum in 60 s',
        '1 in 1 of 1',
      ],
      'order-placed-to-support-errors': [
        'AWS/Lambda Errors of FunctionName=order-placed-to-support',
        'Sum in 300 s',
        '1 in 1 of 1',
      ],
      'order-placed-to-support-throttles': [
        'AWS/Lambda Throttles of FunctionName=order-placed-to-support',
        'Sum in 300 s',
        '1 in 1 of 1',
      ],
      'order-placed-to-support-undelivered': [
        'AWS/SQS ApproximateNumberOfMessagesVisible of QueueName=order-placed-to-support-undelivered',
        'Maximum in 60 s',
        '1 in 1 of 1',
      ],
      'order-placed-to-support-waiting': [
        'Interlock WaitingAgeMs of integration=order-placed-to-support',
        'Maximum in 900 s',
        '3600000 in 1 of 1',
      ],
      'supervisor-dead-letters': [
        'AWS/SQS ApproximateNumberOfMessagesVisible of QueueName=supervisor-dead-letters',
        'Maximum in 60 s',
        '1 in 1 of 1',
      ],
      'supervisor-errors': ['AWS/Lambda Errors of FunctionName=supervisor', 'Sum in 300 s', '1 in 1 of 1'],
      'support-contract-drift': [
        'Interlock ContractDrift of destination=support',
        'Sum in 300 s',
        '1 in 1 of 1',
      ],
      'support-contract-unchecked': [
        'Interlock ContractUnchecked of destination=support',
        'Maximum in 43200 s',
        '1 in 3 of 7',
      ],
      unrouted: [
        'AWS/SQS ApproximateNumberOfMessagesVisible of QueueName=unrouted',
        'Maximum in 60 s',
        '1 in 1 of 1',
      ],
    });
  });

  it.each(['local', 'staging', 'prod'] as const)('are the same in %s as in dev', (environment) => {
    expect(tableOf(environment)).toEqual(ofDev);
  });
});
