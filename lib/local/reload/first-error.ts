/** What esbuild throws. https://esbuild.github.io/api/#build-failures */
interface BuildFailure {
  readonly errors?: readonly {
    readonly text: string;
    readonly location?: { readonly file: string; readonly line: number; readonly column: number } | null;
  }[];
}

/** The one thing to mend first, in one line: `mapping.ts:3:7: Expected ";" but found "x"`. */
export function firstError(error: unknown): string {
  const [first] = (error as BuildFailure).errors ?? [];
  if (first === undefined)
    return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  const { text, location } = first;
  // esbuild counts columns from 0, editors from 1.
  return location == null ? text : `${location.file}:${location.line}:${location.column + 1}: ${text}`;
}
