import { expect, test } from 'vitest';
import { createMeter } from '../../../functions/core/metrics.ts';

function meter() {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>);
  return {
    lines,
    meter: createMeter(write, { environment: 'dev', integration: 'a-to-b', destination: 'b' }),
  };
}

test('a flush writes one EMF line, each metric by integration and by destination', () => {
  const { lines, meter: one } = meter();
  one.count('Delivered');
  one.count('Delivered');
  one.time('AttemptDurationMs', 12);
  one.flush();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({
    environment: 'dev',
    integration: 'a-to-b',
    destination: 'b',
    _aws: {
      CloudWatchMetrics: [
        {
          Namespace: 'Interlock',
          Dimensions: [
            ['environment', 'integration'],
            ['environment', 'destination'],
          ],
          Metrics: [
            { Name: 'Delivered', Unit: 'Count' },
            { Name: 'AttemptDurationMs', Unit: 'Milliseconds' },
          ],
        },
      ],
    },
    Delivered: [1, 1],
    AttemptDurationMs: 12,
  });
});

test('nothing to tell writes nothing, and what was told is not told again', () => {
  const { lines, meter: one } = meter();
  one.flush();
  one.count('Retries');
  one.flush();
  one.flush();
  expect(lines).toHaveLength(1);
  one.count('Deferred');
  one.flush();
  expect(lines[1]).not.toHaveProperty('Retries');
  expect(lines[1]).toMatchObject({ integration: 'a-to-b', destination: 'b', Deferred: 1 });
});

test('a hundred and more values of one metric are not lost', () => {
  const { lines, meter: one } = meter();
  for (let n = 0; n < 250; n += 1) one.count('Delivered');
  one.flush();
  const told = lines.flatMap(({ Delivered }) => Delivered);
  expect(told).toHaveLength(250);
});

test('what is told of a destination as a whole has no integration, and may be a zero', () => {
  const lines: Record<string, unknown>[] = [];
  const one = createMeter((line) => lines.push(JSON.parse(line)), { environment: 'dev', destination: 'b' });
  one.count('ContractUnchecked', 0);
  one.flush();
  expect(lines).toMatchObject([
    {
      environment: 'dev',
      destination: 'b',
      ContractUnchecked: 0,
      _aws: { CloudWatchMetrics: [{ Namespace: 'Interlock', Dimensions: [['environment', 'destination']] }] },
    },
  ]);
  expect(lines[0]).not.toHaveProperty('integration');
});
