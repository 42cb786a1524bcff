import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

/**
 * Keeps contracts out of a bundle that nobody there asks for: the list of `functions/destinations/contracts.ts` has those of
 * every destination, whether an integration uses it or not. In their place stands the contract of nobody.
 * @param used names of the destinations whose contracts are asked for, at the time of a build; `undefined`: all of them. Where
 * one of them does not stand in the folder of its name, the folders say nothing and everything stays in.
 */
export const unusedContracts = (used: () => readonly string[] | undefined): Plugin => ({
  name: 'unused-contracts',
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: nobody }, () => ({ path: 'nobody', namespace: 'contract' }));
    // One for all of them: no destination has this name.
    onLoad({ filter: /^nobody$/, namespace: 'contract' }, () => ({
      contents: "export const nobody = { destination: { name: '' }, operations: [] };",
    }));
    onLoad({ filter: /[\\/]functions[\\/]destinations[\\/][^\\/]+[\\/]contract\.ts$/ }, async ({ path }) => {
      const names = used();
      const folder = dirname(path);
      if (names === undefined || names.includes(basename(folder))) return undefined;
      const areNamed = names.every((name) => existsSync(join(dirname(folder), name, 'contract.ts')));
      return areNamed ? { contents: nobodys(await readFile(path, 'utf8')) } : undefined;
    });
  },
});

const nobody = /^contract-of-nobody$/;

/** Under the same names. */
const nobodys = (text: string) =>
  [...text.matchAll(/^export const (\w+)/gm)]
    .map(([, name]) => `export { nobody as ${name} } from 'contract-of-nobody';`)
    .join('\n');
