/** Alarms that are one for all integrations, or for all destinations: those on a metric of ours alone. */
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import type { CountName } from '../../../functions/core/metrics.ts';
import type { EnvironmentName } from '../../environments.ts';
import { alarmAtFirst, fiveMinutes } from './alarm.ts';

export interface FleetAlarmsProps {
  readonly environment: EnvironmentName;
  readonly alertsTopic: ITopic;
}

export function addFleetAlarms(scope: Construct, { environment, alertsTopic }: FleetAlarmsProps): void {
  const run = (command: string) => `Run: npm run interlock -- ${command} --env ${environment}`;
  alarmAtFirst(scope, 'CredentialsRejectedAlarm', {
    environment,
    alertsTopic,
    name: 'credentials-rejected',
    metric: ofEach('integration', 'CredentialsRejected', environment),
    // The supervisor's alert comes within seconds, once. This one is for the night on which that did not help.
    periods: 3,
    description:
      'A third party has rejected the credentials of the integration that the alarm names for a quarter of an hour, and parking has not stopped it. ' +
      run('status'),
  });
  // Whoever saw it, the daily look or an integration's function: they share the claims by which each is told once.
  alarmAtFirst(scope, 'DriftAlarm', {
    environment,
    alertsTopic,
    name: 'contract-drift',
    metric: ofEach('destination', 'ContractDrift', environment),
    description:
      'The destination that the alarm names answers otherwise than its recorded contract says; the line contract.drifted names what changed. ' +
      run('drifts'),
  });
}

/**
 * A series for each integration or destination that has counted one: each rings by itself, and is named by the alarm as its
 * contributor. They are paid while they are there, which is while something is wrong. It looks back three hours at most, and
 * takes names by equality only: what counts for days, two metrics together, or AWS' own metrics cannot be told so.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Metrics_Insights_Alarm.html
 */
const ofEach = (dimension: 'integration' | 'destination', name: CountName, environment: EnvironmentName) =>
  new MathExpression({
    expression:
      `SELECT SUM(${name}) FROM SCHEMA("Interlock", ${dimension}, environment) ` +
      `WHERE environment = '${environment}' GROUP BY ${dimension} ORDER BY SUM() DESC`,
    usingMetrics: {},
    period: fiveMinutes,
  });
