/** Puts a line into one of the lists that say what there is. The list is read as code, so that any layout of it does. */
import { parseSync } from 'oxc-parser';

export interface Entry {
  /** Of the list, from the top of the repository. */
  readonly path: string;
  /** The exported constant that holds the list. */
  readonly list: string;
  /** The name that stands in the list. */
  readonly name: string;
  /** `{ name }`, or the name alone for a default export. */
  readonly imports: string;
  /** As it is imported. */
  readonly from: string;
}

/** Both lines as a person would write them. */
export const importLine = ({ imports, from }: Entry) => `import ${imports} from '${from}';`;

/** The text with the entry at the end of its list; the same text when it is there; `undefined`: there is no such list. */
export function enlisted(text: string, entry: Entry): string | undefined {
  const { program, errors } = parseSync(entry.path, text);
  if (errors.length > 0) return undefined;
  const list = program.body
    .flatMap((each) => (each.type === 'ExportNamedDeclaration' && each.declaration ? [each.declaration] : []))
    .flatMap((each) => (each.type === 'VariableDeclaration' ? each.declarations : []))
    .flatMap(({ id, init }) => {
      const value = init?.type === 'TSAsExpression' ? init.expression : init;
      return id.type === 'Identifier' && id.name === entry.list && value?.type === 'ArrayExpression'
        ? [value]
        : [];
    })[0];
  if (list === undefined) return undefined;
  const names = list.elements.map((each) => (each?.type === 'Identifier' ? each.name : ''));
  if (names.includes(entry.name)) return text;
  const last = list.elements.at(-1);
  const [at, added] = last ? [last.end, `, ${entry.name}`] : [list.start + 1, entry.name];
  const withEntry = `${text.slice(0, at)}${added}${text.slice(at)}`;
  const imports = program.body.filter(({ type }) => type === 'ImportDeclaration');
  const importAt = imports.at(-1)?.end ?? 0;
  return `${withEntry.slice(0, importAt)}\n${importLine(entry)}${withEntry.slice(importAt)}`;
}
