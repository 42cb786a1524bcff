/** What the functions and operators of metric math do, missing values included. */
import type { Given, Points, Value } from './metric-math-values.ts';

type Call = (given: readonly Value[], data: Given) => Value;

/** Of one series over time a scalar, of several a series over them: those that have a value then. */
const reducing =
  (reduce: (values: readonly number[]) => number): Call =>
  (given) => {
    const [value] = one('a series or an array', given);
    if (typeof value === 'number') throw new SyntaxError('a number is no series');
    if (!('all' in value)) return reduce(value.filter(isThere));
    const [first = []] = value.all;
    return first.map((_, at) => {
      const values = value.all.map((points) => points[at]).filter(isThere);
      return values.length === 0 ? undefined : reduce(values);
    });
  };

/** From each value to the one before it, however many periods ago that was. The first one has none before it. */
const between =
  (calculate: (from: number, to: number, periods: number) => number): ((points: Points) => Points) =>
  (points) => {
    let last: { readonly value: number; readonly at: number } | undefined;
    return points.map((value, at) => {
      if (value === undefined) return undefined;
      const result = last === undefined ? undefined : calculate(last.value, value, at - last.at);
      last = { value, at };
      return result;
    });
  };

export const functions: Readonly<Record<string, Call>> = {
  MAX: reducing((values) => Math.max(...values)),
  MIN: reducing((values) => Math.min(...values)),
  SUM: reducing((values) => values.reduce((sum, value) => sum + value, 0)),
  DIFF: (given) =>
    eachOf(
      one('a series', given)[0],
      between((from, to) => to - from),
    ),
  RATE: (given, { periodMs }) =>
    eachOf(
      one('a series', given)[0],
      between((from, to, periods) => (to - from) / ((periods * periodMs) / 1_000)),
    ),
  FILL: ([filled = 0, filler = 0]) => eachOf(filled, (points) => fill(points, filler)),
  IF: (given) => choose(given),
};

/**
 * A series without any value stays as it is: whether CloudWatch fills what was never published is written nowhere, and
 * an alarm should not depend on it.
 */
function fill(points: Points, filler: Value): Points {
  if (!points.some(isThere)) return points;
  if (typeof filler === 'object' && 'all' in filler) throw new SyntaxError('FILL cannot fill with an array');
  let last: number | undefined;
  return points.map((value, at) => {
    if (value !== undefined) last = value;
    if (value !== undefined) return value;
    if (typeof filler !== 'number') return filler[at];
    return Number.isNaN(filler) ? last : filler;
  });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#using-IF-expressions */
function choose([condition, yes, no]: readonly Value[]): Value {
  if (condition === undefined || yes === undefined) throw new SyntaxError('IF takes a condition and a value');
  for (const value of [condition, yes, no])
    if (typeof value === 'object' && 'all' in value) throw new SyntaxError('IF takes no arrays');
  const series = [condition, yes, no].find((value) => typeof value === 'object') as Points | undefined;
  if (series === undefined) throw new SyntaxError('IF gives a series: one of what it takes must be one');
  const at = (value: Value | undefined, index: number) =>
    typeof value === 'number' ? value : (value as Points | undefined)?.[index];
  return series.map((_, index) => {
    const holds = at(condition, index);
    if (holds === undefined) return undefined;
    // A condition that is a series makes a 0 of a missing value; one that is a number lets the series be.
    return holds === 0 ? at(no, index) : (at(yes, index) ?? (typeof condition === 'number' ? undefined : 0));
  });
}

type Calculate = (one: number, other: number) => number | undefined;

const calculations: Readonly<Record<string, Calculate>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  // The point is dropped.
  '/': (a, b) => (b === 0 ? undefined : a / b),
  '^': (a, b) => a ** b,
  '==': (a, b) => Number(a === b),
  '!=': (a, b) => Number(a !== b),
  '<=': (a, b) => Number(a <= b),
  '>=': (a, b) => Number(a >= b),
  '<': (a, b) => Number(a < b),
  '>': (a, b) => Number(a > b),
  AND: (a, b) => Number(a !== 0 && b !== 0),
  OR: (a, b) => Number(a !== 0 || b !== 0),
};

const combining =
  (calculate: Calculate) =>
  (one: Value, other: Value): Value => {
    if (typeof one === 'number' && typeof other === 'number') {
      const value = calculate(one, other);
      if (value === undefined) throw new SyntaxError('a number is divided by zero');
      return value;
    }
    if (typeof one === 'object' && 'all' in one) {
      if (typeof other === 'object' && 'all' in other) throw new SyntaxError('two arrays cannot be combined');
      return { all: one.all.map((points) => combined(points, other as number | Points, calculate)) };
    }
    if (typeof other === 'object' && 'all' in other)
      return { all: other.all.map((points) => combined(one, points, calculate)) };
    return combined(one, other, calculate);
  };

/** A value that only one of two series has meets a 0. */
function combined(one: number | Points, other: number | Points, calculate: Calculate): Points {
  const length = (typeof one === 'number' ? other : one) as Points;
  return length.map((_, at) => {
    const [a, b] = [typeof one === 'number' ? one : one[at], typeof other === 'number' ? other : other[at]];
    if (typeof one === 'number' || typeof other === 'number')
      return a === undefined || b === undefined ? undefined : calculate(a, b);
    return a === undefined && b === undefined ? undefined : calculate(a ?? 0, b ?? 0);
  });
}

export const operators: Readonly<Record<string, (one: Value, other: Value) => Value>> = Object.fromEntries(
  Object.entries({
    ...calculations,
    '&&': calculations.AND as Calculate,
    '||': calculations.OR as Calculate,
  }).map(([name, calculate]) => [name, combining(calculate)]),
);

const isThere = (value: number | undefined): value is number => value !== undefined;

function one(what: string, given: readonly Value[]): readonly [Value] {
  const [first] = given;
  if (first === undefined || given.length > 1) throw new SyntaxError(`it takes ${what}, got ${given.length}`);
  return [first];
}

function eachOf(value: Value, change: (points: Points) => Points): Value {
  if (typeof value === 'number') throw new SyntaxError('a number is no series');
  return 'all' in value ? { all: value.all.map(change) } : change(value);
}
