import { ConditionalCheckFailedException, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from 'vitest';
import { add, canonical, compareNumbers } from './decimal.ts';
import { TableModel } from './table.ts';

let nowMs: number;
let table: TableModel;
beforeEach(() => {
  nowMs = 1_700_000_000_000;
  table = new TableModel({
    name: 'ledger',
    partitionKey: 'id',
    timeToLiveAttribute: 'expiration',
    now: () => nowMs,
  });
});

const Key = { id: { S: 'k' } };
const execute = (operation: string, input: object) =>
  table.execute(operation, { TableName: 'ledger', ...input });
const update = (UpdateExpression: string, values: object, more: object = {}) =>
  execute('UpdateItem', {
    Key,
    UpdateExpression,
    ExpressionAttributeValues: values,
    ReturnValues: 'ALL_NEW',
    ...more,
  });
const thrownBy = (run: () => unknown): unknown => {
  try {
    run();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

describe('the table model', () => {
  it('reserves a slot of a rate limit as the ledger does: once, whoever asks', () => {
    const reserve = () =>
      update(
        'SET freeAtMs = if_not_exists(freeAtMs, :now) + :spacing ADD reserved :one',
        { ':now': { N: '1000' }, ':spacing': { N: '33.333334' }, ':one': { N: '1' } },
        { ConditionExpression: 'attribute_not_exists(parkedAtMs)' },
      );
    reserve();

    expect(reserve()).toEqual({
      Attributes: { id: { S: 'k' }, freeAtMs: { N: '1066.666668' }, reserved: { N: '2' } },
    });
  });

  it('throws the exception of the SDK, with the item when it was asked for', () => {
    execute('PutItem', { Item: { ...Key, owner: { S: 'other' } } });
    const refused = (failure: object) =>
      thrownBy(() =>
        update(
          'SET a = :a',
          { ':a': { S: 'mine' } },
          { ConditionExpression: 'attribute_not_exists(id)', ...failure },
        ),
      );

    const shown = refused({ ReturnValuesOnConditionCheckFailure: 'ALL_OLD' });
    expect(shown).toBeInstanceOf(ConditionalCheckFailedException);
    expect(shown).toMatchObject({
      name: 'ConditionalCheckFailedException',
      Item: { id: { S: 'k' }, owner: { S: 'other' } },
    });
    expect((refused({}) as ConditionalCheckFailedException).Item).toBeUndefined();
    expect(thrownBy(() => table.execute('Scan', { TableName: 'other' }))).toBeInstanceOf(
      ResourceNotFoundException,
    );
  });

  it('shares nothing with those who write to it and read from it', () => {
    const Item = { ...Key, list: { L: [{ S: 'kept' }] } };
    execute('PutItem', { Item });
    Item.list.L[0] = { S: 'changed' };
    const read = execute('GetItem', { Key }) as { Item: typeof Item };
    read.Item.list.L.push({ S: 'added' });
    const [listed] = table.items() as (typeof Item)[];
    listed?.list.L.pop();
    const found = table.item('k') as typeof Item;
    found.list.L.pop();

    expect(execute('GetItem', { Key })).toEqual({ Item: { id: { S: 'k' }, list: { L: [{ S: 'kept' }] } } });
  });

  it('copies an attribute by its value, whatever becomes of the first', () => {
    execute('PutItem', { Item: { ...Key, a: { L: [{ N: '1' }] }, n: { N: '1' } } });
    update('SET b = a, m = n ADD n :one', { ':one': { N: '1' } });

    expect(table.item('k')).toEqual({
      id: { S: 'k' },
      a: { L: [{ N: '1' }] },
      b: { L: [{ N: '1' }] },
      n: { N: '2' },
      m: { N: '1' },
    });
  });

  it('changes nothing when an update is refused half way', () => {
    execute('PutItem', { Item: { ...Key, a: { S: 'text' } } });

    expect(thrownBy(() => update('SET b = :one, c = a + :one', { ':one': { N: '1' } }))).toMatchObject({
      name: 'ValidationException',
    });
    expect(table.item('k')).toEqual({ id: { S: 'k' }, a: { S: 'text' } });
  });

  it('takes 400 KB, and not a byte more', () => {
    const put = (length: number) => execute('PutItem', { Item: { ...Key, a: { S: 'x'.repeat(length) } } });
    // 4 bytes are the names and the key.
    put(409_600 - 4);

    expect(thrownBy(() => put(409_600 - 3))).toMatchObject({ name: 'ValidationException' });
  });

  it('deletes what has expired, when it is told to', () => {
    execute('PutItem', { Item: { ...Key, expiration: { N: '1700000060' } } });
    nowMs += 60_000;
    expect(table.deleteExpired()).toEqual([]);

    nowMs += 1_000;
    expect(table.deleteExpired()).toEqual([{ id: { S: 'k' }, expiration: { N: '1700000060' } }]);
    expect(table.items()).toEqual([]);
  });

  it('says what it does not know instead of ignoring it', () => {
    for (const [operation, input] of [
      ['Query', {}],
      ['Scan', { FilterExpression: 'a = b' }],
      ['UpdateItem', { Key, UpdateExpression: 'SET a.b = a' }],
      ['UpdateItem', { Key, ConditionExpression: 'begins_with(a, b)' }],
    ] as const) {
      expect(thrownBy(() => execute(operation, input))).toMatchObject({ name: 'NotModelled' });
    }
  });
});

describe("DynamoDB's numbers", () => {
  it.each([
    ['1', '1'],
    ['-0', '0'],
    ['1.50', '1.5'],
    ['007', '7'],
    ['1e3', '1000'],
    ['12.5E-3', '0.0125'],
    ['9007199254740993', '9007199254740993'],
    ['99999999999999999999999999999999999999', '99999999999999999999999999999999999999'],
  ])('%s is written %s', (text, written) => {
    expect(canonical(text)).toBe(written);
  });

  it.each(['', 'x', 'NaN', 'Infinity', '1 ', '1e126', '1e-131', '123456789012345678901234567890123456789'])(
    '"%s" is none of them',
    (text) => {
      expect(thrownBy(() => canonical(text))).toMatchObject({ name: 'ValidationException' });
    },
  );

  it('are added and compared exactly', () => {
    expect(add('0.1', '0.2')).toBe('0.3');
    expect(add('-0.000001', '1700000000000')).toBe('1699999999999.999999');
    expect(add('9007199254740993', '-1')).toBe('9007199254740992');
    expect(add('999999999999999', '999999999999999')).toBe('1999999999999998');
    expect(compareNumbers('9007199254740993', '9007199254740992')).toBeGreaterThan(0);
    expect(compareNumbers('0.1', '0.10001')).toBeLessThan(0);
    expect(compareNumbers('12', '12')).toBe(0);
  });
});
