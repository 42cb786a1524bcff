import {
  IdempotencyConfig,
  IdempotencyItemAlreadyExistsError,
  IdempotencyRecordStatus,
  makeIdempotent,
} from '@aws-lambda-powertools/idempotency';
import { BasePersistenceLayer, IdempotencyRecord } from '@aws-lambda-powertools/idempotency/persistence';
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { deliveryKey } from '../delivery-key.ts';
import { ConfigError } from '../errors.ts';
import type { Ledger, PutDown, Taken, TakeOptions } from '../ledger.ts';
import type { Memory } from '../outcome.ts';

/** Longer than a message can live: 14 days in the queue, then 14 in the dead-letter queue. */
const rememberedSeconds = 28 * 24 * 3_600;

export interface LedgerOptions {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  readonly now: () => number;
  /** Makes owner tokens: never twice the same. */
  readonly randomId: () => string;
  readonly context: Context;
}

/**
 * The ledger on DynamoDB, driven by Powertools idempotency. Powertools writes without conditions, so that a sandbox
 * that comes back late could overwrite or delete what another one wrote; `FencedStore` closes that.
 */
export function createLedger(options: LedgerOptions): Ledger {
  const config = new IdempotencyConfig({ throwOnNoIdempotencyKey: true, hashFunction: 'sha256' });
  config.registerLambdaContext(options.context);
  if (!config.isEnabled()) throw new ConfigError('POWERTOOLS_IDEMPOTENCY_DISABLED is set: unset it');
  return { take: (take, work) => runOnce(new FencedStore(options, take), config, work) };
}

async function runOnce(
  store: FencedStore,
  config: IdempotencyConfig,
  work: (memory: Memory) => Promise<PutDown>,
): Promise<Taken> {
  // One frozen argument: Powertools gives meaning to properties of a second one.
  const key = Object.freeze({ key: store.key });
  const once = makeIdempotent(
    async (_key: object) => {
      store.putDown = await work(store.memory);
      // Powertools keeps the record of what returns and gives up the record of what throws.
      if (store.putDown.status === 'waiting') throw new Released();
      return { status: store.putDown.status };
    },
    { persistenceStore: store, config, keyPrefix: 'delivery' },
  );
  try {
    await once(key);
    return store.busyUntilMs === undefined && store.putDown === undefined
      ? { state: 'settled' }
      : { state: 'ran', kept: true };
  } catch (error) {
    if (error instanceof Released) return { state: 'ran', kept: true };
    // What the work came to is known, whatever became of the write.
    if (store.putDown !== undefined) return { state: 'ran', kept: false };
    if (store.busyUntilMs !== undefined) return { state: 'busy', untilMs: store.busyUntilMs };
    throw error;
  }
}

class Released extends Error {
  override readonly name = 'Released';
}

type Item = Record<string, AttributeValue>;

/**
 * One delivery's record. States: `taken` (with owner and lease), `waiting`, `delivered`, `dead-lettered`.
 * Every write carries the owner token of this take and is refused when another owner came in between.
 */
class FencedStore extends BasePersistenceLayer {
  readonly key: string;
  readonly #options: LedgerOptions;
  readonly #take: TakeOptions;
  readonly #owner: string;
  memory: Memory = {
    attempts: 0,
    takes: 1,
    firstTakenAtMs: 0,
    backedOffMs: 0,
    unsettled: false,
    approvals: 0,
  };
  putDown: PutDown | undefined;
  busyUntilMs: number | undefined;

  constructor(options: LedgerOptions, take: TakeOptions) {
    super();
    this.#options = options;
    this.#take = take;
    this.#owner = options.randomId();
    this.key = deliveryKey(take.identity);
  }

