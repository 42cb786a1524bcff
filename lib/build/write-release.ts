import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bundle, root } from './bundle.ts';
import { bundledPackages } from './bundled-packages.ts';
import { noticesOf } from './notices.ts';
import { sbomOf } from './sbom.ts';

/**
 * Writes `sbom.cdx.json` and `NOTICES.txt` of the bundles (by function) into `folder`, which is the cloud assembly: they are
 * part of what is kept, attested and deployed. Rejects as `bundledPackages` does.
 */
export async function writeRelease(folder: string, bundles: ReadonlyMap<string, Bundle>): Promise<void> {
  const packages = await bundledPackages(bundles);
  const product = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  await writeFile(join(folder, 'sbom.cdx.json'), `${JSON.stringify(sbomOf(product, packages), null, 2)}\n`);
  await writeFile(join(folder, 'NOTICES.txt'), `${await noticesOf(packages, bundles)}\n`);
}
