/**
 * CloudWatch's alarms: evaluated every minute over a window that slides with it, on what has arrived until then.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
 *
 * What it leaves out: values arrive at once, where CloudWatch's own need a minute or three; composite alarms, anomaly
 * bands, percentiles, metrics of other accounts.
 */
import { type AlarmDefinition, type AlarmState, pointsOf, stateOf } from './alarm.ts';
import { keyOf, type Metric, minuteMs, Series } from './metric.ts';
import { type Expression, parseExpression } from './metric-math.ts';
import type { Points } from './metric-math-values.ts';

/** A change of an alarm's state, which is all that its actions follow on. */
export interface AlarmChange {
  readonly alarm: string;
  /** Which of the series of an alarm that has several: the value of their dimension. */
  readonly contributor?: string;
  /** Epoch milliseconds. */
  readonly atMs: number;
  readonly from: AlarmState;
  readonly to: AlarmState;
  /** Whom CloudWatch told: the topics of the actions of its new state. */
  readonly told: readonly string[];
}

interface Watched {
  readonly definition: AlarmDefinition;
  readonly contributor?: string;
  readonly series: readonly Series[];
  readonly expressions: readonly { readonly id: string; readonly evaluate: Expression }[];
  /** How far it looks back. */
  readonly rangeMs: number;
  state: AlarmState;
  /** What it makes of nothing at all has been found out already. */
  isSettled: boolean;
}

const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

export class CloudWatchModel {
  readonly #series = new Map<string, Series>();
  readonly #watched: Watched[];
  /** Those whose contributors come and go. */
  readonly #fleets: readonly AlarmDefinition[];
  readonly #keptMs: number;
  readonly #history: AlarmChange[] = [];

  /** The alarms have been there for long, and nothing was wrong: they begin as OK. */
  constructor(alarms: readonly AlarmDefinition[]) {
    this.#keptMs = Math.max(0, ...alarms.map(rangeOf)) + dayMs;
    this.#fleets = alarms.filter(({ ofEach }) => ofEach !== undefined);
    this.#watched = alarms
      .filter(({ ofEach }) => ofEach === undefined)
      .map((definition) => this.#watchedOf(definition));
    // A wrong expression is found now, and not when its first value comes.
    for (const watched of this.#watched) this.#pointsAt(watched, 0);
  }

  /** Every change of state, in order. */
  get history(): readonly AlarmChange[] {
    return this.#history;
  }

  /** The series of a metric that an alarm looks at; `undefined` when none does. */
  series(metric: Metric): Series | undefined {
    for (const fleet of this.#fleets) this.#contribute(fleet, metric);
    return this.#series.get(keyOf(metric));
  }

  state(alarm: string): AlarmState {
    const found = this.#watched.filter(({ definition }) => definition.name === alarm);
    if (found.length === 0 && !this.#fleets.some(({ name }) => name === alarm))
      throw new RangeError(`there is no alarm ${alarm}`);
    return found.find(({ state }) => state !== 'OK')?.state ?? 'OK';
  }

  /** To be called at every whole minute, once all values before it are put. */
  evaluate(nowMs: number): void {
    for (const watched of this.#watched) {
      const untilMs = this.#untilMs(watched, nowMs);
      if (untilMs !== undefined) this.#evaluate(watched, untilMs, nowMs);
    }
  }

  #watchedOf(definition: AlarmDefinition, contributor?: string): Watched {
    return {
      definition,
      ...(contributor === undefined ? {} : { contributor }),
      series: definition.queries.map(({ metric }) => this.#seriesOf(metric, this.#keptMs)),
      expressions: definition.expressions.map(({ id, text }) => ({ id, ...parseExpression(text) })),
      rangeMs: rangeOf(definition),
      state: 'OK',
      isSettled: false,
    };
  }

  /** The first value of a metric makes it one of the alarm's, if it is of its kind. */
  #contribute(fleet: AlarmDefinition, metric: Metric): void {
    const { ofEach } = fleet;
    const contributor = ofEach === undefined ? undefined : metric.dimensions[ofEach.by];
    if (ofEach === undefined || contributor === undefined) return;
    const { namespace, name, by, where, statistic } = ofEach;
    const one = { namespace, name, dimensions: { ...where, [by]: contributor } };
    const isKnown = this.#watched.some(
      (other) => other.definition.name === fleet.name && other.contributor === contributor,
    );
    if (keyOf(one) !== keyOf(metric) || isKnown) return;
    const queries = [{ id: 'metric', metric, statistic }];
    this.#watched.push(this.#watchedOf({ ...fleet, queries }, contributor));
  }

  /**
   * Alarms that look back further than a day are evaluated once an hour, up to the whole hour.
   * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
   */
  #untilMs({ definition }: Watched, nowMs: number): number | undefined {
    if (definition.periodMs * definition.evaluationPeriods <= dayMs) return nowMs;
    return nowMs % hourMs === 0 ? nowMs : undefined;
  }

  #evaluate(watched: Watched, untilMs: number, nowMs: number): void {
    const { definition, rangeMs } = watched;
    const isEmpty = watched.series.every(({ latestMs }) => latestMs < untilMs - rangeMs);
    if (isEmpty && watched.isSettled) return;
    watched.isSettled = isEmpty;
    const to = stateOf(definition, this.#pointsAt(watched, untilMs), watched.state);
    if (to === watched.state) return;
    const told = to === 'ALARM' ? definition.alarmActions : to === 'OK' ? definition.okActions : [];
    const { contributor } = watched;
    const who = { alarm: definition.name, ...(contributor === undefined ? {} : { contributor }) };
    this.#history.push({ ...who, atMs: nowMs, from: watched.state, to, told });
    watched.state = to;
  }

  #pointsAt({ definition, series, expressions }: Watched, untilMs: number): Points {
    const { periodMs, queries } = definition;
    const count = pointsOf(definition);
    const points = new Map<string, Points>();
    for (const [at, { id, statistic }] of queries.entries()) {
      const fromMs = untilMs - count * periodMs;
      points.set(
        id,
        Array.from({ length: count }, (_, point) =>
          series[at]?.statistic(statistic, fromMs + point * periodMs, fromMs + (point + 1) * periodMs),
        ),
      );
    }
    for (const { id, evaluate } of expressions) {
      const value = evaluate({ points, periodMs });
      if (typeof value === 'number' || 'all' in value)
        throw new SyntaxError(`${definition.name}: ${id} must be one time series`);
      points.set(id, value);
    }
    return points.get((expressions.at(-1) ?? queries[0])?.id ?? '') ?? [];
  }

  #seriesOf(metric: Metric, keptMs: number): Series {
    const key = keyOf(metric);
    const known = this.#series.get(key) ?? new Series(keptMs);
    this.#series.set(key, known);
    return known;
  }
}

const rangeOf = (definition: AlarmDefinition) => pointsOf(definition) * definition.periodMs;
