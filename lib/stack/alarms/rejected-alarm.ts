/** The alarm for a third party that refuses nearly every event in its own words. */
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { EnvironmentName } from '../../environments.ts';
import { alarmAtFirst, fiveMinutes, ownMetric } from './alarm.ts';

export interface RejectedAlarmProps {
  readonly environment: EnvironmentName;
  readonly alertsTopic: ITopic;
  readonly integration: string;
  readonly destination: string;
}

/** Fewer may be one publisher's bad batch. */
const rejectedMin = 20;

/** One delivered among ten that are refused: it is not the data of some, it is what all of them have alike. */
const rejectedForOneDelivered = 9;

/** Its value is how many were refused in five minutes; 0 while that is not nearly all. */
export function addRejectedAlarm(
  scope: Construct,
  { environment, alertsTopic, integration, destination }: RejectedAlarmProps,
): void {
  const sum = { environment, of: { integration }, period: fiveMinutes, statistic: 'Sum' } as const;
  alarmAtFirst(scope, 'RejectedAlarm', {
    environment,
    alertsTopic,
    name: `${integration}-rejected`,
    metric: new MathExpression({
      // Where nothing is delivered there is no such metric: in an array the one that is there counts alone.
      expression: `rejected * (rejected >= MAX([0 * rejected + ${rejectedMin}, ${rejectedForOneDelivered} * delivered]))`,
      label: 'Refused events, where nearly all are',
      usingMetrics: {
        rejected: ownMetric('RequestsRejected', sum),
        delivered: ownMetric('Delivered', sum),
      },
      period: fiveMinutes,
    }),
    description:
      `${destination} refuses nearly every event of ${integration} in its own words; the reason for the alarm says how many in five minutes. Most likely the mapping or the contract is wrong, not the events. ` +
      `Run: npm run interlock -- dead-letters ${integration} --env ${environment}`,
  });
}
