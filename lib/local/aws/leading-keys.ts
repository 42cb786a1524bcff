/** The partition keys that a DynamoDB request is about: `dynamodb:LeadingKeys` in conditions of policies. */
import type { Item } from './table.ts';

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null;
const member = (value: unknown, name: string): unknown => (isItem(value) ? value[name] : undefined);
const items = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** None for a scan, and for what is about no item. */
export function leadingKeys(
  input: Item,
  partitionKeyOf: (tableName: string) => string | undefined,
): string[] {
  const tableName = String(input.TableName ?? '');
  const keyIn = (item: unknown, table = tableName) => textOf(member(item, partitionKeyOf(table) ?? ''));
  const inBatches = Object.entries(isItem(input.RequestItems) ? input.RequestItems : {}).flatMap(
    ([table, batch]) => [
      ...items(member(batch, 'Keys')).map((key) => keyIn(key, table)),
      ...items(batch).map((write) =>
        keyIn(
          member(member(write, 'PutRequest'), 'Item') ?? member(member(write, 'DeleteRequest'), 'Key'),
          table,
        ),
      ),
    ],
  );
  const queried = queriedKey(input, partitionKeyOf(tableName) ?? '');
  return [keyIn(input.Key), keyIn(input.Item), queried, ...inBatches].filter((key) => key !== undefined);
}

/** Tables that a request is about. */
export const tablesOf = (input: Item): string[] =>
  isItem(input.RequestItems) ? Object.keys(input.RequestItems) : [String(input.TableName ?? '*')];

/** What the partition key is compared with in `KeyConditionExpression`. */
function queriedKey(input: Item, partitionKey: string): string | undefined {
  for (const [, name = '', value = ''] of String(input.KeyConditionExpression ?? '').matchAll(
    /([#\w.-]+)\s*=\s*(:\w+)/g,
  )) {
    const plainName = member(input.ExpressionAttributeNames, name) ?? name;
    if (plainName === partitionKey) return textOf(member(input.ExpressionAttributeValues, value));
  }
  return undefined;
}

/** `{ "S": "a" }` is `a`. */
function textOf(attribute: unknown): string | undefined {
  const [value] = isItem(attribute) ? Object.values(attribute) : [];
  return value === undefined ? undefined : String(value);
}
