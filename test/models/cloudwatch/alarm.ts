/**
 * What an alarm looks at, and what it makes of it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 */
import type { Metric, Statistic } from './metric.ts';
import type { Points } from './metric-math-values.ts';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

const comparisons = {
  GreaterThanOrEqualToThreshold: (value: number, threshold: number) => value >= threshold,
  GreaterThanThreshold: (value: number, threshold: number) => value > threshold,
  LessThanOrEqualToThreshold: (value: number, threshold: number) => value <= threshold,
  LessThanThreshold: (value: number, threshold: number) => value < threshold,
};
export type Comparison = keyof typeof comparisons;
export const isComparison = (name: string): name is Comparison => Object.hasOwn(comparisons, name);

export const missingData = ['breaching', 'notBreaching', 'ignore', 'missing'] as const;
export type MissingData = (typeof missingData)[number];

export interface MetricQuery {
  readonly id: string;
  readonly metric: Metric;
  readonly statistic: Statistic;
}

/**
 * Of Metrics Insights: a time series for each value of a dimension. Each is a contributor with a state of its own, which
 * begins as soon as there is such a metric; the alarm rings while one of them does, and tells of each.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Metrics_Insights_Alarm.html
 */
export interface SeriesOfEach extends Pick<Metric, 'namespace' | 'name'> {
  readonly statistic: Statistic;
  /** The dimension that tells them apart. */
  readonly by: string;
  /** All other dimensions that the metrics have, with their values. */
  readonly where: Metric['dimensions'];
}

export interface AlarmDefinition {
  readonly name: string;
  /** Instead of queries and expressions. */
  readonly ofEach?: SeriesOfEach;
  /** Metrics that it or its expression looks at. */
  readonly queries: readonly MetricQuery[];
  /** Ids of expressions and their texts, each after those that it uses; the last is what is looked at. Empty: the only query. */
  readonly expressions: readonly { readonly id: string; readonly text: string }[];
  readonly periodMs: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: Comparison;
  readonly treatMissingData: MissingData;
  /** ARNs of who is told that it rings, and that it is over. */
  readonly alarmActions: readonly string[];
  readonly okActions: readonly string[];
}

/**
 * CloudWatch looks back further than it evaluates: by two points in all of its own examples, by how many otherwise it
 * does not say. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
const pointsMore = 2;

export const pointsOf = ({ evaluationPeriods }: Pick<AlarmDefinition, 'evaluationPeriods'>) =>
  evaluationPeriods + pointsMore;

type Evaluated = Pick<
  AlarmDefinition,
  'evaluationPeriods' | 'datapointsToAlarm' | 'threshold' | 'comparison' | 'treatMissingData'
>;

/** @param points of the whole range that CloudWatch retrieves, the oldest first */
export function stateOf(alarm: Evaluated, points: Points, before: AlarmState): AlarmState {
  const { evaluationPeriods, datapointsToAlarm, threshold, treatMissingData } = alarm;
  const isBreaching = (value: number) => comparisons[alarm.comparison](value, threshold);
  // The latest that there are. Only when they are too few, what is missing counts at all.
  const there = points.filter((value) => value !== undefined).slice(-evaluationPeriods);
  const breaching = there.filter(isBreaching).length;
  const absent = evaluationPeriods - there.length;
  const stateFor = (count: number): AlarmState => (count >= datapointsToAlarm ? 'ALARM' : 'OK');
  if (absent === 0 || treatMissingData === 'notBreaching') return stateFor(breaching);
  if (treatMissingData === 'breaching') return stateFor(breaching + absent);
  if (breaching >= datapointsToAlarm) return 'ALARM';
  if (there.length > breaching) return 'OK';
  if (treatMissingData === 'ignore') return before;
  // Nothing but breaching ones, and old enough that as many as are needed would have come: they are taken for all.
  const oldest = points.findIndex((value) => value !== undefined);
  return oldest >= 0 && points.length - oldest >= datapointsToAlarm ? 'ALARM' : 'INSUFFICIENT_DATA';
}
