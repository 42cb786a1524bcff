import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

describe.each([
  { of: 'the model', subject: tableModel },
  { of: 'dynalite', subject: () => library },
])('a condition, asked of $of', ({ subject }) => {
  const holds = async (ConditionExpression: string) => {
    const table = subject();
    await table.clear();
    await table.call('PutItem', { Item: { id: { S: 'k' }, n: { N: '5' }, s: { S: 'm' } } });
    const ExpressionAttributeValues = { ':five': { N: '5.0' }, ':six': { N: '6' }, ':text': { S: '5' } };
    const used = Object.entries(ExpressionAttributeValues).filter(([name]) =>
      ConditionExpression.includes(name),
    );
    const { error } = await table.call('DeleteItem', {
      Key: { id: { S: 'k' } },
      ConditionExpression,
      ...(used.length === 0 ? {} : { ExpressionAttributeValues: Object.fromEntries(used) }),
    });
    return error ?? true;
  };

  it.each([
    'n = :five',
    'n <> :six',
    'n <> :text',
    'absent <> :five',
    'n <= :five',
    'n >= :five',
    'n < :six',
    ':six > n',
    'n BETWEEN :five AND :six',
    'attribute_exists(n) AND attribute_not_exists(absent)',
    'n = :six OR n = :five AND attribute_exists(s)',
    'NOT n = :six AND NOT (n = :text)',
    'not attribute_exists(absent) And n = :five',
  ])('%s holds', async (condition) => {
    expect(await holds(condition)).toBe(true);
  });

  it.each([
    'n = :text',
    'n <> :five',
    'n < :five',
    'n > :five',
    'n < :text',
    'absent = :five',
    'absent < :six',
    'absent >= :five',
    'absent BETWEEN :five AND :six',
    'NOT n = :five OR n = :six',
    '(n = :five OR n = :six) AND attribute_exists(absent)',
  ])('%s does not', async (condition) => {
    expect(await holds(condition)).toBe('ConditionalCheckFailedException');
  });

  it.each([
    '',
    'n =',
    'n = :five)',
    '((n = :five))',
    'n = :unknown',
    '#unknown = :five',
    'missing = :five',
    'attribute_exists(Status)',
    'attribute_exists(:five)',
    'n BETWEEN :six AND :five',
    'n BETWEEN :five AND :text',
  ])('"%s" is none', async (condition) => {
    expect(await holds(condition)).toBe('ValidationException');
  });
});
