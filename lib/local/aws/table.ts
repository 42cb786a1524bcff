/**
 * DynamoDB: dynalite without a socket, and what it lacks of what the functions use: time to live, and
 * `ReturnValuesOnConditionCheckFailure` (https://github.com/architect/dynalite/issues/182).
 */
import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import dynalite from 'dynalite';
import { accountId, region } from './account.ts';
import { AwsError } from './aws-error.ts';
import type { HttpAnswer } from './queues.ts';

export interface KeyElement {
  readonly AttributeName: string;
  readonly KeyType: 'HASH' | 'RANGE';
}

export interface TableDefinition {
  readonly TableName: string;
  readonly KeySchema: readonly KeyElement[];
  readonly AttributeDefinitions: readonly unknown[];
  readonly GlobalSecondaryIndexes?: readonly unknown[] | undefined;
  readonly LocalSecondaryIndexes?: readonly unknown[] | undefined;
  readonly timeToLiveAttribute?: string;
}

export type Item = Readonly<Record<string, unknown>>;

/** What of a table may be forgotten, so that an environment that runs for days does not grow. */
export interface Forgetting {
  /** Items that are kept, whichever they are; of those beyond, the longest unwritten go. */
  readonly most: number;
  readonly mayGo: (item: Item) => boolean;
}

/** So many at once: looking for each by itself would take longer than deleting it. */
const forgottenAtOnce = 100;

/** DynamoDB deletes expired items within days; once a minute is soon enough to see that nothing relies on it. */
const sweepEveryMs = 60_000;

const version = 'DynamoDB_20120810';

export interface TablesOptions {
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
  readonly forgetting?: Forgetting | undefined;
}

export class Tables {
  readonly #server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  readonly #keys = new Map<string, readonly string[]>();
  readonly #timeToLive = new Map<string, string>();
  readonly #sweep: NodeJS.Timeout;
  readonly #now: () => number;
  readonly #onError: (error: unknown) => void;
  readonly #forgetting: Forgetting | undefined;
  /** Where each item is, the longest unwritten first; only kept where something is to be forgotten. */
  readonly #written = new Map<string, { readonly TableName: string; readonly Key: Item }>();
  #isForgetting = false;

  constructor({ now, onError, forgetting }: TablesOptions) {
    this.#now = now;
    this.#onError = onError;
    this.#forgetting = forgetting;
    this.#sweep = setInterval(() => void this.deleteExpired().catch(onError), sweepEveryMs);
    this.#sweep.unref();
  }

  async create({ timeToLiveAttribute, ...definition }: TableDefinition): Promise<void> {
    const { TableName, KeySchema } = definition;
    await this.#call('CreateTable', { ...definition, BillingMode: 'PAY_PER_REQUEST' });
    // dynalite answers before the table is there, and then knows no such table yet.
    const table = async () => (await this.#call('DescribeTable', { TableName })).Table as Item;
    while ((await table()).TableStatus !== 'ACTIVE') await nextTurn();
    this.#keys.set(
      TableName,
      [...KeySchema]
        .sort((one, other) => one.KeyType.localeCompare(other.KeyType))
        .map(({ AttributeName }) => AttributeName),
    );
    if (timeToLiveAttribute !== undefined) this.#timeToLive.set(TableName, timeToLiveAttribute);
  }

  /** Partition key, then sort key if there is one; nothing for a table that the template does not have. */
  keyOf(tableName: string): readonly string[] {
    return this.#keys.get(tableName) ?? [];
  }

