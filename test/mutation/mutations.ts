/** All small bugs that can be made in a source, one place each. Pure. */
import { type Node, parseSync } from 'oxc-parser';

export interface Mutation {
  readonly line: number;
  /** What stands there, and what stands there instead. */
  readonly from: string;
  readonly to: string;
  readonly source: string;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly to: string;
}

/** A number below it is a count or a part of a product: one more and one less. Above it: a tenth. */
const countMax = 100;

export function mutationsOf(source: string, path: string): readonly Mutation[] {
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const edits: Edit[] = [];
  visit(program as unknown as Node, source, edits);
  const seen = new Set<string>();
  return edits
    .filter(({ start, end, to }) => to !== source.slice(start, end))
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .flatMap(({ start, end, to }) => {
      const changed = source.slice(0, start) + to + source.slice(end);
      if (seen.has(changed)) return [];
      seen.add(changed);
      const line = source.slice(0, start).split('\n').length;
      return [{ line, from: source.slice(start, end), to, source: changed }];
    });
}

type Any = Node & Record<string, unknown>;

const isNode = (value: unknown): value is Any =>
  typeof value === 'object' && value !== null && typeof (value as Any).type === 'string';

/** What says nothing at run time, and what is said to people. */
const isLeftAlone = ({ type }: Node) =>
  (type.startsWith('TS') &&
    !['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression'].includes(type)) ||
  type.startsWith('Import') ||
  type === 'ExportAllDeclaration' ||
  // The text of an error; whether it is thrown is another mutation.
  type === 'ThrowStatement';

function visit(node: Any | Node, source: string, edits: Edit[]): void {
  // `[a = 0] = …`: for the compiler, which does not know how long a list is.
  if (node.type === 'ArrayPattern') return;
  if (isLeftAlone(node)) {
    if (node.type === 'ThrowStatement') edits.push({ start: node.start, end: node.end, to: ';' });
    return;
  }
  edits.push(...editsOf(node as Any, source));
  for (const [key, value] of Object.entries(node)) {
    if (
      key === 'typeAnnotation' ||
      key === 'returnType' ||
      key === 'typeArguments' ||
      key === 'typeParameters'
    )
      continue;
    // A name that is a text, and the step of a loop, which would not end.
    if (node.type === 'Property' && key === 'key' && !(node as Any).computed) continue;
    if (node.type === 'ForStatement' && key === 'update') continue;
    for (const one of Array.isArray(value) ? value : [value]) if (isNode(one)) visit(one, source, edits);
  }
}

const others: Readonly<Record<string, readonly string[]>> = {
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
};

const otherMethods: Readonly<Record<string, string>> = {
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  some: 'every',
  every: 'some',
  min: 'max',
  max: 'min',
  ceil: 'floor',
  floor: 'ceil',
  toLowerCase: 'toUpperCase',
  toUpperCase: 'toLowerCase',
};
/** A call that is left out leaves what it was called on. */
const leftOut = [
  'trim',
  'sort',
  'toSorted',
  'filter',
  'slice',
  'reverse',
  'toLowerCase',
  'normalize',
  'padStart',
  'padEnd',
  'flat',
];

