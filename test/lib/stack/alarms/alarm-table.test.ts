/** All alarms as one table: what each looks at, and what makes it ring. */
import type { Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import type { EnvironmentName } from '../../../../lib/environments.ts';
import { fixtureTemplate } from '../../../fixtures/fixture-template.ts';
import { nameAt, propertiesOf } from '../../../fixtures/template-resources.ts';

interface Looked {
  readonly Namespace: string;
  readonly MetricName: string;
  readonly Dimensions: readonly { readonly Name: string; readonly Value: unknown }[];
}

/** One metric of an expression, or the expression. */
interface Query {
  readonly Id: string;
  readonly Label?: string;
  readonly Expression?: string;
  readonly ReturnData?: boolean;
  readonly MetricStat?: { readonly Metric: Looked; readonly Stat: string; readonly Period: number };
}

interface Alarm extends Partial<Looked> {
  readonly AlarmName: string;
  readonly AlarmDescription: unknown;
  readonly Statistic?: string;
  readonly Period?: number;
  readonly Metrics?: readonly Query[];
  readonly Threshold: number;
  readonly EvaluationPeriods: number;
  readonly DatapointsToAlarm?: number;
  readonly AlarmActions: readonly unknown[];
  readonly OKActions?: readonly unknown[];
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
  const { AlarmName, AlarmDescription, Namespace, MetricName, Dimensions, Statistic, Period, ...rest } =
    alarm;
  const {
    Metrics,
    Threshold,
    EvaluationPeriods,
    DatapointsToAlarm = EvaluationPeriods,
    OKActions,
    ...all
  } = rest;
  // The same for each of them, and nothing else is said.
  expect(
    { ...all, AlarmActions: all.AlarmActions.map((action) => nameAt(template, action)) },
    AlarmName,
  ).toEqual({
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
    AlarmActions: [`${prefix}alerts`],
  });
  const textOf = ({ Namespace, MetricName, Dimensions }: Partial<Looked>) => {
    const dimensions = Dimensions?.map(
      ({ Name, Value }) => `${Name}=${nameAt(template, Value).replace(prefix, '')}`,
    );
    return `${Namespace} ${MetricName} of ${dimensions?.join(', ')}`;
  };
  const rings = `${Threshold} in ${DatapointsToAlarm} of ${EvaluationPeriods}`;
  if (Metrics === undefined)
    return [textOf({ Namespace, MetricName, Dimensions } as Looked), `${Statistic} in ${Period} s`, rings];
  // Only the expression is looked at, and only metrics stand in it.
  expect(
    Metrics.map(({ ReturnData = true, Expression }) => [ReturnData, Expression !== undefined]),
    AlarmName,
  ).toEqual(Metrics.map((_, at) => [at === 0, at === 0]));
  const metrics = Metrics.flatMap(({ Id, MetricStat }) =>
    MetricStat === undefined
      ? []
      : [`${Id}: ${textOf(MetricStat.Metric)}, ${MetricStat.Stat} in ${MetricStat.Period} s`],
  );
  return [Metrics[0]?.Expression ?? '', ...metrics, rings];
}

let ofDev: Record<string, readonly string[]>;
beforeAll(() => {
  ofDev = tableOf('dev');
});

describe('the alarms', () => {
  it('look each at a metric of its own, by the statistic and period that it needs, and ring when it is time', () => {
    const names = ['order-placed-to-billing', 'order-paid-to-billing', 'order-placed-to-support'];
    expect(ofDev).toEqual({
      'contract-drift': [
        'SELECT SUM(ContractDrift) FROM SCHEMA("Interlock", destination, environment) ' +
          "WHERE environment = 'dev' GROUP BY destination ORDER BY SUM() DESC",
        '1 in 1 of 1',
      ],
      'credentials-rejected': [
        'SELECT SUM(CredentialsRejected) FROM SCHEMA("Interlock", integration, environment) ' +
          "WHERE environment = 'dev' GROUP BY integration ORDER BY SUM() DESC",
        '1 in 3 of 3',
      ],
      throttles: [
        'MAX([m0, m1, m2])',
        ...names.map((name, at) => `m${at}: AWS/Lambda Throttles of FunctionName=${name}, Sum in 300 s`),
        '1 in 1 of 1',
      ],
      undelivered: [
        'MAX([m0, m1, m2])',
        ...names.map(
          (name, at) =>
            `m${at}: AWS/SQS ApproximateNumberOfMessagesVisible of QueueName=${name}-undelivered, Maximum in 60 s`,
        ),
        '1 in 1 of 1',
      ],
      'billing-contract-unchecked': [
        'Interlock ContractUnchecked of destination=billing, environment=dev',
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
      'order-paid-to-billing-dead-letters': [
        'AWS/SQS ApproximateNumberOfMessagesVisible of QueueName=order-paid-to-billing-dead-letters',
        'Maximum in 60 s',
        '1 in 1 of 1',
      ],
      'order-paid-to-billing-new-dead-letters': [
        'DIFF(visible + held)',
        'visible: AWS/SQS ApproximateNumberOfMessagesVisible of QueueName=order-paid-to-billing-dead-letters, Maximum in 60 s',
        'held: AWS/SQS ApproximateNumberOfMessagesNotVisible of QueueName=order-paid-to-billing-dead-letters, Maximum in 60 s',
        '1 in 1 of 5',
      ],
      'order-paid-to-billing-rejected': [
        'rejected * (rejected >= MAX([0 * rejected + 20, 9 * delivered]))',
        'rejected: Interlock RequestsRejected of environment=dev, integration=order-paid-to-billing, Sum in 300 s',
        'delivered: Interlock Delivered of environment=dev, integration=order-paid-to-billing, Sum in 300 s',
        '1 in 1 of 1',
      ],
      'order-paid-to-billing-errors': [
        'AWS/Lambda Errors of FunctionName=order-paid-to-billing',
        'Sum in 300 s',
        '1 in 1 of 1',
      ],
      'order-paid-to-billing-waiting': [
        'MAX([1000 * queued, waiting])',
        'queued: AWS/SQS ApproximateAgeOfOldestMessage of QueueName=order-paid-to-billing, Maximum in 900 s',
        'waiting: Interlock WaitingAgeMs of environment=dev, integration=order-paid-to-billing, Maximum in 900 s',
        '3600000 in 1 of 4',
      ],
      'order-paid-to-billing-waiting-days': [
        'MAX([1000 * queued, waiting])',
        'queued: AWS/SQS ApproximateAgeOfOldestMessage of QueueName=order-paid-to-billing, Maximum in 21600 s',
        'waiting: Interlock WaitingAgeMs of environment=dev, integration=order-paid-to-billing, Maximum in 21600 s',
        '302400000 in 1 of 2',
      ],
      'order-placed-to-billing-dead-letters': [
        'AWS/SQS ApproximateNumberOfMessagesVisible of QueueName=order-placed-to-billing-dead-letters',
        'Maximum in 60 s',
        '1 in 1 of 1',
      ],
      'order-placed-to-billing-new-dead-letters': [
        'DIFF(visible + held)',
        'visible: AWS/SQS ApproximateNumberOfMessagesVisible of QueueName=order-placed-to-billing-dead-letters, Maximum in 60 s',
        'held: AWS/SQS ApproximateNumberOfMessagesNotVisible of QueueName=order-placed-to-billing-dead-letters, Maximum in 60 s',
        '1 in 1 of 5',
      ],
      'order-placed-to-billing-rejected': [
        'rejected * (rejected >= MAX([0 * rejected + 20, 9 * delivered]))',
        'rejected: Interlock RequestsRejected of environment=dev, integration=order-placed-to-billing, Sum in 300 s',
        'delivered: Interlock Delivered of environment=dev, integration=order-placed-to-billing, Sum in 300 s',
        '1 in 1 of 1',
      ],
      'order-placed-to-billing-errors': [
        'AWS/Lambda Errors of FunctionName=order-placed-to-billing',
        'Sum in 300 s',
        '1 in 1 of 1',
      ],
      'order-placed-to-billing-waiting': [
        'MAX([1000 * queued, waiting])',
        'queued: AWS/SQS ApproximateAgeOfOldestMessage of QueueName=order-placed-to-billing, Maximum in 900 s',
        'waiting: Interlock WaitingAgeMs of environment=dev, integration=order-placed-to-billing, Maximum in 900 s',
        '3600000 in 1 of 4',
      ],
      'order-placed-to-billing-waiting-days': [
        'MAX([1000 * queued, waiting])',
        'queued: AWS/SQS ApproximateAgeOfOldestMessage of QueueName=order-placed-to-billing, Maximum in 21600 s',
        'waiting: Interlock WaitingAgeMs of environment=dev, integration=order-placed-to-billing, Maximum in 21600 s',
        '302400000 in 1 of 2',
      ],
      'order-placed-to-support-dead-letters': [
        'AWS/SQS ApproximateNumberOfMessagesVisible of QueueName=order-placed-to-support-dead-letters',
        'Maximum in 60 s',
        '1 in 1 of 1',
      ],
      'order-placed-to-support-new-dead-letters': [
        'DIFF(visible + held)',
        'visible: AWS/SQS ApproximateNumberOfMessagesVisible of QueueName=order-placed-to-support-dead-letters, Maximum in 60 s',
        'held: AWS/SQS ApproximateNumberOfMessagesNotVisible of QueueName=order-placed-to-support-dead-letters, Maximum in 60 s',
        '1 in 1 of 5',
      ],
      'order-placed-to-support-rejected': [
        'rejected * (rejected >= MAX([0 * rejected + 20, 9 * delivered]))',
        'rejected: Interlock RequestsRejected of environment=dev, integration=order-placed-to-support, Sum in 300 s',
        'delivered: Interlock Delivered of environment=dev, integration=order-placed-to-support, Sum in 300 s',
        '1 in 1 of 1',
      ],
      'order-placed-to-support-errors': [
        'AWS/Lambda Errors of FunctionName=order-placed-to-support',
        'Sum in 300 s',
        '1 in 1 of 1',
      ],
      'order-placed-to-support-waiting': [
        'MAX([1000 * queued, waiting])',
        'queued: AWS/SQS ApproximateAgeOfOldestMessage of QueueName=order-placed-to-support, Maximum in 900 s',
        'waiting: Interlock WaitingAgeMs of environment=dev, integration=order-placed-to-support, Maximum in 900 s',
        '3600000 in 1 of 4',
      ],
      'order-placed-to-support-waiting-days': [
        'MAX([1000 * queued, waiting])',
        'queued: AWS/SQS ApproximateAgeOfOldestMessage of QueueName=order-placed-to-support, Maximum in 21600 s',
        'waiting: Interlock WaitingAgeMs of environment=dev, integration=order-placed-to-support, Maximum in 21600 s',
        '302400000 in 1 of 2',
      ],
      'supervisor-dead-letters': [
        'AWS/SQS ApproximateNumberOfMessagesVisible of QueueName=supervisor-dead-letters',
        'Maximum in 60 s',
        '1 in 1 of 1',
      ],
      'supervisor-errors': ['AWS/Lambda Errors of FunctionName=supervisor', 'Sum in 300 s', '1 in 1 of 1'],
      'support-contract-unchecked': [
        'Interlock ContractUnchecked of destination=support, environment=dev',
        'Maximum in 43200 s',
        '1 in 3 of 7',
      ],
      unrouted: [
        'AWS/SQS ApproximateNumberOfMessagesVisible of QueueName=unrouted',
        'Maximum in 60 s',
        '1 in 1 of 1',
      ],
      'unrouted-undelivered': [
        'AWS/SQS ApproximateNumberOfMessagesVisible of QueueName=unrouted-undelivered',
        'Maximum in 60 s',
        '1 in 1 of 1',
      ],
    });
  });

  it('tell their end where it is one: a queue is empty, nothing waits, the ledger takes writes', () => {
    const told = (propertiesOf(fixtureTemplate('dev'), 'AWS::CloudWatch::Alarm') as unknown as Alarm[])
      .filter(({ OKActions, AlarmActions }) => {
        if (OKActions !== undefined) expect(OKActions).toEqual(AlarmActions);
        return OKActions !== undefined;
      })
      .map(({ AlarmName }) => AlarmName.replace('interlock-dev-', ''));
    const ofEach = ['order-placed-to-billing', 'order-paid-to-billing', 'order-placed-to-support'].flatMap(
      (name) => [`${name}-dead-letters`, `${name}-waiting`, `${name}-waiting-days`],
    );
    expect(told.sort()).toEqual(
      [
        'contract-watch-dead-letters',
        'ledger-throttles',
        'supervisor-dead-letters',
        'undelivered',
        'unrouted',
        'unrouted-undelivered',
        ...ofEach,
      ].sort(),
    );
  });

  it.each(['local', 'staging', 'prod'] as const)('are the same in %s as in dev', (environment) => {
    const named = JSON.parse(
      JSON.stringify(ofDev)
        .replaceAll('environment=dev', `environment=${environment}`)
        .replaceAll("environment = 'dev'", `environment = '${environment}'`),
    );
    expect(tableOf(environment)).toEqual(named);
  });
});
