/** Where something of the lists is declared: they hold values, which do not know their file. */
import type { Place } from './rule.ts';
import type { SourceFile } from './source-file.ts';

/** The file under `folder` in which `value` is given to `property`; the folder's own list when there is none. */
export function declaredAt(
  files: readonly SourceFile[],
  folder: string,
  property: string,
  value: string,
): Place {
  for (const { path, texts } of files) {
    if (!path.startsWith(`${folder}/`) || path.endsWith('.json')) continue;
    const found = texts.find((text) => text.value === value && text.name === property);
    if (found !== undefined) return { file: path, line: found.line };
  }
  // A name that is an argument: `accountOf(stripe, 'stripe-us')`.
  for (const { path, texts } of files) {
    const found = path.startsWith(`${folder}/`) && texts.find((text) => text.value === value);
    if (found) return { file: path, line: found.line };
  }
  return { file: folder, line: 1 };
}