function editsOf(node: Any, source: string): readonly Edit[] {
  const { start, end } = node;
  const at = (to: string, from = start, until = end): Edit => ({ start: from, end: until, to });
  const text = (one: unknown) => source.slice((one as Node).start, (one as Node).end);
  switch (node.type) {
    case 'Literal':
      return literalEdits(node as never, source);
    case 'TemplateLiteral':
      return [at('``')];
    case 'UnaryExpression':
      return node.operator === '!' ? [at(text(node.argument))] : [];
    case 'BinaryExpression':
    case 'LogicalExpression': {
      const { left, right, operator } = node as unknown as { left: Node; right: Node; operator: string };
      if (operator === '+' && [left, right].some(isText)) return [];
      const between = source.slice(left.end, right.start);
      return (others[operator] ?? []).map((other) =>
        at(between.replace(operator, other), left.end, right.start),
      );
    }
    case 'IfStatement':
    case 'ConditionalExpression': {
      const { test } = node as unknown as { test: Node };
      return ['true', 'false'].map((to) => at(to, test.start, test.end));
    }
    case 'ExpressionStatement':
      return (node.expression as Node).type === 'Literal' ? [] : [at(';')];
    case 'ReturnStatement':
      return [];
    case 'ArrayExpression':
      return elementEdits(node.elements as readonly (Node | null)[], source, 1);
    case 'ObjectExpression':
      return elementEdits(node.properties as readonly Node[], source, 2);
    case 'CallExpression': {
      const callee = node.callee as Any;
      if (callee.type !== 'MemberExpression' || callee.computed === true) return [];
      const { name } = callee.property as unknown as { name: string };
      const property = callee.property as Node;
      const other = Object.hasOwn(otherMethods, name) ? otherMethods[name] : undefined;
      return [
        ...(other === undefined ? [] : [at(other, property.start, property.end)]),
        ...(leftOut.includes(name) ? [at(text(callee.object))] : []),
      ];
    }
    default:
      return [];
  }
}

const isText = ({ type, value }: Node & { value?: unknown }) =>
  type === 'TemplateLiteral' || (type === 'Literal' && typeof value === 'string');

/** A table with a row less. What is computed is no table. */
function elementEdits(elements: readonly (Node | null)[], source: string, least: number): Edit[] {
  const plain = elements.filter((one): one is Node => one !== null && isPlain(one));
  if (plain.length !== elements.length || plain.length < least) return [];
  return plain.map(({ start, end }) => {
    const comma = /^\s*,/.exec(source.slice(end));
    return { start, end: end + (comma?.[0].length ?? 0), to: '' };
  });
}

function isPlain(node: Node): boolean {
  const one = node as Any;
  if (one.type === 'Literal') return true;
  if (one.type === 'ArrayExpression') return (one.elements as readonly Node[]).every(isPlain);
  if (one.type === 'Property') return isPlain(one.value as Node);
  return one.type === 'ArrowFunctionExpression';
}

function literalEdits(
  node: { start: number; end: number; value: unknown; raw: string; regex?: object },
  source: string,
): Edit[] {
  const at = (to: string): Edit => ({ start: node.start, end: node.end, to });
  const { value } = node;
  if (node.regex !== undefined) return expressionEdits(source.slice(node.start, node.end)).map(at);
  if (typeof value === 'number') return numbersBeside(value).map((other) => at(`${other}`));
  if (typeof value === 'boolean') return [at(`${!value}`)];
  if (typeof value === 'string') return [at(value === '' ? "'mutated'" : "''")];
  return [];
}

function numbersBeside(value: number): readonly number[] {
  if (!Number.isInteger(value)) return [value * 0.9, value * 1.1];
  const step = value < countMax ? 1 : Math.round(value / 10);
  return value === 0 ? [1] : [value - step, value + step];
}

/** Without an end, with one time more or less. */
function expressionEdits(raw: string): readonly string[] {
  const close = raw.lastIndexOf('/');
  const [inner, flags] = [raw.slice(1, close), raw.slice(close + 1)];
  const changed = [
    inner.replace(/^\^/, ''),
    inner.replace(/\$$/, ''),
    ...[...inner.matchAll(/\{(\d+)(,?)(\d*)\}/g)].map((match) => {
      const [whole, first = '', comma = '', last = ''] = match;
      const more = last === '' ? `{${Number(first) + 1}${comma}}` : `{${first}${comma}${Number(last) + 1}}`;
      return inner.slice(0, match.index) + more + inner.slice(match.index + whole.length);
    }),
    ...[...inner.matchAll(/(?<!\\)[+*](?!\?)/g)].map(
      ({ 0: sign, index }) => inner.slice(0, index) + (sign === '+' ? '*' : '+') + inner.slice(index + 1),
    ),
  ];
  return changed.filter((one) => one !== inner && one !== '').map((one) => `/${one}/${flags}`);
}
