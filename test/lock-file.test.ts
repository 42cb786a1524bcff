/** What is installed is what the lock file says, and nothing that is installed runs: no script fetches what it doesn't name. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

interface Locked {
  readonly integrity?: string;
  readonly inBundle?: boolean;
  readonly link?: boolean;
  readonly resolved?: string;
  readonly version?: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly hasInstallScript?: boolean;
  readonly bundleDependencies?: readonly string[];
}

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const lock = (): Readonly<Record<string, Locked>> => JSON.parse(read('package-lock.json')).packages;

/** Paths of entries whose bytes nothing vouches for: not a hash, not the archive that they came in, not this repository. */
function unvouched(packages: Readonly<Record<string, Locked>>): string[] {
  return Object.entries(packages).flatMap(([path, entry]) => {
    const isOurs = !path.includes('node_modules/') || (entry.link === true && isOwnFolder(entry.resolved));
    if (isOurs || /^sha512-[\w+/]{86}==$/.test(entry.integrity ?? '')) return [];
    return entry.inBundle === true && isVouchedFor(path, packages) ? [] : [path];
  });
}

const isOwnFolder = (path = '') =>
  !/:|^\//.test(path) && !path.split('/').includes('..') && existsSync(join(root, path, 'package.json'));

/** A package that came inside another's archive is under the hash of that archive. */
function isVouchedFor(path: string, packages: Readonly<Record<string, Locked>>): boolean {
  const carrier = path.slice(0, path.lastIndexOf('/node_modules/'));
  const { integrity, bundleDependencies = [], inBundle } = packages[carrier] ?? {};
  if (inBundle === true) return isVouchedFor(carrier, packages);
  return integrity !== undefined && bundleDependencies.length > 0;
}

describe('the lock file', () => {
  it('has a SHA-512 of every package', () => {
    expect(Object.keys(lock()).length).toBeGreaterThan(100);
    expect(unvouched(lock())).toEqual([]);
  });

  it.each<[string, Record<string, Locked>, string[]]>([
    ['without a hash', { 'node_modules/a': { version: '1.0.0' } }, ['node_modules/a']],
    [
      'with a SHA-1',
      { 'node_modules/a': { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' } },
      ['node_modules/a'],
    ],
    [
      'that claims to be bundled',
      { 'node_modules/a/node_modules/b': { inBundle: true } },
      ['node_modules/a/node_modules/b'],
    ],
    ['that links elsewhere', { 'node_modules/a': { link: true, resolved: '../a' } }, ['node_modules/a']],
    [
      'that links elsewhere by way of here',
      { 'node_modules/a': { link: true, resolved: `lib/../../${basename(root)}` } },
      ['node_modules/a'],
    ],
  ])('would fail with an entry %s', (_what, packages, expected) => {
    expect(unvouched(packages)).toEqual(expected);
  });

  it('takes no package from an address', () => {
    const addresses = Object.entries(lock()).filter(([, { resolved = '' }]) => resolved.includes(':'));
    expect(addresses).toEqual([]);
  });
});

describe('installing', () => {
  it('runs no script of any package', () => {
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
    // Also by an npm that reads its settings anew: what counts is what it makes of them.
    const { stdout } = spawnSync('npm', ['config', 'get', 'ignore-scripts'], { cwd: root, encoding: 'utf8' });
    expect(stdout.trim()).toBe('true');
  });

  it('leaves out the scripts of these, of which none is needed: their binaries are packages with a hash', () => {
    const scripted = Object.entries(lock()).filter(([, { hasInstallScript }]) => hasInstallScript === true);
    expect(scripted.map(([path]) => path).sort()).toEqual([
      'node_modules/classic-level',
      'node_modules/esbuild',
    ]);
  });

  it("brings Lambda's Node for each platform, each with its hash", () => {
    const { optionalDependencies } = JSON.parse(read('package.json'));
    const { node, ...platforms } = optionalDependencies;
    expect(node).toBe('file:lib/runtime');
    const runtime =
      read('lib/runtime/node')
        .match(/^for name in (.+); do$/m)?.[1]
        ?.split(' ') ?? [];
    expect(runtime.toSorted()).toEqual(Object.keys(platforms).sort());
    for (const [name, version] of Object.entries(platforms)) {
      expect(version).toMatch(/^24\.\d+\.\d+$/);
      expect(lock()[`node_modules/${name}`]?.version).toBe(version);
    }
  });

  it('links `node` once: npm 10 takes away the link of a package that it does not install', () => {
    const linking = Object.entries(lock()).filter(([, { bin = {} }]) => 'node' in bin);
    expect(linking.map(([path]) => path)).toEqual(['lib/runtime']);
  });
});
