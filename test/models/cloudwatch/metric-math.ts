/**
 * Metric math as alarms use it: the functions that the stack may use, and no other.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
import { NotModelled } from '../sdk-errors.ts';
import { functions, operators } from './metric-math-functions.ts';
import type { Given, Points, Value } from './metric-math-values.ts';

export type Expression = (given: Given) => Value;

/** What FILL is told for `REPEAT`: a value that no metric has. */
const repeated = Number.NaN;

const token = /\s*(?:(\d+(?:\.\d+)?)|([A-Za-z]\w*)|(==|!=|<=|>=|&&|\|\||[-+*/^<>(),[\]]))/y;

/** Loosest first. https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html#metric-math-syntax-operators */
const levels: readonly (readonly string[])[] = [
  ['OR', '||'],
  ['AND', '&&'],
  ['==', '!=', '<=', '>=', '<', '>'],
  ['+', '-'],
  ['*', '/'],
  ['^'],
];

/**
 * Reads an expression once, to be worked out often. Throws `NotModelled` for a function that is not known here, and
 * `SyntaxError` for what is no expression.
 */
export function parseExpression(text: string): {
  readonly evaluate: Expression;
  readonly ids: readonly string[];
} {
  const tokens = tokensOf(text);
  const ids = new Set<string>();
  let at = 0;
  const next = () => tokens[at];
  const take = (expected?: string): string => {
    const taken = tokens[at];
    if (taken === undefined || (expected !== undefined && taken !== expected))
      throw new SyntaxError(`${text}: expected ${expected ?? 'more'} instead of ${taken ?? 'the end'}`);
    at += 1;
    return taken;
  };

  const binary = (level: number): Expression => {
    const names = levels[level];
    if (names === undefined) return unary();
    let left = binary(level + 1);
    while (names.includes(next() ?? '')) {
      const operator = operators[take()];
      const [one, other] = [left, binary(level + 1)];
      left = (given) => operator?.(one(given), other(given)) ?? fail(text);
    }
    return left;
  };
  const unary = (): Expression => {
    if (next() !== '-') return primary();
    take();
    const operand = unary();
    return (given) => operators['-']?.(0, operand(given)) ?? fail(text);
  };
  const list = (end: string): Expression[] => {
    const members: Expression[] = [];
    while (next() !== end) {
      if (members.length > 0) take(',');
      members.push(binary(0));
    }
    take(end);
    return members;
  };
  const primary = (): Expression => {
    const taken = take();
    if (taken === '(') {
      const inner = binary(0);
      take(')');
      return inner;
    }
    if (taken === '[') {
      const members = list(']');
      return (given) => ({ all: members.flatMap((member) => seriesIn(member(given), text)) });
    }
    if (/^\d/.test(taken)) return () => Number(taken);
    if (next() === '(') {
      const called = functions[taken];
      if (called === undefined) throw new NotModelled(`${taken} of metric math is not modelled: ${text}`);
      take('(');
      const given = taken === 'FILL' ? fillArguments() : list(')');
      return (data) =>
        called(
          given.map((one) => one(data)),
          data,
        );
    }
    if (!/^[a-z]/.test(taken)) throw new SyntaxError(`${text}: an id starts with a small letter: ${taken}`);
    ids.add(taken);
    return ({ points }) => points.get(taken) ?? fail(`${text}: there is no ${taken}`);
  };
  /** `REPEAT` stands where a value might. */
  const fillArguments = (): Expression[] => {
    const filled = binary(0);
    take(',');
    if (next() === 'LINEAR') throw new NotModelled(`LINEAR of metric math is not modelled: ${text}`);
    const isRepeated = next() === 'REPEAT';
    if (isRepeated) take();
    const filler = isRepeated ? () => repeated : binary(0);
    take(')');
    return [filled, filler];
  };

  const evaluate = binary(0);
  if (at < tokens.length) throw new SyntaxError(`${text}: ${next()} is too much`);
  return { evaluate, ids: [...ids] };
}

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  token.lastIndex = 0;
  while (text.slice(token.lastIndex).trim() !== '') {
    const from = token.lastIndex;
    const found = token.exec(text);
    if (found === null) throw new SyntaxError(`${text}: cannot read "${text.slice(from)}"`);
    tokens.push(found[1] ?? found[2] ?? found[3] ?? '');
  }
  return tokens;
}

function seriesIn(value: Value, text: string): readonly Points[] {
  if (typeof value === 'number') throw new SyntaxError(`${text}: an array holds time series, not a number`);
  return 'all' in value ? value.all : [value];
}

const fail = (message: string): never => {
  throw new SyntaxError(message);
};
