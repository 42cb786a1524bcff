/** What the licenses of bundled packages ask to be passed on with a copy: their texts, and the notices in their code. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bundle, legalEnding, root } from './bundle.ts';
import type { BundledPackage } from './bundled-packages.ts';

/** Licenses, and what Apache 2.0 (section 4d) calls a NOTICE file. */
const legalFile = /^(licen[cs]e|notice|copying|copyright)([.-].*)?$/i;

/** A package without such a file still says under which license it is. */
export async function noticesOf(
  packages: readonly BundledPackage[],
  bundles: ReadonlyMap<string, Bundle>,
): Promise<string> {
  const sections = await Promise.all(packages.map(sectionOf));
  const comments = new Set(
    [...bundles.values()].flatMap(({ files }) =>
      files.filter(({ path }) => path.endsWith(legalEnding)).map(({ text }) => text.trim()),
    ),
  );
  return [
    'The functions hold code of these packages.',
    ...sections,
    ...(comments.size === 0 ? [] : [`Notices in their code:\n\n${[...comments].sort().join('\n\n')}`]),
  ].join(`\n\n${'-'.repeat(80)}\n\n`);
}

async function sectionOf({ path, name, version, license }: BundledPackage): Promise<string> {
  const folder = join(root, path);
  const files = (await readdir(folder)).filter((file) => legalFile.test(file)).sort();
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return [`${name} ${version}: ${license ?? 'no license stated'}`, ...texts.map((text) => text.trim())].join(
    '\n\n',
  );
}
