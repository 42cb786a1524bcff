import { expect, it } from 'vitest';
import { Tables } from '../../../../lib/local/aws/table.ts';

it('a table takes requests as soon as it has been made', async () => {
  const tables = new Tables({ now: () => 0, onError: () => {} });
  await tables.create({
    TableName: 'ledger',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  });
  const input = { TableName: 'ledger', Key: { id: { S: 'x' } } };

  const { status, body } = await tables.request('GetItem', input, JSON.stringify(input));

  expect([status, body]).toEqual([200, '{}']);
  await tables.stop();
});

it('a table that may forget keeps the most recently written, and whatever may not go', async () => {
  const errors: unknown[] = [];
  const tables = new Tables({
    now: () => 0,
    onError: (error) => errors.push(error),
    forgetting: { most: 100, mayGo: ({ done }) => done !== undefined },
  });
  await tables.create({
    TableName: 'ledger',
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
  });
  const put = (id: string, item: object = { done: { BOOL: true } }) => {
    const input = { TableName: 'ledger', Item: { id: { S: id }, ...item } };
    return tables.request('PutItem', input, JSON.stringify(input));
  };

  await put('waits', {});
  for (let n = 0; n < 350; n += 1) await put(`${n}`);

  const ids = async () => (await tables.readAll()).ledger?.map(({ id }) => (id as { S: string }).S) ?? [];
  // A hundred go at once, when there are a hundred too many.
  await expect.poll(async () => (await ids()).length).toBeLessThanOrEqual(200);
  expect(await ids()).toEqual(expect.arrayContaining(['waits', '349', '348', '300']));
  expect(await ids()).not.toContain('0');
  expect(errors).toEqual([]);
  await tables.stop();
});
