/** What is compared: built as each would be deployed, with the environment that it asks for. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { type Config, configVariables } from '../../functions/core/config.ts';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import { buildFunctions } from '../../lib/build/build.ts';
import { bundle } from '../../lib/build/bundle.ts';
import { type FunctionSource, functionSources } from '../../lib/build/function-sources.ts';
import { environments } from '../../lib/environments.ts';
import { shopTop } from '../../test/fixtures/shop/index.ts';
import { type BundleSize, bundleSize } from '../bundle-size.ts';
import byToken from '../token/integration.ts';
import { apiKey, type Outside, secretId, tableName } from './outside.ts';

export interface Subject {
  readonly name: string;
  /** Of the module that exports `handler`. */
  readonly handlerUrl: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly size: BundleSize;
  /** Every one of these is called for each message, or its work was not done. */
  readonly calls: readonly string[];
}

/** As the documentation of Powertools has it for ES modules. */
const byTheBook = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  mainFields: ['module', 'main'],
  outExtension: { '.js': '.mjs' },
  banner: {
    js: "import { createRequire } from 'module';const require = createRequire(import.meta.url);",
  },
  metafile: true,
  logLevel: 'silent',
} satisfies BuildOptions;

/** The first is what the others are measured against. */
export async function createSubjects(
  integration: AnyIntegration,
  outside: Outside,
  outDir: string,
): Promise<Subject[]> {
  const { thirdPartyUrl } = outside;
  const book = { SECRET_ID: secretId, TABLE_NAME: tableName, THIRD_PARTY_URL: thirdPartyUrl };
  const bookCalls = ['PutItem', 'UpdateItem', 'third party'];
  return [
    await peer('bare-https', outDir, { API_KEY: apiKey, THIRD_PARTY_URL: thirdPartyUrl }, ['third party']),
    await peer('powertools', outDir, book, bookCalls),
    await peer('powertools-https', outDir, book, bookCalls),
    await interlock('interlock', sourceOf(integration), integration, outDir, ['UpdateItem', 'third party']),
    await interlock('interlock-token', tokenSource, byToken, outDir, ['UpdateItem', 'third party']),
  ];
}

async function peer(
  name: string,
  outDir: string,
  environment: Readonly<Record<string, string>>,
  calls: readonly string[],
): Promise<Subject> {
  const entry = `bench/peers/${name}.ts`;
  const { metafile } = await build({ ...byTheBook, entryPoints: [entry], outdir: outDir });
  const handlerUrl = pathToFileURL(join(outDir, `${name}.mjs`)).href;
  return { name, handlerUrl, environment, size: bundleSize(metafile, entry), calls };
}

const tokenSource: FunctionSource = { name: byToken.name, entry: 'bench/token/handler.ts' };

/** @param integration one of the shop's */
function sourceOf(integration: AnyIntegration): FunctionSource {
  const source = functionSources([integration], shopTop).find(({ name }) => name === integration.name);
  if (source === undefined) throw new RangeError(`${integration.name} is no function`);
  return source;
}

async function interlock(
  name: string,
  source: FunctionSource,
  integration: AnyIntegration,
  outDir: string,
  calls: readonly string[],
): Promise<Subject> {
  const [functionDir = ''] = [...(await buildFunctions([source], outDir)).values()];
  const { metafile } = await bundle(source);
  return {
    name,
    handlerUrl: pathToFileURL(join(functionDir, 'handler.mjs')).href,
    environment: configOf(integration),
    size: bundleSize(metafile, source.entry),
    calls,
  };
}

/** Production's, but for what the loopback needs and for the limit: nobody is to wait for a permit here. */
function configOf({ operation: { destination } }: AnyIntegration) {
  const queueUrl = 'https://sqs.us-east-1.amazonaws.com/000000000000/queue';
  const { settings, resources }: Config = {
    settings: {
      ...environments.prod.settings,
      allowPrivateAddresses: true,
      rateLimits: { [destination.name]: [{ requests: 1_000_000, windowMs: 1_000 }] },
    },
    resources: {
      ledgerTable: tableName,
      secretId,
      queueUrl,
      deadLetterQueueUrl: queueUrl,
      supervisorQueueUrl: queueUrl,
      referenceKey: 'reference-key',
      queueRetentionSeconds: 1_209_600,
      maxReceiveCount: 1_000,
    },
  };
  return {
    [configVariables.settings]: JSON.stringify(settings),
    [configVariables.resources]: JSON.stringify(resources),
  };
}