  /** Takes the delivery. The same write counts the take, so that a crash cannot go uncounted. */
  protected override async _putRecord(record: IdempotencyRecord): Promise<void> {
    const nowMs = this.#options.now();
    const found = await this.#takeIf(ifFree, nowMs);
    if (found === undefined) return;
    const { redrivenFromMs } = this.#take;
    if (redrivenFromMs !== undefined && found.status?.S === 'dead-lettered') {
      const again = await this.#takeIf(ifDeadSince(redrivenFromMs), nowMs);
      if (again === undefined) return;
    }
    const taken = found.status?.S === 'taken';
    if (taken) this.busyUntilMs = number(found.leaseUntilMs);
    throw new IdempotencyItemAlreadyExistsError(
      `delivery ${this.key} is ${found.status?.S}`,
      new IdempotencyRecord({
        idempotencyKey: record.idempotencyKey,
        status: taken ? IdempotencyRecordStatus.INPROGRESS : IdempotencyRecordStatus.COMPLETED,
      }),
    );
  }

  /** Settles the delivery. */
  protected override async _updateRecord(): Promise<void> {
    await this.#write();
  }

  /** Gives the delivery back to wait. Whoever owns it by now knows better. */
  protected override async _deleteRecord(): Promise<void> {
    await this.#write();
  }

  /** Powertools asks only when a refused write did not show the record; ours always does. */
  protected override _getRecord(key: string): Promise<IdempotencyRecord> {
    throw new Error(`the refused write of ${key} came back without the record`);
  }

  /** Returns the item that stands in the way, or `undefined` when taken. */
  async #takeIf({ condition, sets, values }: Taking, nowMs: number): Promise<Item | undefined> {
    const { identity, leaseMs, request } = this.#take;
    try {
      const { Attributes } = await this.#options.client.send(
        new UpdateItemCommand({
          TableName: this.#options.tableName,
          Key: { id: { S: this.key } },
          ConditionExpression: condition,
          UpdateExpression: `SET ${[...alwaysSet, ...(request === undefined ? [] : keepFirst), ...sets].join(', ')}`,
          ExpressionAttributeNames: { '#status': 'status', '#owner': 'owner' },
          ExpressionAttributeValues: {
            ':taken': { S: 'taken' },
            ':owner': { S: this.#owner },
            ':lease': { N: `${nowMs + leaseMs}` },
            ':expiration': { N: `${Math.ceil(nowMs / 1_000) + rememberedSeconds}` },
            ':eventId': { S: identity.id },
            ':eventSource': { S: identity.source },
            ':now': { N: `${nowMs}` },
            ...(request === undefined ? {} : { ':request': { S: request } }),
            ...values,
          },
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      this.memory = memoryOf(Attributes ?? {}, nowMs);
      return undefined;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException) || error.Item === undefined) throw error;
      // The answer to our own write was lost and the SDK sent it again: it is ours.
      if (error.Item.owner?.S === this.#owner && error.Item.status?.S === 'taken') {
        this.memory = memoryOf(error.Item, nowMs);
        return undefined;
      }
      return error.Item;
    }
  }

  async #write(): Promise<void> {
    const { putDown } = this;
    // The work threw: nothing is known of what came of it, so the lease runs out instead.
    if (putDown === undefined) return;
    const values = attributesOf(putDown);
    try {
      await this.#options.client.send(
        new UpdateItemCommand({
          TableName: this.#options.tableName,
          Key: { id: { S: this.key } },
          ConditionExpression: '#owner = :owner AND #status = :taken',
          UpdateExpression: `SET ${Object.keys(values)
            .map((_, n) => `#n${n} = :v${n}`)
            .join(', ')} REMOVE ${forgottenBy(putDown).join(', ')}`,
          ExpressionAttributeNames: {
            '#owner': 'owner',
            '#status': 'status',
            ...Object.fromEntries(Object.keys(values).map((name, n) => [`#n${n}`, name])),
          },
          ExpressionAttributeValues: {
            ':owner': { S: this.#owner },
            ':taken': { S: 'taken' },
            ...Object.fromEntries(Object.values(values).map((value, n) => [`:v${n}`, value])),
          },
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
    } catch (error) {
      const ours = error instanceof ConditionalCheckFailedException && error.Item?.owner?.S === this.#owner;
      // Ours and no longer taken: the first of two identical writes had arrived.
      if (!ours) throw error;
    }
  }
}

/** When a delivery may be taken, and what the take then counts. */
interface Taking {
  readonly condition: string;
  readonly sets: readonly string[];
  readonly values: Item;
}

