/** The input of an operation as a mapping has to fill it: its fields, read off the types in its file. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Program, parseSync, type TSSignature, type TSType } from 'oxc-parser';

export interface TargetField {
  readonly name: string;
  /** As it is written. */
  readonly type: string;
  readonly optional: boolean;
  readonly nullable: boolean;
  /** Of an object that is filled field by field; `undefined`: of a value. */
  readonly fields: readonly TargetField[] | undefined;
}

export interface OperationFound {
  /** `createCustomer`. */
  readonly constant: string;
  /** `CustomerParams`. */
  readonly input: string;
  /** `undefined`: its type has no declared fields that could be read. */
  readonly fields: readonly TargetField[] | undefined;
}

/** Deeper, a type leads to itself. */
const depthMax = 6;

/** What the file exports by `defineOperation<Input>`; `undefined`: nothing. */
export function operationIn(path: string): OperationFound | undefined {
  const file = readFile(path);
  const found = constants(file.program).find(({ callee }) => callee === 'defineOperation');
  const [type] = found?.types ?? [];
  if (found === undefined || type?.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier')
    return undefined;
  const fields = fieldsOf(type, file, 0);
  return {
    constant: found.name,
    input: type.typeName.name,
    fields: fields === undefined || fields.length === 0 ? undefined : fields,
  };
}

export interface EventFound {
  readonly path: string;
  /** `customerCreated`. */
  readonly constant: string;
  /** `CustomerCreated`; `undefined`: the file exports no type of the data. */
  readonly data: string | undefined;
}

/** What the file exports by `defineEvent({ type, version })`; `undefined`: nothing of these. */
export function eventIn(
  path: string,
  { type, version }: { readonly type: string; readonly version?: string },
): EventFound | undefined {
  const { program, text } = readFile(path);
  const found = constants(program).find(
    ({ callee, texts }) => callee === 'defineEvent' && texts.type === type && texts.version === version,
  );
  if (found === undefined) return undefined;
  const data = new RegExp(`export type (\\w+) = DataOf<typeof ${found.name}>`).exec(text)?.[1];
  return { path, constant: found.name, data };
}

interface File {
  readonly path: string;
  readonly text: string;
  readonly program: Program;
}

function readFile(path: string): File {
  const text = readFileSync(path, 'utf8');
  return { path, text, program: parseSync(path, text).program };
}

function declarationsOf(program: Program) {
  return program.body.flatMap((each) =>
    each.type === 'ExportNamedDeclaration' ? (each.declaration ? [each.declaration] : []) : [each],
  );
}

/** Constants that are made by a call, and the texts that stand in its argument. */
function constants(program: Program) {
  return declarationsOf(program)
    .flatMap((each) => (each.type === 'VariableDeclaration' ? each.declarations : []))
    .flatMap(({ id, init }) => {
      if (id.type !== 'Identifier' || init?.type !== 'CallExpression' || init.callee.type !== 'Identifier')
        return [];
      const [first] = init.arguments;
      const texts: Record<string, unknown> = {};
      for (const each of first?.type === 'ObjectExpression' ? first.properties : []) {
        if (each.type !== 'Property' || each.key.type !== 'Identifier' || each.value.type !== 'Literal')
          continue;
        texts[each.key.name] = each.value.value;
      }
      return [{ name: id.name, callee: init.callee.name, types: init.typeArguments?.params, texts }];
    });
}

/** The fields of an object type; `undefined`: it is a value, or nothing that can be read from here. */
function fieldsOf(type: TSType, file: File, depth: number): readonly TargetField[] | undefined {
  if (depth > depthMax) return undefined;
  if (type.type === 'TSTypeLiteral') return membersOf(type.members, file, depth);
  if (type.type === 'TSParenthesizedType') return fieldsOf(type.typeAnnotation, file, depth);
  if (type.type === 'TSIntersectionType') {
    const all = type.types.map((each) => fieldsOf(each, file, depth + 1));
    return all.some((fields) => fields === undefined) ? undefined : all.flatMap((fields) => fields ?? []);
  }
  if (type.type !== 'TSTypeReference' || type.typeName.type !== 'Identifier') return undefined;
  const { name } = type.typeName;
  const [inner] = type.typeArguments?.params ?? [];
  if (name === 'Readonly' && inner !== undefined) return fieldsOf(inner, file, depth + 1);
  return declared(name, file, depth);
}

/** Of a type by name, in this file or in the one that it is imported from. */
function declared(name: string, file: File, depth: number): readonly TargetField[] | undefined {
  for (const each of declarationsOf(file.program)) {
    if (each.type === 'TSInterfaceDeclaration' && each.id.name === name) {
      const inherited = each.extends.flatMap(({ expression }) =>
        expression.type === 'Identifier' ? (declared(expression.name, file, depth + 1) ?? []) : [],
      );
      return [...inherited, ...membersOf(each.body.body, file, depth)];
    }
    if (each.type === 'TSTypeAliasDeclaration' && each.id.name === name) {
      return fieldsOf(each.typeAnnotation, file, depth + 1);
    }
    if (each.type !== 'ImportDeclaration' || !each.source.value.startsWith('.')) continue;
    const specifier = each.specifiers.find(({ local }) => local.name === name);
    if (specifier?.type !== 'ImportSpecifier' || specifier.imported.type !== 'Identifier') continue;
    return declared(
      specifier.imported.name,
      readFile(join(dirname(file.path), each.source.value)),
      depth + 1,
    );
  }
  return undefined;
}

function membersOf(members: readonly TSSignature[], file: File, depth: number): readonly TargetField[] {
  return members.flatMap((member) => {
    if (member.type !== 'TSPropertySignature' || member.typeAnnotation == null) return [];
    const { key } = member;
    const name =
      key.type === 'Identifier' ? key.name : key.type === 'Literal' ? String(key.value) : undefined;
    if (name === undefined) return [];
    const written = member.typeAnnotation.typeAnnotation;
    const parts = written.type === 'TSUnionType' ? written.types : [written];
    const own = parts.filter(({ type }) => type !== 'TSNullKeyword' && type !== 'TSUndefinedKeyword');
    const [only] = own;
    return [
      {
        name,
        type: own.map(({ start, end }) => file.text.slice(start, end)).join(' | '),
        optional: member.optional || parts.some(({ type }) => type === 'TSUndefinedKeyword'),
        nullable: parts.some(({ type }) => type === 'TSNullKeyword'),
        fields: own.length === 1 && only !== undefined ? fieldsOf(only, file, depth + 1) : undefined,
      },
    ];
  });
}
