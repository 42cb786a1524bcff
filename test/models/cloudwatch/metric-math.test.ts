import { describe, expect, it } from 'vitest';
import { NotModelled } from '../sdk-errors.ts';
import { parseExpression } from './metric-math.ts';
import type { Points, Value } from './metric-math-values.ts';

const missing = undefined;

function worked(text: string, points: Readonly<Record<string, Points>>): Value {
  return parseExpression(text).evaluate({ points: new Map(Object.entries(points)), periodMs: 60_000 });
}

describe('metric math', () => {
  it('counts a value that only one of two series has as a 0 in the other', () => {
    const points = { m1: [1, 2, missing, missing], m2: [10, missing, 30, missing] };
    expect(worked('m1 + m2', points)).toEqual([11, 2, 30, missing]);
    expect(worked('m1 - m2', points)).toEqual([-9, 2, -30, missing]);
  });

  it('leaves what is missing out where the other side is a number, and drops what is divided by zero', () => {
    const points = { m1: [1, missing, 3], m2: [2, 0, 0] };
    expect(worked('m1 * 1000', points)).toEqual([1_000, missing, 3_000]);
    expect(worked('m1 / m2', points)).toEqual([0.5, missing, missing]);
    expect(worked('-m1 + 2 * 3 ^ 2', points)).toEqual([17, missing, 15]);
  });

  it('compares as the documentation shows it', () => {
    const points = { metric1: [30, 20, 0, 0], metric2: [20, missing, 20, missing] };
    expect(worked('metric1 < metric2', points)).toEqual([0, 0, 1, 0]);
    expect(worked('metric1 >= 30', points)).toEqual([1, 0, 0, 0]);
    expect(worked('metric1 > 15 AND metric2 > 15', points)).toEqual([1, 0, 0, 0]);
    expect(worked('metric1 > 15 || metric2 > 15', points)).toEqual([1, 1, 1, 0]);
  });

  it('takes the greatest, the least and the sum of several series at each time, and of one over all times', () => {
    const points = { m1: [1, missing, 3, missing], m2: [5, 2, missing, missing] };
    expect(worked('MAX([m1, m2])', points)).toEqual([5, 2, 3, missing]);
    expect(worked('MIN([m1, m2])', points)).toEqual([1, 2, 3, missing]);
    expect(worked('SUM([m1 * 10, m2])', points)).toEqual([15, 2, 30, missing]);
    expect(worked('m1 - MIN(m1)', points)).toEqual([0, missing, 2, missing]);
  });

  it('tells how much a value has grown since the one before it, however long ago that was', () => {
    expect(worked('DIFF(m1)', { m1: [1, 4, missing, 10] })).toEqual([missing, 3, missing, 6]);
    expect(worked('RATE(m1)', { m1: [0, 60, missing, 300] })).toEqual([missing, 1, missing, 2]);
  });

  it('fills with a number, with what came before, or with another series, and never what has no value at all', () => {
    const points = { m1: [missing, 1, missing], m2: [7, 8, 9], none: [missing, missing, missing] };
    expect(worked('FILL(m1, 0)', points)).toEqual([0, 1, 0]);
    expect(worked('FILL(m1, REPEAT)', points)).toEqual([missing, 1, 1]);
    expect(worked('FILL(m1, m2)', points)).toEqual([7, 1, 9]);
    expect(worked('FILL(none, 0)', points)).toEqual([missing, missing, missing]);
    expect(worked('DIFF(FILL(m1, 0))', points)).toEqual([missing, 1, -1]);
  });

  it('chooses as the documentation shows it', () => {
    const points = { m1: [1, 1, 0, 0, missing], m2: [30, missing, 0, 0, 30], m3: [0, 0, 20, missing, 20] };
    expect(worked('IF(m1, m2, m3)', points)).toEqual([30, 0, 20, missing, missing]);
    expect(worked('IF(m1, 5, m3)', points)).toEqual([5, 5, 20, missing, missing]);
    expect(worked('IF(m1, m2, 5)', points)).toEqual([30, 0, 5, 5, missing]);
    expect(worked('IF(m2 > 20, m2)', points)).toEqual([30, missing, missing, missing, 30]);
  });

  it.each(['AVG(m1)', 'RUNNING_SUM(m1)', 'FILL(m1, LINEAR)', 'METRICS()'])(
    'refuses %s, which is not modelled',
    (text) => expect(() => parseExpression(text)).toThrow(NotModelled),
  );

  it.each(['m1 +', 'm1 m2', '(m1', 'M1 + 1', 'm1 ? 2', 'm1 + nobody'])(
    'refuses %s, which says nothing',
    (text) => expect(() => worked(text, { m1: [1], m2: [1] })).toThrow(SyntaxError),
  );
});
