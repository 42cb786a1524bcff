/** The packages whose code is in the bundles: what a release is made of beside our own code. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bundle } from './bundle.ts';
import { root } from './bundle.ts';

export interface BundledPackage {
  /** Its folder, from the top of the repository: two versions of one package have two. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  /** As the package says it, an SPDX expression; `undefined` when it says none. */
  readonly license: string | undefined;
  /** Of its archive, as the lock file has it: `sha512-…`. */
  readonly integrity: string;
  /** The functions that hold code of it, in alphabetical order. */
  readonly functions: readonly string[];
}

interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly integrity?: string;
}

/**
 * The packages with code in `bundles` (by function), by their paths in alphabetical order.
 * Rejects when the lock file has no version or no hash of one of them: then nobody knows what was bundled.
 */
export async function bundledPackages(
  bundles: ReadonlyMap<string, Bundle>,
): Promise<readonly BundledPackage[]> {
  const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, LockedPackage>>;
  };
  const functionsOf = new Map<string, Set<string>>();
  for (const [name, bundle] of bundles) {
    for (const path of packagePathsIn(bundle)) {
      functionsOf.set(path, (functionsOf.get(path) ?? new Set()).add(name));
    }
  }
  return [...functionsOf].sort(byText).map(([path, functions]) => {
    const { version, license, integrity } = packages[path] ?? {};
    if (version === undefined || integrity === undefined) {
      throw new Error(`package-lock.json has no version or no hash of ${path}, which is bundled: run npm ci`);
    }
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
    return { path, name, version, license, integrity, functions: [...functions].sort() };
  });
}

/** Not by the locale of whoever builds: everybody gets the same bytes. */
const byText = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) =>
  a < b ? -1 : Number(a > b);

/** Folders of the packages that left bytes in the bundle; what was shaken off is not in it. */
function packagePathsIn({ metafile: { outputs } }: Bundle): readonly string[] {
  return Object.values(outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .flatMap(([path]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
}
