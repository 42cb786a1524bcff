/** Which names a file mentions in its code: comments, strings and templates' text are no code. */
import { type Expression, Visitor } from 'oxc-parser';
import { parse } from './read-imports.ts';
import type { SourceFile } from './source-file.ts';

/**
 * Each name (`process`), each member of a name (`Date.now`), what is called (`fetch()`), `async`, `await`, and
 * `new Date()` where it reads the clock.
 */
export function readMentions(file: SourceFile): ReadonlySet<string> {
  const mentions = new Set<string>();
  const markAsync = ({ async }: { async: boolean }) => {
    if (async) mentions.add('async');
  };
  new Visitor({
    Identifier: ({ name }) => mentions.add(name),
    MemberExpression({ object, property, computed }) {
      const member = computed && property.type === 'Literal' ? property.value : nameOf(property);
      if (object.type === 'Identifier') mentions.add(`${object.name}.${member}`);
    },
    CallExpression({ callee }) {
      const called = callee.type === 'MemberExpression' ? nameOf(callee.property) : nameOf(callee);
      mentions.add(`${called}()`);
    },
    NewExpression({ callee, arguments: given }) {
      if (given.length === 0) mentions.add(`new ${nameOf(callee)}()`);
    },
    AwaitExpression: () => mentions.add('await'),
    ArrowFunctionExpression: markAsync,
    FunctionDeclaration: markAsync,
    FunctionExpression: markAsync,
  }).visit(parse(file).program);
  return mentions;
}

const nameOf = (node: Expression | { type: 'PrivateIdentifier'; name: string }): string =>
  node.type === 'Identifier' || node.type === 'PrivateIdentifier' ? node.name : '';
