/** Writes each function into a folder of its own, the same bytes whoever builds it and for every environment. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { OutputFile } from 'esbuild';
import { type Bundle, type Bundler, createBundler, legalEnding, root } from './bundle.ts';
import type { FunctionSource } from './function-sources.ts';

/**
 * Builds the entry of each function to `<outDir>/functions/<name>/handler.mjs`, and its source maps to
 * `<outDir>/source-maps/<name>/`. Returns the folder of each, by name. The entries are called `handler.ts`. Who wants to know
 * what is in a bundle is told of each as it is made. Rejects as `bundle` does, and when a file of it is not JSON.
 */
export async function buildFunctions(
  sources: readonly FunctionSource[],
  outDir: string,
  onBundle: (name: string, bundle: Bundle) => void = () => {},
): Promise<Map<string, string>> {
  const built = new Map<string, string>();
  const left = [...sources];
  const lane = async () => {
    const bundler = await createBundler();
    try {
      for (let source = left.shift(); source !== undefined; source = left.shift())
        built.set(source.name, await buildFunction(bundler, source, resolve(outDir), onBundle));
    } finally {
      // Nobody needs what the others would make.
      left.length = 0;
      await bundler.dispose();
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), sources.length) }, lane));
  // In the order of the sources, whichever was made first.
  return new Map(sources.map(({ name }) => [name, built.get(name) ?? '']));
}

/** As `buildFunctions`, of one; returns its folder. */
export async function buildFunction(
  bundler: Bundler,
  source: FunctionSource,
  outDir: string,
  onBundle: (name: string, bundle: Bundle) => void,
): Promise<string> {
  const { name, files = {} } = source;
  const functionDir = join(outDir, 'functions', name);
  const bundled = await bundler.bundle(source);
  onBundle(name, bundled);
  // A chunk of an earlier build would be deployed along, and change the asset's hash.
  await Promise.all(
    [functionDir, sourceMapDir(outDir, name)].map((dir) => rm(dir, { recursive: true, force: true })),
  );
  await Promise.all([
    ...bundled.files
      .filter(({ path }) => !path.endsWith(legalEnding))
      .map((file) => save(file, functionDir, sourceMapDir(outDir, name))),
    ...Object.entries(files).map(([path, source]) => saveJson(name, join(functionDir, path), source)),
  ]);
  return functionDir;
}

/** Part of what is deployed, and so of its hash: another lock is another deployment. Written small, as code is. */
async function saveJson(name: string, target: string, source: string): Promise<void> {
  const text = await readFile(join(root, source), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return;
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, minified(name, source, text));
}

function minified(name: string, source: string, text: string): string {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch (cause) {
    throw new Error(`${name}: ${source} is not JSON`, { cause });
  }
}

const sourceMapDir = (outDir: string, name: string) => join(outDir, 'source-maps', name);

async function save({ path, contents }: OutputFile, functionDir: string, mapDir: string): Promise<void> {
  const target = join(path.endsWith('.map') ? mapDir : functionDir, basename(path));
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, contents);
}
