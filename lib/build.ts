/** Bundles each function into a folder of its own, the same bytes whoever builds it and for every environment. */
import { access, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, type Metafile, type OutputFile } from 'esbuild';
import type { FunctionSource } from './functions.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Not `NodejsFunction`, which cannot split. Splitting keeps what a normal message never needs, and imports dynamically,
 * out of the file that every cold start reads.
 */
const options = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // The default, main first, takes the CommonJS builds of the AWS SDK: half as large again, and nothing shaken off.
  mainFields: ['module', 'main'],
  splitting: true,
  entryNames: '[name]',
  chunkNames: 'chunk-[hash]',
  outExtension: { '.js': '.mjs' },
  minify: true,
  charset: 'utf8',
  legalComments: 'none',
  // Beside the bundle, never in it: Lambda would load two megabytes more to print a nicer stack.
  sourcemap: 'external',
  sourcesContent: false,
  metafile: true,
  write: false,
  logLevel: 'silent',
  alias: { '@aws-sdk/credential-provider-node': './functions/core/aws/environment-credentials.ts' },
} satisfies BuildOptions;

/** What a bundle must not hold, with what to do about it: each costs every cold start more than all our own code. */
const unwanted = [
  { input: /node_modules\/zod\/v4\/locales\/(?!en\.)/, advice: "import * as z from 'zod/mini'" },
  { input: /node_modules\/zod\/v4\/classic\//, advice: "import * as z from 'zod/mini'" },
  { input: /node_modules\/undici\//, advice: 'send requests with node:https' },
  {
    input: /node_modules\/(@aws-sdk|@smithy)\/credential-provider-(?!env\/)/,
    advice: 'keep the alias in lib/build.ts',
  },
  { input: /node_modules\/aws-xray-sdk/, advice: 'leave tracing to Lambda' },
];

/**
 * Builds the entry of each function to `<outDir>/functions/<name>/handler.mjs`, and its source maps to
 * `<outDir>/source-maps/<name>/`. Returns the folder of each, by name. The entries are called `handler.ts`.
 * Rejects when one is missing, does not bundle, takes in what `unwanted` lists, or a file of it is not JSON.
 */
export async function buildFunctions(
  sources: readonly FunctionSource[],
  outDir: string,
): Promise<Map<string, string>> {
  const built = sources.map(
    async (source) => [source.name, await buildFunction(source, resolve(outDir))] as const,
  );
  return new Map(await Promise.all(built));
}

async function buildFunction({ name, entry, files = {} }: FunctionSource, outDir: string): Promise<string> {
  await access(join(root, entry)).catch((cause) => {
    throw new Error(`${name}: there is no ${entry}: the README says how an integration is made`, {
      cause,
    });
  });
  const functionDir = join(outDir, 'functions', name);
  // Not the folder it is written to: names of chunks are hashes that source maps, and so the paths in them, go into.
  const outdir = join('dist', name);
  const { outputFiles, metafile } = await build({ ...options, entryPoints: [entry], outdir });
  refuseUnwanted(name, metafile);
  // A chunk of an earlier build would be deployed along, and change the asset's hash.
  await Promise.all(
    [functionDir, sourceMapDir(outDir, name)].map((dir) => rm(dir, { recursive: true, force: true })),
  );
  await Promise.all([
    ...outputFiles.map((file) => save(file, functionDir, sourceMapDir(outDir, name))),
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

function refuseUnwanted(name: string, { outputs }: Metafile): void {
  const bundled = Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0);
  for (const [path] of bundled) {
    const found = unwanted.find(({ input }) => input.test(path));
    if (found !== undefined) {
      throw new Error(`${name}: the bundle must not hold ${path}: ${found.advice}`);
    }
  }
}
