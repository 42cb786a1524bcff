import type { Metafile } from 'esbuild';

export interface BundleSize {
  /** The file of the handler and all that it imports statically: what every cold start reads. */
  readonly entryBytes: number;
  /** With what is imported when it is needed. */
  readonly totalBytes: number;
  /** Where the entry's bytes come from, largest first: a package, or a folder of ours. */
  readonly parts: readonly (readonly [name: string, bytes: number])[];
}

/** Source maps and notices are not counted: they are not deployed. Throws `RangeError` when there is no such entry. */
export function bundleSize({ outputs }: Metafile, entry: string): BundleSize {
  const start = Object.keys(outputs).find((path) => outputs[path]?.entryPoint === entry);
  if (start === undefined) throw new RangeError(`${entry} is no entry`);
  const read = new Set<string>();
  const readFrom = (path: string) => {
    const output = outputs[path];
    if (output === undefined || read.has(path)) return;
    read.add(path);
    for (const { path: imported, kind } of output.imports) {
      if (kind !== 'dynamic-import') readFrom(imported);
    }
  };
  readFrom(start);
  const bytes = (paths: Iterable<string>) =>
    [...paths].reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0);
  const parts = new Map<string, number>();
  for (const path of read) {
    for (const [input, { bytesInOutput }] of Object.entries(outputs[path]?.inputs ?? {})) {
      const part = partOf(input);
      parts.set(part, (parts.get(part) ?? 0) + bytesInOutput);
    }
  }
  return {
    entryBytes: bytes(read),
    totalBytes: bytes(Object.keys(outputs).filter((path) => path.endsWith('.mjs'))),
    parts: [...parts].sort(([, a], [, b]) => b - a),
  };
}

function partOf(input: string): string {
  const [, name] = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input) ?? [];
  return name ?? input.split('/').slice(0, 2).join('/');
}
