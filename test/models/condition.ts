/** `ConditionExpression`, without paths into documents and without `IN`, `size` and the functions on texts and sets. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { compare, type Item, isSame, typeOf } from './attribute-value.ts';
import { type Bindings, type Check, isCall, type Operand, Reader } from './expression.ts';
import { NotModelled } from './sdk-errors.ts';

type Test = (item: Item, bindings: Bindings) => boolean;

export interface Condition {
  readonly placeholders: ReadonlySet<string>;
  readonly checks: readonly Check[];
  readonly holds: Test;
}

const parsed = new Map<string, Condition>();

/** Parsed once per text. Throws `ValidationException`. */
export function conditionOf(text: string): Condition {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const reader = new Reader('ConditionExpression', text);
  const holds = readOr(reader);
  reader.end();
  const condition = { placeholders: reader.placeholders, checks: reader.checks, holds };
  parsed.set(text, condition);
  return condition;
}

function readOr(reader: Reader): Test {
  const one = readAnd(reader);
  if (!reader.skip('OR')) return one;
  const other = readOr(reader);
  return (item, bindings) => one(item, bindings) || other(item, bindings);
}

function readAnd(reader: Reader): Test {
  const one = readNot(reader);
  if (!reader.skip('AND')) return one;
  const other = readAnd(reader);
  return (item, bindings) => one(item, bindings) && other(item, bindings);
}

function readNot(reader: Reader): Test {
  if (!reader.skip('NOT')) return readTest(reader);
  const negated = readNot(reader);
  return (item, bindings) => !negated(item, bindings);
}

function readTest(reader: Reader): Test {
  if (reader.skip('(')) {
    const inner = readOr(reader);
    reader.expect(')');
    if (groups.has(inner)) throw reader.refusal('The expression has redundant parentheses;');
    return group(inner);
  }
  return isCall(reader) ? readFunction(reader) : readComparison(reader);
}

const groups = new WeakSet<Test>();

/** Marked, so that a second pair of parentheses around it is known for what it is. */
function group(inner: Test): Test {
  const marked: Test = (item, bindings) => inner(item, bindings);
  groups.add(marked);
  return marked;
}

function readFunction(reader: Reader): Test {
  const name = reader.take();
  if (name !== 'attribute_exists' && name !== 'attribute_not_exists')
    throw new NotModelled(`the function ${name} is not modelled`);
  reader.expect('(');
  if (reader.next?.startsWith(':'))
    throw reader.refusal(`Operator or function requires a document path; operator or function: ${name}`);
  const path = reader.path();
  reader.expect(')');
  const wanted = name === 'attribute_exists';
  return (item, bindings) => (item[path(bindings)] !== undefined) === wanted;
}

type Comparison = (one: AttributeValue | undefined, other: AttributeValue | undefined) => boolean;

/** Nothing is before or after what is missing or of another type. */
const ordered =
  (holds: (difference: number) => boolean): Comparison =>
  (one, other) => {
    const difference = one === undefined || other === undefined ? undefined : compare(one, other);
    return difference !== undefined && holds(difference);
  };

const isEqual: Comparison = (one, other) => one !== undefined && other !== undefined && isSame(one, other);

const comparisons: Readonly<Record<string, Comparison>> = {
  '=': isEqual,
  // Also true of what is missing or of another type: it is not that value.
  '<>': (one, other) => !isEqual(one, other),
  '<': ordered((difference) => difference < 0),
  '<=': ordered((difference) => difference <= 0),
  '>': ordered((difference) => difference > 0),
  '>=': ordered((difference) => difference >= 0),
};

const orderedTypes = ['S', 'N', 'B'];

function readComparison(reader: Reader): Test {
  const first = readOperand(reader);
  if (reader.skip('BETWEEN')) return readBetween(first.operand, reader);
  const operator = reader.take();
  const comparison = comparisons[operator];
  if (comparison === undefined) {
    if (operator.toUpperCase() === 'IN') throw new NotModelled('IN is not modelled');
    throw reader.syntaxError();
  }
  const second = readOperand(reader);
  if (operator !== '=' && operator !== '<>') {
    for (const { placeholder } of [first, second])
      if (placeholder !== undefined) reader.checkType(placeholder, operator, orderedTypes);
  }
  return (item, bindings) => comparison(first.operand(item, bindings), second.operand(item, bindings));
}

function readBetween(operand: Operand, reader: Reader): Test {
  const low = readOperand(reader);
  reader.expect('AND');
  const high = readOperand(reader);
  const [atLeast, atMost] = [comparisons['>='] as Comparison, comparisons['<='] as Comparison];
  reader.checks.push(({ values }) => {
    const [one, other] = [values[low.placeholder ?? ''], values[high.placeholder ?? '']];
    if (one === undefined || other === undefined) return;
    if (typeOf(one) !== typeOf(other))
      throw reader.refusal('The BETWEEN operator requires same data type for lower and upper bounds');
    if ((compare(one, other) ?? 0) > 0)
      throw reader.refusal(
        'The BETWEEN operator requires upper bound to be greater than or equal to lower bound',
      );
  });
  return (item, bindings) => {
    const value = operand(item, bindings);
    return atLeast(value, low.operand(item, bindings)) && atMost(value, high.operand(item, bindings));
  };
}

function readOperand(reader: Reader): { readonly placeholder?: string; readonly operand: Operand } {
  if (reader.next?.startsWith(':')) return reader.value();
  const path = reader.path();
  return { operand: (item, bindings) => item[path(bindings)] };
}
