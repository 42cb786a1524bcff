import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { command } from './table-commands.ts';
import { dynalite, type TableSubject, tableModel } from './table-subjects.ts';

let library: TableSubject;
beforeAll(async () => {
  library = await dynalite();
});
afterAll(() => library.stop());

interface Item {
  readonly id: { readonly S: string };
  readonly expiration?: { readonly N?: string };
}

/** Sorted: a scan has no order. */
async function contentsOf(table: TableSubject): Promise<Item[]> {
  const { Items } = (await table.call('Scan', {})) as unknown as { Items: Item[] };
  return Items.sort((one, other) => one.id.S.localeCompare(other.id.S));
}

/** What DynamoDB leaves alone as expired too long ago, and the local environment deletes; see below. */
const isLongExpired = ({ expiration }: Item) => Number(expiration?.N) < -1_000_000;

it('answers any requests as dynalite answers them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 20 }), async (commands) => {
      const model = tableModel();
      await library.clear();
      for (const { operation, input } of commands) {
        expect(await model.call(operation, input)).toEqual(await library.call(operation, input));
      }
      expect(await contentsOf(model)).toEqual(await contentsOf(library));
      if ((await contentsOf(model)).some(isLongExpired)) return;
      await model.deleteExpired();
      await library.deleteExpired();
      expect(await contentsOf(model)).toEqual(await contentsOf(library));
    }),
    { numRuns: 150 },
  );
});
