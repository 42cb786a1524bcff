/**
 * The dashboard of an environment: all integrations at a glance, the ten that stand out in each graph, and one that is chosen.
 * It takes 3 dollars a month after the first three of an account (docs/cost.md).
 *
 * CloudWatch takes 500 widgets, 500 metrics in a widget and 2,500 in all of them, those that expressions use included. Where
 * what a search finds counts as well, 130 integrations and 40 destinations come to 2,112.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 */
import { Duration } from 'aws-cdk-lib';
import {
  Dashboard,
  DashboardVariable,
  DefaultValue,
  type IWidget,
  LogQueryVisualizationType,
  LogQueryWidget,
  MathExpression,
  SingleValueWidget,
  TextWidget,
  Values,
  VariableInputType,
  VariableType,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import type { CountName, TimeName } from '../../../functions/core/metrics.ts';
import type { Environment, EnvironmentName } from '../../environments.ts';
import { dashboardName, deadLetterQueueName, integrationName, logGroupName } from '../../names.ts';
import { type OwnMetricProps, ownMetric } from '../alarms/alarm.ts';
import { logGroupsMax } from '../saved-queries.ts';
import {
  fiveMinutes,
  graph,
  greatestOfEach,
  greatestOfQueues,
  leastOfEach,
  linesMax,
  queueMetric,
  searched,
} from './graphs.ts';
import { limitUses } from './limit-use.ts';

export interface DashboardProps {
  readonly environment: Environment;
  readonly integrations: readonly AnyIntegration[];
}

/** Stands in the widgets for the integration that somebody chooses at the top. No name has capitals. */
const chosen = 'INTEGRATION';

export function addDashboard(scope: Construct, { environment, integrations }: DashboardProps): void {
  const { name } = environment;
  const names = integrations.map((one) => one.name);
  new Dashboard(scope, 'Dashboard', {
    dashboardName: dashboardName(name),
    defaultInterval: Duration.hours(3),
    variables: names.length === 0 ? [] : [choice(names)],
    widgets: [
      [heading(name)],
      totals(name),
      ...byIntegration(name, names),
      ...byDestination(name, integrations),
      ...uses(environment, integrations),
      ...byStatus(name, names),
      ...(names.length === 0 ? [] : ofTheChosen(name)),
    ],
  });
}

const heading = (environment: EnvironmentName) =>
  new TextWidget({
    width: 24,
    height: 2,
    markdown: [
      `**interlock-${environment}** Each graph shows the ${linesMax} greatest. What stands still, since when and until when: \`npm run interlock -- status --env ${environment}\`.`,
      'Which events, and what was sent and answered: the saved queries of Logs Insights under the same name.',
    ].join(' '),
  });

const told: readonly (readonly [CountName, string])[] = [
  ['Delivered', 'Delivered'],
  ['Retries', 'Retried'],
  ['Deferred', 'Deferred'],
  ['Skipped', 'Skipped'],
  ['DeadLettered', 'Dead-lettered'],
];

/** Of all integrations, over the whole time that is looked at. One each: together they would retrieve too much for a widget. */
const totals = (environment: EnvironmentName) =>
  told.map(
    ([metric, label], at) =>
      new SingleValueWidget({
        title: `${label}, all integrations`,
        width: at === 0 ? 4 : 5,
        height: 3,
        setPeriodToTimeRange: true,
        metrics: [
          new MathExpression({
            expression: `SUM(${searched({ environment, by: 'integration', metric, statistic: 'Sum' })})`,
            label,
            usingMetrics: {},
            period: fiveMinutes,
          }),
        ],
      }),
  );

function byIntegration(environment: EnvironmentName, names: readonly string[]): readonly IWidget[][] {
  const of = (title: string, metric: CountName | TimeName, statistic: string, unit: string) =>
    graph({ title, unit, lines: [greatestOfEach({ environment, by: 'integration', metric, statistic })] });
  const queues = (nameOf: (environment: EnvironmentName, integration: string) => string) =>
    names.map((each) => nameOf(environment, each));
  const counts = told.map(([metric, label]) => of(`${label}, by integration`, metric, 'Sum', 'events'));
  return rowsOfThree([
    ...counts,
    graph({
      title: 'Lying in dead-letter queues',
      unit: 'events',
      lines: [greatestOfQueues(queues(deadLetterQueueName), 'ApproximateNumberOfMessagesVisible')],
    }),
    of('Oldest that waits, as the functions tell', 'WaitingAgeMs', 'Maximum', 'ms'),
    graph({
      title: 'Oldest that waits, as SQS tells (received less than three times)',
      unit: 's',
      lines: [greatestOfQueues(queues(integrationName), 'ApproximateAgeOfOldestMessage')],
    }),
    of('From the event’s time to its delivery, p99', 'DeliveryAgeMs', 'p99', 'ms'),
  ]);
}

function byDestination(
  environment: EnvironmentName,
  integrations: readonly AnyIntegration[],
): readonly IWidget[][] {
  const of = (title: string, metric: CountName | TimeName, statistic: string, unit: string) =>
    graph({ title, unit, lines: [greatestOfEach({ environment, by: 'destination', metric, statistic })] });
  return rowsOfThree([
    of('Third party’s latency, p50', 'AttemptDurationMs', 'p50', 'ms'),
    of('Third party’s latency, p99', 'AttemptDurationMs', 'p99', 'ms'),
    of('Waiting for a permit of the limit, p99', 'LimiterWaitMs', 'p99', 'ms'),
    of('Requests that the third party refused', 'RequestsRejected', 'Sum', 'events'),
    of('Refused credentials', 'CredentialsRejected', 'Sum', 'requests'),
    of('Answers that the contract does not know', 'ContractDrift', 'Sum', 'drifts'),
    ...(integrations.some(({ operation }) => operation.destination.token !== undefined)
      ? [tokens(environment)]
      : []),
  ]);
}

/** One that lives for an hour is renewed eleven minutes ahead, and looked at every five: below five it was not renewed. */
const tokens = (environment: EnvironmentName) =>
  graph({
    title: 'Until the token ends, the least',
    unit: 'ms',
    lines: [leastOfEach({ environment, by: 'destination', metric: 'TokenLeftMs', statistic: 'Minimum' })],
    mark: { value: 5 * 60_000, label: 'five minutes' },
  });

/**
 * A query and no metric: classes of statuses by destination would be hundreds of series, at 30 cents each a month, for what is
 * looked at once in trouble. It scans what is looked at, half a cent a gigabyte, while somebody looks. Beyond the fifty groups
 * that a query may name it is left out; the saved query by-status asks by their prefix.
 */
function byStatus(environment: EnvironmentName, names: readonly string[]): readonly IWidget[][] {
  if (names.length === 0 || names.length > logGroupsMax) return [];
  return [
    [
      new LogQueryWidget({
        title: 'Answers by class of status',
        width: 24,
        height: 6,
        view: LogQueryVisualizationType.TABLE,
        logGroupNames: names.map((each) => logGroupName(environment, each)),
        queryLines: [
          "filter message = 'delivery.attempted'",
          'fields floor(response.statusCode / 100) as class',
          'stats count(*) as attempts, pct(durationMs, 50) as p50, pct(durationMs, 99) as p99 by destination, class',
          'sort destination asc, class asc',
        ],
      }),
    ],
  ];
}

/** As many graphs as there are tens of destinations: what is worked out of two numbers cannot be sorted. */
function uses(environment: Environment, integrations: readonly AnyIntegration[]): readonly IWidget[][] {
  const lines = limitUses(environment, integrations);
  const graphs = Array.from({ length: Math.ceil(lines.length / linesMax) }, (_, at) =>
    graph({
      title: at === 0 ? 'Use of the limit' : `Use of the limit, ${at + 1}`,
      unit: '%',
      lines: lines.slice(at * linesMax, (at + 1) * linesMax),
      mark: { value: 100, label: 'the limit' },
    }),
  );
  return rowsOfThree(graphs);
}

function ofTheChosen(environment: EnvironmentName): readonly IWidget[][] {
  const own = (metric: CountName | TimeName, statistic: OwnMetricProps['statistic'], label: string) =>
    ownMetric(metric, { environment, of: { integration: chosen }, period: fiveMinutes, statistic }).with({
      label,
    });
  const queue = integrationName(environment, chosen);
  const deadLetters = deadLetterQueueName(environment, chosen);
  return [
    [new TextWidget({ width: 24, height: 1, markdown: `**${chosen}**, chosen at the top` })],
    ...rowsOfThree([
      graph({
        title: 'Outcomes',
        unit: 'events',
        lines: told.map(([metric, label]) => own(metric, 'Sum', label)),
      }),
      graph({
        title: 'Queues',
        unit: 'events',
        lines: [
          queueMetric(queue, 'ApproximateNumberOfMessagesVisible', 'Waiting'),
          queueMetric(queue, 'ApproximateNumberOfMessagesNotVisible', 'Taken, or put off'),
          queueMetric(deadLetters, 'ApproximateNumberOfMessagesVisible', 'Dead letters'),
        ],
      }),
      graph({
        title: 'Times',
        unit: 'ms',
        lines: [
          own('AttemptDurationMs', 'p50', 'Third party, p50'),
          own('AttemptDurationMs', 'p99', 'Third party, p99'),
          own('LimiterWaitMs', 'p99', 'Permit, p99'),
          own('WaitingAgeMs', 'Maximum', 'Oldest that waits'),
        ],
      }),
    ]),
  ];
}

/** A list of names, not a search: an integration that has not delivered yet can be chosen as well. */
const choice = (names: readonly string[]) =>
  new DashboardVariable({
    id: 'integration',
    label: 'Integration',
    type: VariableType.PATTERN,
    inputType: VariableInputType.SELECT,
    value: chosen,
    values: Values.fromValues(...names.map((value) => ({ value }))),
    defaultValue: DefaultValue.value(names[0]),
  });

const rowsOfThree = (widgets: readonly IWidget[]): IWidget[][] =>
  Array.from({ length: Math.ceil(widgets.length / 3) }, (_, at) => widgets.slice(at * 3, (at + 1) * 3));
