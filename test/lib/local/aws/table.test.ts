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
