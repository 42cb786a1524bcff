import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buildFunction } from '../../build/build.ts';
import { type Bundle, createBundler } from '../../build/bundle.ts';
import type { FunctionSource } from '../../build/function-sources.ts';
import { createChangedFiles } from './changed-files.ts';
import { firstError } from './first-error.ts';

export interface ReloadOptions {
  readonly sources: readonly FunctionSource[];
  /** What each function was built of, by its name. */
  readonly inputs: ReadonlyMap<string, readonly string[]>;
  /** Files that the environment is made of, beside its functions: an edit of one asks for a new start. */
  readonly fixed: readonly string[];
  /** Takes new code; a folder for nothing else. */
  readonly outDir: string;
  /** Runs the code in this folder from now on. Rejects when it does not come up. */
  readonly replaceCode: (name: string, codeDir: string) => Promise<void>;
  readonly say: (line: string) => void;
}

export interface Reloading {
  /** Resolves when nothing is being built or started any more. */
  readonly stop: () => Promise<void>;
}

/**
 * An edit is taken in once a look finds nothing more: who saves ten files in one go is not built ten times. Two looks, a
 * build (half a second) and a cold start (another half) are together less than the two seconds that are promised.
 */
const lookEveryMs = 100;
/**
 * Once everything else has started, one function is built for nothing: what esbuild has read by then, the first edit does
 * not wait for. Its process is there anyway since the start.
 */
const warmAfterMs = 3_000;
/** Of code that could not be taken in: a file that is missing may have come. */
const retryAfterMs = 2_000;

/**
 * Takes in each edit of what the functions are built of. Code that does not bundle, or does not come up, leaves the old one
 * running, and says so in one line.
 */
export function startReloading(options: ReloadOptions): Reloading {
  const { sources, fixed, say } = options;
  const inputs = new Map(options.inputs);
  const filesOf = ({ name, files = {} }: FunctionSource) => [
    ...(inputs.get(name) ?? []),
    ...Object.values(files),
  ];
  const files = createChangedFiles();
  files.watch([...fixed, ...sources.flatMap(filesOf)]);
  const rebuild = createRebuild(options, (source, bundle) => {
    inputs.set(source.name, inputsOf(bundle));
    files.watch(filesOf(source));
  });
  const edited = new Set<string>();
  let failed: { readonly files: readonly string[]; readonly error: string; atMs: number } | undefined;
  let isStopped = false;
  let atWork: Promise<void> | undefined;

  const take = async () => {
    const now = [...edited];
    edited.clear();
    for (const file of now.filter((one) => fixed.includes(one)))
      say(`${file} was edited: start again to take it in (--keep keeps queues, ledger and secrets)`);
    const meant = sources.filter((source) => filesOf(source).some((file) => now.includes(file)));
    const live: string[] = [];
    const startedMs = performance.now();
    try {
      for (const source of meant) {
        if (isStopped) return;
        await rebuild.one(source);
        live.push(source.name);
      }
      failed = undefined;
    } catch (failure) {
      if (isStopped) return;
      const error = firstError(failure);
      if (error !== failed?.error) say(`${now.join(', ')}: not taken in, what ran runs on. ${error}`);
      failed = { files: now, error, atMs: performance.now() };
    }
    const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1);
    if (live.length > 0) say(`${now.join(', ')}: live in ${live.join(', ')} after ${seconds} s`);
  };

  const warming = setTimeout(() => {
    const [first] = sources;
    if (first === undefined || atWork !== undefined) return;
    atWork = rebuild.warm(first).finally(() => {
      atWork = undefined;
    });
  }, warmAfterMs);
  const timer = setInterval(() => {
    const changed = files.look();
    // What mends a failure may be a file that nobody knows yet.
    const again = failed !== undefined && performance.now() - failed.atMs > retryAfterMs ? failed.files : [];
    for (const file of [...changed, ...again]) edited.add(file);
    if (changed.length > 0 || edited.size === 0 || atWork !== undefined) return;
    atWork = take().finally(() => {
      atWork = undefined;
    });
  }, lookEveryMs);
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(warming);
      clearInterval(timer);
      await atWork;
      await rebuild.dispose();
    },
  };
}

/** Builds into a new folder each time: what runs may still read the files of the one before. */
function createRebuild(
  { outDir, replaceCode }: ReloadOptions,
  onBundle: (source: FunctionSource, bundle: Bundle) => void,
) {
  let bundler: ReturnType<typeof createBundler> | undefined;
  let builds = 0;
  /** By function: the build that runs, and the one before. */
  const kept = new Map<string, readonly string[]>();
  return {
    /** What is wrong with the code is told when it is edited. */
    warm: async (source: FunctionSource): Promise<void> => {
      try {
        bundler ??= createBundler();
        await (await bundler).bundle(source);
      } catch {}
    },
    one: async (source: FunctionSource): Promise<void> => {
      bundler ??= createBundler();
      builds += 1;
      // A sandbox works in its own folder: a path from here would lead elsewhere.
      const buildDir = resolve(outDir, `${builds}`);
      const dir = await buildFunction(await bundler, source, buildDir, (_, bundle) =>
        onBundle(source, bundle),
      );
      try {
        await replaceCode(source.name, dir);
      } catch (error) {
        await rm(buildDir, { recursive: true, force: true });
        throw error;
      }
      const [last, ...older] = kept.get(source.name) ?? [];
      kept.set(source.name, last === undefined ? [buildDir] : [buildDir, last]);
      await Promise.all(older.map((old) => rm(old, { recursive: true, force: true })));
    },
    dispose: async () => (await bundler)?.dispose(),
  };
}

/** Our own files that a function is built of, from the top of the repository. */
export const inputsOf = ({ metafile }: Pick<Bundle, 'metafile'>): readonly string[] =>
  Object.keys(metafile.inputs).filter((path) => !path.includes('node_modules/'));
