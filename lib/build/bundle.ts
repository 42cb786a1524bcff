/** One function's code as esbuild makes it: the same bytes whoever bundles it. */
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build, context, type Metafile, type OutputFile } from 'esbuild';
import type { FunctionSource } from './function-sources.ts';
import { unusedContracts } from './unused-contracts.ts';

/** Top of the repository. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Bundle {
  /** Code, source maps, and what stands in comments of it about licenses. */
  readonly files: readonly OutputFile[];
  readonly metafile: Metafile;
}

function slimClient(name: string) {
  return { [`@aws-sdk/${name}`]: `./functions/core/aws/slim/${name}.ts` };
}

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
  // Into a file of their own, which no cold start reads (notices.ts).
  legalComments: 'external',
  // Beside the bundle, never in it: Lambda would load two megabytes more to print a nicer stack.
  sourcemap: 'external',
  sourcesContent: false,
  metafile: true,
  write: false,
  logLevel: 'silent',
  alias: {
    // Only keys that are expressions are searched for: nothing here has one.
    '@aws-lambda-powertools/jmespath/functions': './functions/core/aws/no-jmespath.ts',
    '@aws-lambda-powertools/jmespath': './functions/core/aws/no-jmespath.ts',
    '@aws-sdk/credential-provider-node': './functions/core/aws/environment-credentials.ts',
    // What is imported of these that the slim ones do not have is an error of the build.
    ...slimClient('client-dynamodb'),
    ...slimClient('client-secrets-manager'),
    ...slimClient('client-sqs'),
  },
  plugins: [
    {
      name: 'no-header-formatter',
      // By its own package's relative name, which an alias cannot say.
      setup: ({ onResolve }) =>
        onResolve({ filter: /^\.\/HeaderFormatter$/ }, ({ importer }) =>
          importer.includes('signature-v4')
            ? { path: join(root, 'functions/core/aws/no-header-formatter.ts') }
            : undefined,
        ),
    },
  ],
} satisfies BuildOptions;

/** What esbuild calls the file of the comments about licenses ends so. */
export const legalEnding = '.LEGAL.txt';

/** What a bundle must not hold, with what to do about it: each costs every cold start more than all our own code. */
const unwanted = [
  { input: /node_modules\/zod\/v4\/locales\/(?!en\.)/, advice: "import * as z from 'zod/mini'" },
  { input: /node_modules\/zod\/v4\/classic\//, advice: "import * as z from 'zod/mini'" },
  { input: /node_modules\/undici\//, advice: 'send requests with node:https' },
  {
    input: /node_modules\/(@aws-sdk|@smithy)\/credential-provider-(?!env\/)/,
    advice: 'keep the alias in lib/build/bundle.ts',
  },
  { input: /node_modules\/aws-xray-sdk/, advice: 'leave tracing to Lambda' },
];

type Source = Pick<FunctionSource, 'name' | 'entry' | 'contracts'>;

/** Not the folder it is written to: names of chunks are hashes that source maps, and so the paths in them, go into. */
const outdir = 'dist/function';

/** Rejects when the entry is missing, does not bundle, or takes in what `unwanted` lists. Writes nothing. */
export async function bundle(source: Source): Promise<Bundle> {
  await refuseMissing(source);
  return bundled(
    source.name,
    await build({
      ...options,
      entryPoints: [source.entry],
      outdir,
      plugins: [...options.plugins, unusedContracts(() => source.contracts)],
    }),
  );
}

/** Bundles one function after the other. */
export interface Bundler {
  /** As `bundle`, the same bytes: for entries that are called `handler.ts`. One at a time. */
  readonly bundle: (source: Source) => Promise<Bundle>;
  readonly dispose: () => Promise<void>;
}

/** What no module is called. */
const anyEntry = 'interlock:entry';

/**
 * Functions are nearly the same code: reading and parsing it is half of the work, and done once for all that follow.
 * A whole build with many entries would be less still, and put what several share into one file: a new integration would
 * change the code of others.
 */
export async function createBundler(): Promise<Bundler> {
  let source: Source = { name: '', entry: '' };
  const { rebuild, dispose } = await context({
    ...options,
    entryPoints: [{ in: anyEntry, out: 'handler' }],
    outdir,
    plugins: [
      ...options.plugins,
      unusedContracts(() => source.contracts),
      {
        name: 'entry',
        setup: ({ onResolve }) =>
          onResolve({ filter: new RegExp(`^${anyEntry}$`) }, () => ({ path: join(root, source.entry) })),
      },
    ],
  });
  return {
    bundle: async (next) => {
      await refuseMissing(next);
      source = next;
      return bundled(next.name, await rebuild());
    },
    dispose,
  };
}

async function refuseMissing({ name, entry }: Source): Promise<void> {
  await access(join(root, entry)).catch((cause) => {
    throw new Error(`${name}: there is no ${entry}: the README says how an integration is made`, {
      cause,
    });
  });
}

function bundled(
  name: string,
  made: { readonly outputFiles: readonly OutputFile[]; readonly metafile: Metafile },
): Bundle {
  refuseUnwanted(name, made.metafile);
  return { files: made.outputFiles, metafile: made.metafile };
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
