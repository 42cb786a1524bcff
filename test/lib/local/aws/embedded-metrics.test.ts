import { expect, it } from 'vitest';
import { EmbeddedMetrics } from '../../../../lib/local/aws/embedded-metrics.ts';

const line = (atMs: number, values: number | readonly number[]) =>
  JSON.stringify({
    _aws: {
      Timestamp: atMs,
      CloudWatchMetrics: [
        {
          Namespace: 'Interlock',
          Dimensions: [['environment', 'integration']],
          Metrics: [{ Name: 'WaitingAgeMs' }],
        },
      ],
    },
    environment: 'local',
    integration: 'a-to-b',
    WaitingAgeMs: values,
  });
const of = { integration: 'a-to-b', environment: 'local' };

it('keeps the most that the last line said of a metric, and when; nothing of other dimensions', () => {
  const metrics = new EmbeddedMetrics();
  expect(metrics.latest('Interlock', 'WaitingAgeMs', of)).toBeUndefined();
  metrics.read(line(1_000, 900));
  metrics.read(line(2_000, [5, 30, 7]));
  expect(metrics.latest('Interlock', 'WaitingAgeMs', of)).toEqual({ most: 30, atMs: 2_000 });
  expect(metrics.sum('Interlock', 'WaitingAgeMs', of)).toBe(942);
  expect(metrics.latest('Interlock', 'WaitingAgeMs', { integration: 'a-to-b' })).toBeUndefined();
});
