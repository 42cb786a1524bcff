/** `UpdateExpression`: `SET`, `REMOVE`, and `ADD` for numbers, on top-level attributes. */
import { type Item, typeOf } from './attribute-value.ts';
import { add, negated } from './decimal.ts';
import { type Bindings, type Check, isCall, type Operand, type Path, Reader } from './expression.ts';
import { NotModelled, validationError } from './sdk-errors.ts';

interface Action {
  readonly path: Path;
  /** What the attribute becomes; nothing: it is removed. */
  readonly operand: Operand | undefined;
}

export interface Update {
  readonly placeholders: ReadonlySet<string>;
  readonly checks: readonly Check[];
  /** Names of the attributes that it is about. */
  readonly targets: (bindings: Bindings) => readonly string[];
  /** The changed copy; every operand reads the item as it was. Throws `ValidationException`. */
  readonly apply: (item: Item, bindings: Bindings) => Item;
}

const parsed = new Map<string, Update>();

/** Parsed once per text. Throws `ValidationException`. */
export function updateOf(text: string): Update {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const reader = new Reader('UpdateExpression', text);
  const actions = readSections(reader);
  const targets = (bindings: Bindings) => actions.map(({ path }) => path(bindings));
  reader.checks.push((bindings) => {
    const names = targets(bindings);
    if (new Set(names).size < names.length)
      throw reader.refusal('Two document paths overlap with each other; must remove or rewrite one');
  });
  const update = {
    placeholders: reader.placeholders,
    checks: reader.checks,
    targets,
    apply: (item: Item, bindings: Bindings) => applied(actions, item, bindings),
  };
  parsed.set(text, update);
  return update;
}

function applied(actions: readonly Action[], item: Item, bindings: Bindings): Item {
  const changed = { ...item };
  for (const { path, operand } of actions) {
    const name = path(bindings);
    if (operand === undefined) {
      delete changed[name];
      continue;
    }
    const value = operand(item, bindings);
    if (value === undefined)
      throw validationError('The provided expression refers to an attribute that does not exist in the item');
    changed[name] = value;
  }
  return changed;
}

const sections: Readonly<Record<string, (reader: Reader) => Action>> = {
  SET: readSet,
  REMOVE: (reader) => ({ path: reader.path(), operand: undefined }),
  ADD: readAdd,
};

function readSections(reader: Reader): Action[] {
  const seen = new Set<string>();
  const actions: Action[] = [];
  while (reader.next !== undefined) {
    const section = reader.take().toUpperCase();
    if (section === 'DELETE') throw new NotModelled('the DELETE section is not modelled');
    const read = sections[section];
    if (read === undefined) throw reader.syntaxError();
    if (seen.has(section))
      throw reader.refusal(`The "${section}" section can only be used once in an update expression;`);
    seen.add(section);
    do actions.push(read(reader));
    while (reader.skip(','));
  }
  return actions;
}

function readSet(reader: Reader): Action {
  const path = reader.path();
  reader.expect('=');
  const one = readOperand(reader);
  const operator = reader.next;
  if (operator !== '+' && operator !== '-') return { path, operand: one.operand };
  reader.take();
  const other = readOperand(reader);
  for (const { placeholder } of [one, other])
    if (placeholder !== undefined) reader.checkType(placeholder, operator, ['N']);
  const operand: Operand = (item, bindings) => {
    const [left, right] = [one.operand(item, bindings), other.operand(item, bindings)];
    if (left === undefined || right === undefined) return undefined;
    if (left.N === undefined || right.N === undefined)
      throw validationError('An operand in the update expression has an incorrect data type');
    return { N: add(left.N, operator === '+' ? right.N : negated(right.N)) };
  };
  return { path, operand };
}

/** `placeholder`: it is a value as it stands in the request. */
function readOperand(reader: Reader): { readonly placeholder?: string; readonly operand: Operand } {
  if (reader.next?.startsWith(':')) return reader.value();
  if (!isCall(reader)) {
    const path = reader.path();
    return { operand: (item, bindings) => item[path(bindings)] };
  }
  const name = reader.take();
  if (name !== 'if_not_exists') throw new NotModelled(`the function ${name} is not modelled`);
  reader.expect('(');
  if (reader.next?.startsWith(':'))
    throw reader.refusal(`Operator or function requires a document path; operator or function: ${name}`);
  const path = reader.path();
  reader.expect(',');
  const { operand } = readOperand(reader);
  reader.expect(')');
  return { operand: (item, bindings) => item[path(bindings)] ?? operand(item, bindings) };
}

function readAdd(reader: Reader): Action {
  const path = reader.path();
  const { placeholder, operand } = reader.value();
  reader.checks.push(({ values }) => {
    if (/^[SNB]S$/.test(typeOf(values[placeholder]))) throw new NotModelled('ADD to a set is not modelled');
  });
  reader.checkType(placeholder, 'ADD', ['N']);
  const sum: Operand = (item, bindings) => {
    const [there, added] = [item[path(bindings)] ?? { N: '0' }, operand(item, bindings)];
    if (there.N === undefined || added?.N === undefined)
      throw validationError('An operand in the update expression has an incorrect data type');
    return { N: add(there.N, added.N) };
  };
  return { path, operand: sum };
}
