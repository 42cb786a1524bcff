/**
 * A DynamoDB table with a partition key and nothing else, as a plain state machine: an operation is applied and
 * answered, or throws what the SDK would throw. Faults, latency and retries belong to whoever calls.
 */
import { ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { copyOfItem, type Item, sizeOf } from './attribute-value.ts';
import { conditionOf } from './condition.ts';
import { type Bindings, checkPlaceholders } from './expression.ts';
import { answered, conditionalCheckFailed, knownOnly, NotModelled, validationError } from './sdk-errors.ts';
import { type Update, updateOf } from './update.ts';

export interface TableOptions {
  readonly name: string;
  /** Of type S. */
  readonly partitionKey: string;
  /** Epoch seconds. */
  readonly timeToLiveAttribute?: string;
  readonly now: () => number;
}

/** What the operations take, of all of them. */
interface Input {
  readonly TableName?: string;
  readonly Key?: Item;
  readonly Item?: Item;
  readonly ConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
  readonly ReturnValues?: string;
  readonly ReturnValuesOnConditionCheckFailure?: string;
}

type Output = Readonly<Record<string, unknown>>;

/** 400 KB, attribute names included. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html */
const itemBytesMax = 409_600;
/** What expired longer ago is left alone. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-before-you-start.html */
const expiredSecondsMax = 5 * 365 * 24 * 3_600;

const read = ['TableName', 'ConsistentRead'];
const conditional = [
  'TableName',
  'ConditionExpression',
  'ExpressionAttributeNames',
  'ExpressionAttributeValues',
  'ReturnValues',
  'ReturnValuesOnConditionCheckFailure',
];

export class TableModel {
  readonly #options: TableOptions;
  readonly #items = new Map<string, Item>();
  readonly #operations: Readonly<
    Record<string, { known: readonly string[]; run: (input: Input) => Output }>
  > = {
    GetItem: { known: [...read, 'Key'], run: ({ Key }) => shown('Item', this.#items.get(this.#keyIn(Key))) },
    Scan: { known: read, run: () => this.#scan() },
    PutItem: { known: [...conditional, 'Item'], run: (input) => this.#put(input) },
    UpdateItem: { known: [...conditional, 'Key', 'UpdateExpression'], run: (input) => this.#update(input) },
    DeleteItem: { known: [...conditional, 'Key'], run: (input) => this.#delete(input) },
  };

  constructor(options: TableOptions) {
    this.#options = options;
  }

  execute(operation: string, input: object): object {
    const found = this.#operations[operation];
    if (found === undefined) throw new NotModelled(`${operation} is not modelled`);
    knownOnly(operation, input, found.known);
    if ((input as Input).TableName !== this.#options.name)
      throw new ResourceNotFoundException(answered('Requested resource not found'));
    return found.run(input as Input);
  }

  /** Copies, in the order in which they came to be. */
  items(): Item[] {
    return [...this.#items.values()].map(copyOfItem);
  }

  /** A copy. */
  item(key: string): Item | undefined {
    const item = this.#items.get(key);
    return item === undefined ? undefined : copyOfItem(item);
  }

  /** Deletes what has outlived its time to live, and returns it. DynamoDB does so within days: call it, or do not. */
  deleteExpired(): Item[] {
    const { timeToLiveAttribute = '', now } = this.#options;
    const nowSeconds = Math.floor(now() / 1_000);
    const isExpired = (item: Item) => {
      const seconds = Number(item[timeToLiveAttribute]?.N ?? Number.NaN);
      return seconds < nowSeconds && seconds > nowSeconds - expiredSecondsMax;
    };
    const expired = [...this.#items].filter(([, item]) => isExpired(item));
    for (const [key] of expired) this.#items.delete(key);
    return expired.map(([, item]) => item);
  }

  #scan(): Output {
    const Items = this.items();
    return { Items, Count: Items.length, ScannedCount: Items.length };
  }

  #put(input: Input): Output {
    checkReturnValues(input, ['NONE', 'ALL_OLD']);
    const item = copyOfItem(input.Item ?? {});
    const key = this.#keyOf(item);
    const { old } = this.#checked(key, input);
    this.#store(key, item, 'Item size has exceeded the maximum allowed size');
    return input.ReturnValues === 'ALL_OLD' ? shown('Attributes', old) : {};
  }

  #update(input: Input): Output {
    checkReturnValues(input, ['NONE', 'ALL_OLD', 'ALL_NEW', 'UPDATED_NEW']);
    const key = this.#keyIn(input.Key);
    const update = input.UpdateExpression === undefined ? undefined : updateOf(input.UpdateExpression);
    const { old, bindings } = this.#checked(key, input, update);
    const base = old ?? { [this.#options.partitionKey]: { S: key } };
    // A value may now stand twice in the item, or in the request and the item: they are never changed in place.
    const changed = update?.apply(base, bindings) ?? base;
    this.#store(key, changed, 'Item size to update has exceeded the maximum allowed size');
    if (input.ReturnValues === 'ALL_OLD') return shown('Attributes', old);
    if (input.ReturnValues === 'ALL_NEW') return shown('Attributes', changed);
    if (input.ReturnValues !== 'UPDATED_NEW') return {};
    const updated: Item = {};
    for (const name of update?.targets(bindings) ?? []) {
      const value = changed[name];
      if (value !== undefined) updated[name] = value;
    }
    return shown('Attributes', Object.keys(updated).length === 0 ? undefined : updated);
  }

  #delete(input: Input): Output {
    checkReturnValues(input, ['NONE', 'ALL_OLD']);
    const key = this.#keyIn(input.Key);
    const { old } = this.#checked(key, input);
    this.#items.delete(key);
    return input.ReturnValues === 'ALL_OLD' ? shown('Attributes', old) : {};
  }

  /** Refuses the request as DynamoDB would: first for what is wrong with it, then for what the item holds. */
  #checked(key: string, input: Input, update?: Update): { old: Item | undefined; bindings: Bindings } {
    const { ConditionExpression } = input;
    const condition = ConditionExpression === undefined ? undefined : conditionOf(ConditionExpression);
    const bindings = bindingsOf(input);
    const expressions = [update, condition].filter((each) => each !== undefined);
    checkPlaceholders(bindings, expressions);
    for (const { checks } of expressions) for (const check of checks) check(bindings);
    if (update?.targets(bindings).includes(this.#options.partitionKey))
      throw validationError(
        `Cannot update attribute ${this.#options.partitionKey}. This attribute is part of the key`,
      );
    const old = this.#items.get(key);
    if (condition !== undefined && !condition.holds(old ?? {}, bindings)) {
      const isShown = input.ReturnValuesOnConditionCheckFailure === 'ALL_OLD' && old !== undefined;
      throw conditionalCheckFailed(isShown ? copyOfItem(old) : undefined);
    }
    return { old, bindings };
  }

  #store(key: string, item: Item, refusal: string): void {
    if (sizeOf(item) > itemBytesMax) throw validationError(refusal);
    this.#items.set(key, item);
  }

  #keyIn(key: Item | undefined): string {
    if (key === undefined || Object.keys(key).length !== 1)
      throw validationError('The provided key element does not match the schema');
    return this.#keyOf(key);
  }

  #keyOf(item: Item): string {
    const text = item[this.#options.partitionKey]?.S;
    if (text === undefined || text === '')
      throw validationError(`${this.#options.partitionKey} must be a text that is not empty: it is the key`);
    return text;
  }
}

/** An answer that shares nothing with the table. */
const shown = (name: string, item: Item | undefined): Output =>
  item === undefined ? {} : { [name]: copyOfItem(item) };

function bindingsOf({ ExpressionAttributeNames, ExpressionAttributeValues }: Input): Bindings {
  for (const given of [ExpressionAttributeNames, ExpressionAttributeValues])
    if (given !== undefined && Object.keys(given).length === 0)
      throw validationError('ExpressionAttributeNames and ExpressionAttributeValues must not be empty');
  return { names: { ...ExpressionAttributeNames }, values: copyOfItem(ExpressionAttributeValues ?? {}) };
}

function checkReturnValues({ ReturnValues = 'NONE' }: Input, possible: readonly string[]): void {
  if (ReturnValues === 'UPDATED_OLD' && possible.includes('UPDATED_NEW'))
    throw new NotModelled('UPDATED_OLD is not modelled');
  if (!possible.includes(ReturnValues))
    throw validationError(`ReturnValues can only be ${possible.join(' or ')}`);
}
