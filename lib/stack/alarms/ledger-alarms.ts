/** The alarm of the ledger's table. */
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { EnvironmentName } from '../../environments.ts';
import { alarmAtFirst, fiveMinutes } from './alarm.ts';

export interface LedgerAlarmsProps {
  readonly environment: EnvironmentName;
  readonly alertsTopic: ITopic;
  readonly ledger: Table;
}

/**
 * A quarter of an hour in a row: by then auto scaling has followed a peak (two minutes to see it, some to act), and an
 * on-demand table has split for it. What goes on for longer does not pass by itself. What a shorter one did to a delivery
 * rings as a dead letter.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
 */
export function addLedgerAlarms(
  scope: Construct,
  { environment, alertsTopic, ledger }: LedgerAlarmsProps,
): void {
  alarmAtFirst(scope, 'LedgerThrottleAlarm', {
    environment,
    alertsTopic,
    name: 'ledger-throttles',
    metric: new Metric({
      namespace: 'AWS/DynamoDB',
      metricName: 'WriteThrottleEvents',
      dimensionsMap: { TableName: ledger.tableName },
      period: fiveMinutes,
      statistic: 'Sum',
    }),
    periods: 3,
    tellsEnd: true,
    description:
      'DynamoDB has refused writes of the ledger for a quarter of an hour: deliveries wait, and some may end as OUTCOME_UNKNOWN. ' +
      `Run: npm run interlock -- status --env ${environment}`,
  });
}
