import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Bundle, bundle, root } from '../../../lib/build/bundle.ts';
import { bundledPackages } from '../../../lib/build/bundled-packages.ts';
import { noticesOf } from '../../../lib/build/notices.ts';
import { sbomOf } from '../../../lib/build/sbom.ts';
import { writeRelease } from '../../../lib/build/write-release.ts';

const dir = mkdtempSync(join(tmpdir(), 'interlock-release-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const fixture = (name: string) => ({ name, entry: `test/lib/fixture-handlers/${name}/handler.ts` });
const bundles = async () =>
  new Map<string, Bundle>([
    ['plain', await bundle(fixture('plain'))],
    ['with-aws-sdk', await bundle(fixture('with-aws-sdk'))],
  ]);

const made = (path: string, license?: string) =>
  ({
    path,
    name: path.replace(/.*node_modules\//, ''),
    version: '1.2.3',
    license,
    integrity: 'sha512-AAEC',
    functions: ['a', 'b'],
  }) as const;

describe('a release', () => {
  it('lists the packages that its bundles hold code of, each with the hash of the lock file and its functions', async () => {
    const packages = await bundledPackages(await bundles());
    const { packages: locked } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
    expect(packages.map(({ name }) => name)).toContain('@smithy/core');
    for (const { path, version, integrity, functions } of packages) {
      expect([version, integrity]).toEqual([locked[path].version, locked[path].integrity]);
      expect(functions).toEqual(['with-aws-sdk']);
    }
    expect(packages.map(({ path }) => path)).toEqual(packages.map(({ path }) => path).toSorted());
  });

  it('is not made of what the lock file does not know', async () => {
    const input = { 'node_modules/unknown/index.js': { bytesInOutput: 1 } };
    const metafile = {
      inputs: {},
      outputs: { 'a.mjs': { bytes: 1, inputs: input, imports: [], exports: [] } },
    };
    await expect(bundledPackages(new Map([['a', { files: [], metafile }]]))).rejects.toThrow(
      'package-lock.json has no version or no hash of node_modules/unknown, which is bundled: run npm ci',
    );
  });

  it('has a bill of materials as CycloneDX', () => {
    const product = { name: 'interlock', version: '0.1.0', license: 'Apache-2.0' };
    expect(
      sbomOf(product, [made('node_modules/@a/b', 'MIT'), made('node_modules/x/node_modules/c')]),
    ).toEqual({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      version: 1,
      metadata: {
        component: {
          type: 'application',
          'bom-ref': 'interlock',
          name: 'interlock',
          version: '0.1.0',
          licenses: [{ expression: 'Apache-2.0' }],
        },
      },
      components: [
        {
          type: 'library',
          'bom-ref': 'node_modules/@a/b@1.2.3',
          name: '@a/b',
          version: '1.2.3',
          purl: 'pkg:npm/%40a/b@1.2.3',
          licenses: [{ expression: 'MIT' }],
          hashes: [{ alg: 'SHA-512', content: '000102' }],
          properties: [
            { name: 'interlock:function', value: 'a' },
            { name: 'interlock:function', value: 'b' },
          ],
        },
        {
          type: 'library',
          'bom-ref': 'node_modules/x/node_modules/c@1.2.3',
          name: 'c',
          version: '1.2.3',
          purl: 'pkg:npm/c@1.2.3',
          hashes: [{ alg: 'SHA-512', content: '000102' }],
          properties: [
            { name: 'interlock:function', value: 'a' },
            { name: 'interlock:function', value: 'b' },
          ],
        },
      ],
      dependencies: [
        { ref: 'interlock', dependsOn: ['node_modules/@a/b@1.2.3', 'node_modules/x/node_modules/c@1.2.3'] },
      ],
    });
  });

  it('passes on the license of each package, and the notices that stand in code', async () => {
    const all = await bundles();
    const packages = await bundledPackages(all);
    const notices = await noticesOf(packages, all);
    for (const { name, version, license } of packages) {
      expect(notices).toContain(`\n${name} ${version}: ${license}\n`);
    }
    expect(notices).toContain('Apache License\n');
    const legal = { path: '/x/handler.mjs.LEGAL.txt', text: '/*! (c) Somebody */\n' };
    const inCode = { ...(all.get('plain') as Bundle), files: [legal] } as unknown as Bundle;
    expect(await noticesOf([], new Map([['a', inCode]]))).toContain(
      'Notices in their code:\n\n/*! (c) Somebody */',
    );
  });

  it('has both in its folder, the same bytes whoever writes them', async () => {
    const written = async () => {
      await writeRelease(dir, await bundles());
      return ['sbom.cdx.json', 'NOTICES.txt'].map((file) => readFileSync(join(dir, file), 'utf8'));
    };
    expect(await written()).toEqual(await written());
  });
});
