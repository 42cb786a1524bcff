/** Sources as a rule reads them: texts, imports and calls, each with its line. */
import { globSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { type Node, parseSync } from 'oxc-parser';

/** A text in the code: a string, or what stands between two values in a template. Comments are none. */
export interface Text {
  readonly value: string;
  readonly line: number;
  /** What it is given to: the name of the property or the constant that it is the value of. */
  readonly name: string | undefined;
}

/** An import or an export from elsewhere; types too. */
export interface Import {
  readonly from: string;
  readonly line: number;
}

/** A property of an object, and where the object around it stands. */
export interface Property {
  readonly name: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export interface SourceFile {
  /** From the top of the repository, with slashes. */
  readonly path: string;
  readonly lines: readonly string[];
  readonly texts: readonly Text[];
  readonly imports: readonly Import[];
  readonly properties: readonly Property[];
  /** Of functions called by a plain name: `fetch`, `defineDestination`; `globalThis.fetch` is called `fetch`. */
  readonly calls: readonly { readonly name: string; readonly line: number }[];
}

/** What runs, what deploys it, and what was recorded of third parties; tests and their fixtures are not looked at. */
const looked = ['{bin,functions,lib}/**/*.{ts,mts,js,mjs,json}', 'contracts/*.lock.json'];

/** @param root top of the repository */
export function readSourceFiles(root: string): readonly SourceFile[] {
  return globSync(looked, { cwd: root, exclude: (name) => name === 'node_modules' })
    .map((path) => path.split(sep).join('/'))
    .sort()
    .map((path) => sourceFile(path, readFileSync(join(root, path), 'utf8')));
}

/** Pure. What does not parse is read as far as it goes: the compiler says the rest. */
export function sourceFile(path: string, text: string): SourceFile {
  const lines = text.split('\n');
  const starts = lineStarts(lines);
  const line = (at: number) => lineAt(starts, at);
  const texts: Text[] = [];
  const imports: Import[] = [];
  const properties: Property[] = [];
  const calls: { name: string; line: number }[] = [];
  // JSON is an expression, once it stands in brackets; the bracket takes the place of no line.
  const isJson = path.endsWith('.json');
  const { program } = parseSync(isJson ? `${path}.js` : path, isJson ? `(${text})` : text);
  walk(program, undefined, undefined, (node, name, parent) => {
    if (node.type === 'Literal' && typeof node.value === 'string') {
      if (isSource(parent)) imports.push({ from: node.value, line: line(node.start) });
      else texts.push({ value: node.value, line: line(node.start), name });
    }
    if (node.type === 'TemplateElement')
      texts.push({
        value: node.value.cooked ?? node.value.raw,
        line: line(node.start),
        name,
      });
    if (node.type === 'Property') {
      const { start, end } = node;
      properties.push({ name: nameOf(node.key), line: line(start), start, end });
    }
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      const { callee } = node;
      const called = callee.type === 'MemberExpression' && isGlobal(callee.object) ? callee.property : callee;
      if (called.type === 'Identifier') calls.push({ name: called.name, line: line(node.start) });
    }
  });
  return { path, lines, texts, imports, properties, calls };
}

const isGlobal = (node: Node) => node.type === 'Identifier' && node.name === 'globalThis';

const isSource = (parent: Node | undefined) =>
  parent !== undefined &&
  (parent.type === 'ImportDeclaration' ||
    parent.type === 'ImportExpression' ||
    parent.type === 'ExportAllDeclaration' ||
    parent.type === 'ExportNamedDeclaration');

/** Goes through a tree in the order of the text. `name`: what the value at hand is given to. */
function walk(
  node: Node,
  name: string | undefined,
  parent: Node | undefined,
  visit: (node: Node, name: string | undefined, parent: Node | undefined) => void,
): void {
  visit(node, name, parent);
  for (const [key, value] of Object.entries(node)) {
    const inner = node.type === 'Property' && key === 'key' ? undefined : (givenTo(node) ?? name);
    for (const child of Array.isArray(value) ? value : [value])
      if (typeof child === 'object' && child !== null && typeof child.type === 'string')
        walk(child, inner, node, visit);
  }
}

function givenTo(node: Node): string | undefined {
  switch (node.type) {
    case 'Property':
    case 'PropertyDefinition':
      return nameOf(node.key);
    case 'VariableDeclarator':
      return nameOf(node.id);
    case 'AssignmentExpression':
      return nameOf(node.left.type === 'MemberExpression' ? node.left.property : node.left);
    default:
      return undefined;
  }
}

function nameOf(node: Node): string {
  if (node.type === 'Identifier') return node.name;
  return node.type === 'Literal' && typeof node.value === 'string' ? node.value : '';
}

function lineStarts(lines: readonly string[]): readonly number[] {
  const starts: number[] = [];
  let at = 0;
  for (const { length } of lines) {
    starts.push(at);
    at += length + 1;
  }
  return starts;
}

function lineAt(starts: readonly number[], at: number): number {
  const after = starts.findIndex((start) => start > at);
  return after < 0 ? starts.length : after;
}