const ifFree: Taking = {
  condition: 'attribute_not_exists(id) OR #status = :waiting OR (#status = :taken AND leaseUntilMs < :now)',
  sets: ['takes = if_not_exists(takes, :zero) + :one'],
  values: { ':waiting': { S: 'waiting' }, ':zero': { N: '0' }, ':one': { N: '1' } },
};

/** Only the dead letter that the delivery ended with takes it up again. */
const ifDeadSince = (failedAtMs: number): Taking => ({
  condition: '#status = :dead AND failedAtMs = :failedAt',
  sets: ['takes = :one', 'attempts = :zero', 'backedOffMs = :zero'],
  values: {
    ':dead': { S: 'dead-lettered' },
    ':failedAt': { N: `${failedAtMs}` },
    ':zero': { N: '0' },
    ':one': { N: '1' },
  },
});

const alwaysSet = [
  '#status = :taken',
  '#owner = :owner',
  'leaseUntilMs = :lease',
  'expiration = :expiration',
  'eventId = :eventId',
  'eventSource = :eventSource',
  'firstTakenAtMs = if_not_exists(firstTakenAtMs, :now)',
];

/** The request that was rendered first goes before what a newer mapping makes. */
const keepFirst = ['keptRequest = if_not_exists(keptRequest, :request)'];

/** What a delivery that is put down no longer needs. The request goes with it, and stays only while it may be repeated. */
function forgottenBy({ status, facts, ...rest }: PutDown): string[] {
  const mayBeRepeated =
    status === 'waiting'
      ? facts.firstSentAtMs !== undefined || facts.unsettled
      : 'code' in rest && rest.code === 'RETRIES_EXHAUSTED';
  return [
    'leaseUntilMs',
    ...(facts.firstSentAtMs === undefined ? ['firstSentAtMs'] : []),
    ...(facts.slotMs === undefined ? ['slotMs'] : []),
    ...(mayBeRepeated ? [] : ['keptRequest']),
  ];
}

function attributesOf(putDown: PutDown): Item {
  const { facts } = putDown;
  return {
    status: { S: putDown.status },
    takes: { N: '0' },
    attempts: { N: `${facts.attempts}` },
    backedOffMs: { N: `${facts.backedOffMs}` },
    unsettled: { BOOL: facts.unsettled },
    ...(facts.firstSentAtMs === undefined ? {} : { firstSentAtMs: { N: `${facts.firstSentAtMs}` } }),
    ...(facts.approvals === undefined ? {} : { approvals: { N: `${facts.approvals}` } }),
    ...(facts.slotMs === undefined ? {} : { slotMs: { N: `${facts.slotMs}` } }),
    ...(facts.last === undefined ? {} : { last: { S: JSON.stringify(facts.last) } }),
    ...(putDown.status === 'delivered' && putDown.receipt !== undefined
      ? { receipt: { S: putDown.receipt } }
      : {}),
    ...(putDown.status === 'dead-lettered'
      ? { failedAtMs: { N: `${putDown.failedAtMs}` }, deadLetterCode: { S: putDown.code } }
      : {}),
  };
}

function memoryOf(item: Item, nowMs: number): Memory {
  const firstSentAtMs = number(item.firstSentAtMs);
  const slotMs = number(item.slotMs);
  return {
    attempts: number(item.attempts) ?? 0,
    takes: number(item.takes) ?? 1,
    firstTakenAtMs: number(item.firstTakenAtMs) ?? nowMs,
    backedOffMs: number(item.backedOffMs) ?? 0,
    unsettled: item.unsettled?.BOOL ?? false,
    approvals: number(item.approvals) ?? 0,
    ...(firstSentAtMs === undefined ? {} : { firstSentAtMs }),
    ...(slotMs === undefined ? {} : { slotMs }),
    ...(item.keptRequest?.S === undefined ? {} : { request: item.keptRequest.S }),
    ...(item.last?.S === undefined ? {} : { last: JSON.parse(item.last.S) }),
  };
}

const number = (value: AttributeValue | undefined) => (value?.N === undefined ? undefined : Number(value.N));
