import { describe, expect, it } from 'vitest';
import { type AlarmDefinition, type AlarmState, type MissingData, stateOf } from './alarm.ts';
import { CloudWatchModel } from './cloudwatch.ts';
import { minuteMs, Series } from './metric.ts';

const points = (text: string) =>
  text.split(' ').map((point) => (point === '-' ? undefined : point === 'X' ? 1 : 0));

const treatments: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

/** What is kept where the current state is. */
const before: AlarmState = 'OK';

const judged = (text: string, datapointsToAlarm: number) =>
  treatments.map((treatMissingData) =>
    stateOf(
      {
        evaluationPeriods: 3,
        datapointsToAlarm,
        threshold: 1,
        comparison: 'GreaterThanOrEqualToThreshold',
        treatMissingData,
      },
      points(text),
      before,
    ),
  );

describe('an alarm', () => {
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
  it.each([
    ['0 - X - X', ['OK', 'OK', 'OK', 'OK']],
    ['0 - - - -', ['OK', 'OK', 'OK', 'OK']],
    ['- - - - -', ['INSUFFICIENT_DATA', before, 'ALARM', 'OK']],
    ['0 X X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['- - - - X', ['INSUFFICIENT_DATA', before, 'ALARM', 'OK']],
    ['- - X - -', ['ALARM', before, 'ALARM', 'OK']],
    ['X - - - -', ['ALARM', before, 'ALARM', 'OK']],
  ] as const)('of three of three makes of %s what the documentation says', (text, expected) =>
    expect(judged(text, 3)).toEqual(expected),
  );

  it.each([
    ['0 - X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 0 X 0 X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 - X - -', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - - 0', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - - X', ['INSUFFICIENT_DATA', before, 'ALARM', 'OK']],
  ] as const)('of two of three makes of %s what the documentation says', (text, expected) =>
    expect(judged(text, 2)).toEqual(expected),
  );
});

const dayMs = 24 * 60 * minuteMs;
const metric = { namespace: 'Interlock', name: 'Troubles', dimensions: { integration: 'a' } };
const definition: AlarmDefinition = {
  name: 'troubles',
  queries: [{ id: 'metric', metric, statistic: 'Sum' }],
  expressions: [],
  periodMs: 5 * minuteMs,
  evaluationPeriods: 1,
  datapointsToAlarm: 1,
  threshold: 2,
  comparison: 'GreaterThanOrEqualToThreshold',
  treatMissingData: 'notBreaching',
  alarmActions: ['alerts'],
  okActions: [],
};

/** Values by the minute in which they come; the changes of state by the minute in which they are seen. */
function lived(alarm: Partial<AlarmDefinition>, values: Readonly<Record<number, number>>, minutes: number) {
  const model = new CloudWatchModel([{ ...definition, ...alarm }]);
  for (let minute = 1; minute <= minutes; minute += 1) {
    const value = values[minute - 1];
    if (value !== undefined) model.series(metric)?.put((minute - 1) * minuteMs + 1, value);
    model.evaluate(minute * minuteMs);
  }
  return model.history.map(({ atMs, to }) => [atMs / minuteMs, to]);
}

describe('CloudWatch', () => {
  it('sums over a window that slides by the minute, wherever its values lie in it', () => {
    // The four and the eight are five minutes apart.
    expect(lived({}, { 4: 1, 8: 1 }, 9)).toEqual([[9, 'ALARM']]);
    expect(lived({}, { 4: 1, 9: 1 }, 30)).toEqual([]);
  });

  it('goes on seeing the last value that there is for as far as it looks back, and no longer', () => {
    expect(lived({}, { 0: 2 }, 60)).toEqual([
      [1, 'ALARM'],
      [16, 'OK'],
    ]);
    expect(lived({}, { 0: 2, 6: 0 }, 60)).toEqual([
      [1, 'ALARM'],
      [7, 'OK'],
    ]);
  });

  it('tells once of a change, and not again of a state that lasts', () => {
    const model = new CloudWatchModel([definition]);
    for (let minute = 1; minute <= 3; minute += 1) {
      model.series(metric)?.put((minute - 1) * minuteMs, 2);
      model.evaluate(minute * minuteMs);
    }
    expect(model.state('troubles')).toBe('ALARM');
    expect(model.history).toEqual([
      { alarm: 'troubles', atMs: minuteMs, from: 'OK', to: 'ALARM', told: ['alerts'] },
    ]);
  });

  it('sees a metric with other dimensions as another metric', () => {
    const model = new CloudWatchModel([definition]);
    expect(model.series({ ...metric, dimensions: { integration: 'b' } })).toBeUndefined();
    expect(model.series({ ...metric, dimensions: { integration: 'a', environment: 'dev' } })).toBeUndefined();
  });

  it('evaluates an expression over its metrics, and the one that is returned', () => {
    const other = { ...metric, name: 'Others' };
    const model = new CloudWatchModel([
      {
        ...definition,
        queries: [
          { id: 'a', metric, statistic: 'Maximum' },
          { id: 'b', metric: other, statistic: 'Maximum' },
        ],
        expressions: [
          { id: 'both', text: 'FILL(a, 0) + FILL(b, 0)' },
          { id: 'more', text: 'DIFF(both)' },
        ],
        periodMs: minuteMs,
      },
    ]);
    for (let minute = 1; minute <= 6; minute += 1) {
      model.series(metric)?.put((minute - 1) * minuteMs, 3);
      model.series(other)?.put((minute - 1) * minuteMs, minute === 4 ? 2 : minute > 4 ? 4 : 0);
      model.evaluate(minute * minuteMs);
    }
    // Three out of nothing, two more at the fourth minute, two more at the fifth, none at the sixth.
    expect(model.history.map(({ atMs, to }) => [atMs / minuteMs, to])).toEqual([
      [1, 'ALARM'],
      [2, 'OK'],
      [4, 'ALARM'],
      [6, 'OK'],
    ]);
  });

  it('evaluates what looks back further than a day once an hour, up to the hour', () => {
    const slow = { periodMs: 12 * 60 * minuteMs, evaluationPeriods: 3, datapointsToAlarm: 1, threshold: 1 };
    expect(lived(slow, { 61: 1 }, 300)).toEqual([[120, 'ALARM']]);
  });

  it('refuses an expression that is a number or several series', () => {
    for (const text of ['MAX(metric)', '[metric, metric]'])
      expect(() => new CloudWatchModel([{ ...definition, expressions: [{ id: 'e', text }] }])).toThrow(
        SyntaxError,
      );
  });

  it('keeps as much of a series as is asked for', () => {
    const series = new Series(dayMs);
    series.put(0, 1);
    series.put(dayMs, 2);
    expect(series.statistic('Sum', 0, 2 * dayMs)).toBe(3);
    series.put(dayMs + minuteMs, 4);
    expect(series.statistic('Sum', 0, 2 * dayMs)).toBe(6);
    expect(series.statistic('Average', 0, 2 * dayMs)).toBe(3);
    expect(series.statistic('SampleCount', 2 * dayMs, 3 * dayMs)).toBeUndefined();
  });
});

describe('an alarm that is one for many', () => {
  const each: AlarmDefinition = {
    ...definition,
    queries: [],
    ofEach: {
      namespace: 'Interlock',
      name: 'Troubles',
      statistic: 'Sum',
      by: 'integration',
      where: { environment: 'prod' },
    },
    threshold: 1,
    alarmActions: ['arn:alerts'],
  };
  const troubles = (integration: string, environment = 'prod') => ({
    namespace: 'Interlock',
    name: 'Troubles',
    dimensions: { environment, integration },
  });

  it('rings for each of them, one while another does, and is over with the last', () => {
    const model = new CloudWatchModel([each]);
    expect(model.state('troubles')).toBe('OK');
    model.series(troubles('a'))?.put(0, 1);
    model.evaluate(minuteMs);
    model.series(troubles('b'))?.put(4 * minuteMs, 1);
    for (let at = 5; at < 60; at += 1) {
      model.evaluate(at * minuteMs);
      if (at === 5) expect(model.state('troubles')).toBe('ALARM');
    }
    expect(model.state('troubles')).toBe('OK');
    expect(model.history.map(({ contributor, to, told }) => [contributor, to, told])).toEqual([
      ['a', 'ALARM', ['arn:alerts']],
      ['b', 'ALARM', ['arn:alerts']],
      ['a', 'OK', []],
      ['b', 'OK', []],
    ]);
  });

  it('looks at nobody else', () => {
    const model = new CloudWatchModel([each]);
    expect(model.series(troubles('a', 'dev'))).toBeUndefined();
    expect(model.series({ ...troubles('a'), name: 'Delivered' })).toBeUndefined();
    expect(
      model.series({ ...troubles('a'), dimensions: { ...troubles('a').dimensions, destination: 'd' } }),
    ).toBeUndefined();
  });
});
