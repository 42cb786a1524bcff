import { isBuiltin } from 'node:module';
import { describe, expect, it } from 'vitest';
import { bundleSize } from '../../../bench/bundle-size.ts';
import { integrations } from '../../../functions/integrations/index.ts';
import { type Bundle, bundle, createBundler } from '../../../lib/build/bundle.ts';
import {
  contractWatchSource,
  type FunctionSource,
  functionSources,
  supervisorSource,
} from '../../../lib/build/function-sources.ts';

/** Of the engine: what the lists decide grows with them, and is counted by itself. */
interface Budget {
  /** What every cold start reads and compiles. */
  readonly entryBytes: number;
  /** What is deployed. */
  readonly totalBytes: number;
}

/** Where the code of events, destinations, mappings and integrations is, and what their schemas take of the library. */
const declared = [
  'functions/destinations',
  'functions/events',
  'functions/integrations',
  'functions/mapping',
  'zod',
];

/** What one integration may bring along of these: a cold start of 3.6 ms. The shipped ones bring 38,000. */
const declaredBytesMax = 60_000;

/**
 * A kilobyte of code costs a cold start some 60 µs at full speed (docs/performance.md). What is here was measured, and
 * room for a page of code: whoever needs more looks at what grew, and raises the line in the same commit if it is worth it.
 * Of each total 7 KB are the parser of structured fields (RFC 9651), which is read when a third party tells of its limit by them.
 * Of a worker's total 2 KB read tokens, of the supervisor's 6 get them and tell when they end: of destinations that have some. 6 KB of it hold limits
 * that are no rates of the account, where there are some; a KB of its entry refuses those that nothing could hold, and
 * asks for the others. The supervisor's and the watch's entry take their lanes with 2 KB.
 * Of a worker's total 6 KB are what knows units and dates in any form, which no cold start reads. Of its entry 10 KB are what decides what of an exchange may stand in clear, and seals the rest (docs/decisions/default-deny.md).
 * A fifth of a KB names the fingerprint of a dead letter in its line, too.
 */
const worker: Budget = { entryBytes: 193_200, totalBytes: 256_000 };

/**
 * Nobody waits for these two: the SDK's own clients of Lambda and SNS are two thirds of the first, and of the second 13 KB
 * are what judges checks, units and the forms of dates. 2 KB of both decide what of an answer to a probe may be told, 2 KB lay the settings of an
 * environment over a declaration, and half a KB of the second finds the contract of another account. 200 bytes of it know what
 * is tried of a destination before an integration uses it.
 */
const system: Readonly<Record<string, Budget>> = {
  [supervisorSource.name]: { entryBytes: 389_700, totalBytes: 474_900 },
  [contractWatchSource.name]: { entryBytes: 171_200, totalBytes: 206_600 },
};

const sources = functionSources(integrations);
const bundles = new Map<string, Promise<Bundle>>();
/** Made once, however many look at it. */
function bundled(source: FunctionSource): Promise<Bundle> {
  const made = bundles.get(source.name) ?? bundle(source);
  bundles.set(source.name, made);
  return made;
}

const watch = sources.filter(({ name }) => name === contractWatchSource.name);

describe('the bundle', () => {
  it.each(watch)(
    'of $name has the contracts of those that an integration calls, and no other',
    async (source) => {
      const { metafile } = await bundled(source);
      const paths = Object.keys(metafile.inputs).filter((path) => path.startsWith('functions/destinations/'));
      // In the place of the others stands the contract of nobody, which imports nothing.
      const folders = paths
        .filter((path) => !path.endsWith('/contract.ts'))
        .flatMap((path) => path.split('/').slice(2, -1));
      expect([...new Set(folders)].filter((folder) => !source.contracts?.includes(folder))).toEqual([]);
    },
  );

  it.each(watch)(
    'of $name is the same, byte for byte, whether it is made alone or after others',
    async (source) => {
      const bundler = await createBundler();
      const { files } = await bundler.bundle(source).finally(bundler.dispose);
      const hashes = (all: Bundle['files']) => all.map(({ path, hash }) => [path, hash]);
      expect(hashes(files)).toEqual(hashes((await bundled(source)).files));
    },
  );

  it.each(sources)('of $name is within its budget', async (source) => {
    const { metafile } = await bundled(source);
    const { entryBytes, totalBytes, parts } = bundleSize(metafile, source.entry);
    const declaredBytes = parts.reduce(
      (sum, [part, bytes]) => sum + (declared.includes(part) ? bytes : 0),
      0,
    );
    const budget = system[source.name] ?? worker;
    const largest = parts
      .slice(0, 12)
      .map(([part, bytes]) => `${part} ${bytes}`)
      .join('\n');
    expect(
      entryBytes - declaredBytes,
      `bytes of the entry; the largest parts:\n${largest}`,
    ).toBeLessThanOrEqual(budget.entryBytes);
    expect(
      totalBytes - declaredBytes,
      `bytes in all; the largest parts of the entry:\n${largest}`,
    ).toBeLessThanOrEqual(budget.totalBytes);
    if (budget === worker)
      expect(declaredBytes, `bytes of what is declared; the largest parts:\n${largest}`).toBeLessThanOrEqual(
        declaredBytesMax,
      );
  });

  it.each(sources)('of $name brings along all it imports', async (source) => {
    const { metafile } = await bundled(source);
    const elsewhere = Object.values(metafile.outputs)
      .flatMap(({ imports }) => imports)
      .filter(({ path, external }) => external === true && !isBuiltin(path));
    expect(elsewhere.map(({ path }) => path)).toEqual([]);
  });

  it.each(sources.filter(({ name }) => system[name] === undefined))(
    'of $name holds no client of the AWS SDK',
    async (source) => {
      const { metafile } = await bundled(source);
      const { parts } = bundleSize(metafile, source.entry);
      expect(parts.map(([part]) => part).filter((part) => part.startsWith('@aws-sdk/client-'))).toEqual([]);
    },
  );
});
