/** What a module does as soon as somebody imports it. */
import type { Directive, ForOfStatement, Program, Statement } from 'oxc-parser';
import { parse } from './read-imports.ts';
import type { SourceFile } from './source-file.ts';

/**
 * The statements at the top of a file that are neither an import, nor an export, nor a declaration, as `file:line text`;
 * and its imports for effect alone. A loop that only fills constants of the file's own is part of declaring them.
 */
export function startsSomething(file: SourceFile): readonly string[] {
  const { program, module } = parse(file);
  const lineOf = (offset: number) => file.text.slice(0, offset).split('\n').length;
  const describe = ({ start, end }: { start: number; end: number }) =>
    `${file.path}:${lineOf(start)} ${file.text.slice(start, end).split('\n')[0]}`;
  const own = ownConstants(program);
  return [
    ...program.body.filter((statement) => !declares(statement) && !fills(statement, own)).map(describe),
    ...module.staticImports.filter(({ entries }) => entries.length === 0).map(describe),
  ];
}

const declares = ({ type }: Statement | Directive): boolean =>
  /^(Import|Export(Named|Default|All)|Variable|Function|Class|TS\w+)Declaration$/.test(type);

const ownConstants = ({ body }: Program): readonly string[] =>
  body
    .flatMap((statement) => (statement.type === 'VariableDeclaration' ? statement.declarations : []))
    .flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []));

function fills(statement: Statement | Directive, own: readonly string[]): boolean {
  if (statement.type !== 'ForOfStatement') return false;
  return statementsOf(statement).every((each) => {
    if (each.type !== 'ExpressionStatement' || each.expression.type !== 'CallExpression') return false;
    const { callee } = each.expression;
    return (
      callee.type === 'MemberExpression' &&
      callee.object.type === 'Identifier' &&
      own.includes(callee.object.name)
    );
  });
}

const statementsOf = ({ body }: ForOfStatement): readonly Statement[] =>
  body.type === 'BlockStatement' ? body.body : [body];
