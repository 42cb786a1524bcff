/** `node --import` of this file with `MUTANT` set loads the engine with that bug in it. */
import { registerHooks } from 'node:module';
import { type Edit, mutated } from './mutant.ts';
import { mutants } from './mutants.ts';

const name = process.env.MUTANT;
const mutant = mutants.find((one) => one.name === name);
if (mutant === undefined) throw new Error(`there is no mutant "${name}"`);

const edits = new Map<string, Edit[]>();
for (const edit of mutant.edits) {
  const { href } = new URL(`../../../functions/${edit.file}`, import.meta.url);
  edits.set(href, [...(edits.get(href) ?? []), edit]);
}

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    const source = edits.get(url)?.reduce(mutated, String(loaded.source));
    return source === undefined ? loaded : { ...loaded, source };
  },
});
