/**
 * What a file imports. A parser reads it and no regular expression: what stands in a comment or a string is no import,
 * and `import type`, a re-export and `import('./a.ts').A` within a type are.
 */
import { dirname, join } from 'node:path/posix';
import { type ParseResult, parseSync, Visitor } from 'oxc-parser';
import type { SourceFile } from './source-file.ts';

export interface Import {
  /** Path of the file that imports. */
  readonly from: string;
  readonly line: number;
  /** Path of the file that it imports, or the name of a package: `zod/mini`, `node:fs`. */
  readonly to: string;
  readonly isPackage: boolean;
}

/** Throws when `text` is no TypeScript. An `import()` of something computed is none of ours and left out. */
export function readImports({ path, text }: SourceFile): readonly Import[] {
  const parsed = parse({ path, text });
  const found: [specifier: string, offset: number][] = [
    ...parsed.module.staticImports.map((each) => [each.moduleRequest.value, each.start] as [string, number]),
    ...parsed.module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, start }) =>
        moduleRequest === null ? [] : [[moduleRequest.value, start] as [string, number]],
      ),
    ),
  ];
  // The tree costs ten times what the list of imports does.
  if (/\bimport\s*\(/.test(text)) {
    new Visitor({
      ImportExpression({ source, start }) {
        if (source.type === 'Literal' && typeof source.value === 'string') found.push([source.value, start]);
      },
      TSImportType: ({ source, start }) => found.push([source.value, start]),
    }).visit(parsed.program);
  }
  return found.map(([specifier, offset]) => ({
    from: path,
    line: text.slice(0, offset).split('\n').length,
    to: specifier.startsWith('.') ? join(dirname(path), specifier) : specifier,
    isPackage: !specifier.startsWith('.'),
  }));
}

/** Throws when the parser refuses the text, naming the file. */
export function parse({ path, text }: SourceFile): ParseResult {
  const parsed = parseSync(path, text);
  if (parsed.errors[0] !== undefined) throw new Error(`${path}: ${parsed.errors[0].message}`);
  return parsed;
}
