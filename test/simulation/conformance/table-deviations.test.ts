/**
 * Where dynalite answers otherwise than DynamoDB, and the model as DynamoDB. What stands here the random requests of
 * table-commands.ts keep away from; a line that fails has been mended in dynalite, and can go.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from './subject.ts';
import { dynalite, type TableSubject, tableModel } from './table-subjects.ts';

interface Deviation {
  readonly what: string;
  readonly before?: object;
  readonly operation?: string;
  readonly input: object;
  readonly dynalite: Answer;
  readonly model: Answer;
}

const Key = { id: { S: 'k' } };
const refused = { error: 'ValidationException' };

const deviations: readonly Deviation[] = [
  {
    what: 'takes any type for a value to be before or after',
    input: { Key, ConditionExpression: 'a < :a', ExpressionAttributeValues: { ':a': { BOOL: true } } },
    dynalite: { error: 'ConditionalCheckFailedException' },
    model: refused,
  },
  {
    what: 'finds no list or map the same as another',
    before: { ...Key, a: { L: [{ N: '1' }] } },
    input: { Key, ConditionExpression: 'a = :a', ExpressionAttributeValues: { ':a': { L: [{ N: '1' }] } } },
    dynalite: { error: 'ConditionalCheckFailedException' },
    model: {},
  },
  {
    what: 'finds two missing attributes the same',
    input: { Key, ConditionExpression: 'a = b' },
    dynalite: {},
    model: { error: 'ConditionalCheckFailedException' },
  },
  {
    what: 'adds to the copy, too, that the same update has made',
    before: { ...Key, a: { N: '1' } },
    input: {
      Key,
      UpdateExpression: 'SET b = a ADD a :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
      ReturnValues: 'ALL_NEW',
    },
    dynalite: { Attributes: { ...Key, a: { N: '2' }, b: { N: '2' } } },
    model: { Attributes: { ...Key, a: { N: '2' }, b: { N: '1' } } },
  },
  {
    what: 'cannot read NOT NOT',
    input: { Key, ConditionExpression: 'NOT NOT attribute_not_exists(id)' },
    dynalite: refused,
    model: {},
  },
  {
    what: 'counts the characters of an item, not its bytes',
    operation: 'PutItem',
    input: { Item: { ...Key, a: { S: 'é'.repeat(300_000) } } },
    dynalite: {},
    model: refused,
  },
  {
    // The model is the lax one here: what is never sent to dynalite must not use a bare name of the list.
    what: 'knows the reserved words, the model does not',
    input: { Key, ConditionExpression: 'attribute_not_exists(status)' },
    dynalite: refused,
    model: {},
  },
];

describe('dynalite', () => {
  let library: TableSubject;
  beforeAll(async () => {
    library = await dynalite();
  });
  afterAll(() => library.stop());

  it.each(deviations)('$what', async ({ before, operation = 'UpdateItem', input, ...answers }) => {
    const model = tableModel();
    await library.clear();
    if (before !== undefined)
      for (const table of [model, library]) await table.call('PutItem', { Item: before });

    expect(await library.call(operation, input)).toEqual(answers.dynalite);
    expect(await model.call(operation, input)).toEqual(answers.model);
  });

  it('loses to the sweep what expired more than five years ago, which DynamoDB keeps', async () => {
    const model = tableModel();
    const Item = { ...Key, expiration: { N: `${-6 * 365 * 24 * 3_600}` } };
    for (const table of [model, library]) {
      await table.call('PutItem', { Item });
      await table.deleteExpired();
    }

    expect(await library.call('GetItem', { Key })).toEqual({});
    expect(await model.call('GetItem', { Key })).toEqual({ Item });
  });
});