  /** Answers a request; `input` is the parsed `body`. */
  async request(operation: string, input: Item, body: Buffer | string): Promise<HttpAnswer> {
    const tableName = String(input.TableName);
    if (operation === 'DescribeTimeToLive')
      return { status: 200, headers: {}, body: this.#describeTimeToLive(tableName) };
    const answer = await this.#handle(operation, body);
    if (answer.status === 200) this.#note(operation, input);
    const wantsItem = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && answer.status === 400;
    if (!wantsItem || !String(answer.body).includes('ConditionalCheckFailedException')) return answer;
    // Another write may come in between; whoever relies on the item's exact state writes under a condition anyway.
    const key = input.Key ?? this.#pick(tableName, input.Item as Item);
    const found = await this.#call('GetItem', { TableName: tableName, Key: key, ConsistentRead: true });
    return { ...answer, headers: {}, body: JSON.stringify({ ...JSON.parse(String(answer.body)), ...found }) };
  }

  names(): readonly string[] {
    return [...this.#keys.keys()];
  }

  /** Every item, by table. */
  async readAll(): Promise<Record<string, Item[]>> {
    const all: Record<string, Item[]> = {};
    for (const TableName of this.names()) {
      const items: Item[] = [];
      let ExclusiveStartKey: unknown;
      do {
        const page = await this.#call('Scan', { TableName, ExclusiveStartKey });
        items.push(...(page.Items as readonly Item[]));
        ExclusiveStartKey = page.LastEvaluatedKey;
      } while (ExclusiveStartKey !== undefined);
      all[TableName] = items;
    }
    return all;
  }

  async putAll(TableName: string, items: readonly Item[]): Promise<void> {
    for (const Item of items) {
      await this.#call('PutItem', { TableName, Item });
      this.#note('PutItem', { TableName, Item });
    }
  }

  /** Deletes what has outlived its time to live. */
  async deleteExpired(): Promise<void> {
    const nowSeconds = Math.floor(this.#now() / 1_000);
    for (const [TableName, attribute] of this.#timeToLive) {
      const condition = { '#ttl': attribute };
      const values = { ':now': { N: `${nowSeconds}` } };
      const { Items } = await this.#call('Scan', {
        TableName,
        FilterExpression: '#ttl < :now',
        ExpressionAttributeNames: condition,
        ExpressionAttributeValues: values,
      });
      for (const item of Items as readonly Item[]) {
        await this.#call('DeleteItem', { TableName, Key: this.#pick(TableName, item) });
      }
    }
  }

  #note(operation: string, { Key, Item: item, TableName }: Item): void {
    if (this.#forgetting === undefined || !['PutItem', 'UpdateItem'].includes(operation)) return;
    const tableName = String(TableName);
    const key = (Key ?? this.#pick(tableName, item as Item)) as Item;
    const place = `${tableName} ${JSON.stringify(key)}`;
    this.#written.delete(place);
    this.#written.set(place, { TableName: tableName, Key: key });
    if (this.#written.size < this.#forgetting.most + forgottenAtOnce || this.#isForgetting) return;
    this.#isForgetting = true;
    void this.#forget(this.#forgetting)
      .catch(this.#onError)
      .finally(() => {
        this.#isForgetting = false;
      });
  }

  /** Goes on as long as there are too many of which some may go. */
  async #forget(forgetting: Forgetting): Promise<void> {
    while (this.#written.size >= forgetting.most + forgottenAtOnce) {
      const gone = await this.#forgetSome(forgetting);
      if (gone === 0) return;
    }
  }

  /** Of the longest unwritten; returns how many are gone. */
  async #forgetSome({ mayGo }: Forgetting): Promise<number> {
    let kept = 0;
    const oldest = [...this.#written].slice(0, forgottenAtOnce);
    for (const [place, { TableName, Key }] of oldest) {
      const { Item: found } = await this.#call('GetItem', { TableName, Key, ConsistentRead: true });
      const known = this.#written.get(place);
      this.#written.delete(place);
      if (found === undefined) continue;
      if (mayGo(found as Item)) {
        await this.#call('DeleteItem', { TableName, Key });
        continue;
      }
      // It may go another time: behind all the others, so that those are looked at first.
      if (known !== undefined) this.#written.set(place, known);
      kept += 1;
    }
    return oldest.length - kept;
  }

  async stop(): Promise<void> {
    clearInterval(this.#sweep);
    // It never listened, which `close` reports as an error; the store is in memory and goes with it.
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #pick(tableName: string, item: Item): Item {
    return Object.fromEntries(this.keyOf(tableName).map((name) => [name, item[name]]));
  }

  #describeTimeToLive(tableName: string): string {
    const AttributeName = this.#timeToLive.get(tableName);
    const description =
      AttributeName === undefined
        ? { TimeToLiveStatus: 'DISABLED' }
        : { TimeToLiveStatus: 'ENABLED', AttributeName };
    return JSON.stringify({ TimeToLiveDescription: description });
  }

  async #call(operation: string, input: object): Promise<Item> {
    const { status, body } = await this.#handle(operation, JSON.stringify(input));
    const output = JSON.parse(String(body)) as Item;
    if (status === 200) return output;
    throw new AwsError(String(output.__type), `${operation}: ${output.message ?? output.Message}`, status);
  }

  /** dynalite works on Node's request and response; these are all of them that it touches. */
  #handle(operation: string, body: Buffer | string): Promise<HttpAnswer> {
    return new Promise((resolve) => {
      const request = Object.assign(new EventEmitter(), {
        method: 'POST',
        url: '/',
        headers: headersFor(operation),
      });
      const headers: Record<string, string | number> = {};
      const response = {
        statusCode: 200,
        setHeader: (name: string, value: string | number) => {
          headers[name.toLowerCase()] = value;
        },
        end: (text: string) => resolve({ status: response.statusCode, headers, body: text }),
      };
      this.#server.emit('request', request, response);
      request.emit('data', Buffer.from(body));
      request.emit('end');
    });
  }
}

/** dynalite looks at the form of the signature, not at its truth. */
const headersFor = (operation: string) => ({
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-target': `${version}.${operation}`,
  'x-amz-date': '20260101T000000Z',
  authorization: `AWS4-HMAC-SHA256 Credential=${accountId}/20260101/${region}/dynamodb/aws4_request, SignedHeaders=host, Signature=none`,
});
