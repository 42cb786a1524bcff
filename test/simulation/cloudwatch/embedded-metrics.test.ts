import { expect, it } from 'vitest';
import { createMeter } from '../../../functions/core/metrics.ts';
import { metricsIn } from './embedded-metrics.ts';

it('finds every value of a line, once for each set of dimensions', () => {
  const lines: string[] = [];
  const meter = createMeter((line) => lines.push(line), {
    environment: 'dev',
    integration: 'customer-created-to-wallet',
    destination: 'wallet',
  });
  meter.time('WaitingAgeMs', 5);
  meter.time('WaitingAgeMs', 7);
  meter.count('Deferred');
  meter.flush();
  const found = lines.flatMap(metricsIn);
  const dimensions = [...new Set(found.map(({ metric }) => JSON.stringify(metric.dimensions)))];
  expect(dimensions).toEqual([
    '{"environment":"dev","integration":"customer-created-to-wallet"}',
    '{"environment":"dev","destination":"wallet"}',
  ]);
  expect(found.filter(({ metric }) => metric.name === 'WaitingAgeMs').map(({ values }) => values)).toEqual([
    [5, 7],
    [5, 7],
  ]);
  expect(found.filter(({ metric }) => metric.name === 'Deferred').map(({ values }) => values)).toEqual([
    [1],
    [1],
  ]);
  expect(new Set(found.map(({ metric }) => metric.namespace))).toEqual(new Set(['Interlock']));
});

it('finds none in an ordinary line, and does not let a line name what it does not hold', () => {
  expect(metricsIn('{"message":"delivery.attempted"}')).toEqual([]);
  const line = {
    _aws: {
      Timestamp: 0,
      CloudWatchMetrics: [
        { Namespace: 'Interlock', Dimensions: [['integration']], Metrics: [{ Name: 'Delivered' }] },
      ],
    },
    Delivered: 1,
  };
  expect(() => metricsIn(JSON.stringify(line))).toThrow('names integration and does not hold it');
});
