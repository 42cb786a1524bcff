import {
  IdempotencyItemAlreadyExistsError,
  IdempotencyRecordStatus,
} from '@aws-lambda-powertools/idempotency';
import { BasePersistenceLayer, IdempotencyRecord } from '@aws-lambda-powertools/idempotency/persistence';
import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { deliveryKey } from '../deliver/delivery-key.ts';
import type { DeliveryRecord } from '../deliver/delivery-record.ts';
import type { LeaseOptions } from '../deliver/ledger.ts';
import type { Settlement } from '../deliver/settlement.ts';
import {
  alwaysSet,
  type Item,
  ifDeadSince,
  ifFree,
  keepFirst,
  leaseUntilMs,
  recordOf,
  settledAttributes,
  type Taking,
} from './delivery-item.ts';
import { formatValues, ifFormatIsKnown, refuseLaterFormat, setsFormat } from './format-version.ts';

/** Longer than a message can live: 14 days in the queue, then 14 in the dead-letter queue. */
const rememberedSeconds = 28 * 24 * 3_600;

export interface FencedStoreOptions {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  readonly now: () => number;
  /** Makes owner tokens: never twice the same. */
  readonly randomId: () => string;
}

/**
 * One delivery's record. States: `taken` (with owner and lease), `waiting`, `delivered`, `dead-lettered`.
 * Every write carries the owner token of this lease and is refused when another owner came in between.
 */
export class FencedStore extends BasePersistenceLayer {
  readonly key: string;
  readonly #options: FencedStoreOptions;
  readonly #lease: LeaseOptions;
  readonly #owner: string;
  /** As the lease found it; there is none before. */
  record: DeliveryRecord | undefined;
  /** What the work came to; it is there before it is written. */
  settlement: Settlement | undefined;
  busyUntilMs: number | undefined;

  constructor(options: FencedStoreOptions, lease: LeaseOptions) {
    super();
    this.#options = options;
    this.#lease = lease;
    this.#owner = options.randomId();
    this.key = deliveryKey(lease.identity);
  }

  /** Takes the delivery. The same write counts the lease, so that a crash cannot go uncounted. */
  protected override async _putRecord(record: IdempotencyRecord): Promise<void> {
    const nowMs = this.#options.now();
    const found = await this.#takeIf(ifFree, nowMs);
    if (found === undefined) return;
    const { redrivenFromMs } = this.#lease;
    if (redrivenFromMs !== undefined && found.status?.S === 'dead-lettered') {
      const again = await this.#takeIf(ifDeadSince(redrivenFromMs), nowMs);
      if (again === undefined) return;
    }
    const taken = found.status?.S === 'taken';
    if (taken) this.busyUntilMs = leaseUntilMs(found);
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

  /** Gives the delivery back to wait. The write is refused when another sandbox owns it by now. */
  protected override async _deleteRecord(): Promise<void> {
    await this.#write();
  }

  /** Powertools asks only when a refused write did not show the record; ours always does. */
  protected override _getRecord(key: string): Promise<IdempotencyRecord> {
    throw new Error(`the refused write of ${key} came back without the record`);
  }

  /** Returns the item that stands in the way, or `undefined` when taken. */
  async #takeIf({ condition, sets, values }: Taking, nowMs: number): Promise<Item | undefined> {
    const { shown, leaseMs, request } = this.#lease;
    try {
      const { Attributes } = await this.#options.client.send(
        new UpdateItemCommand({
          TableName: this.#options.tableName,
          Key: { id: { S: this.key } },
          ConditionExpression: `${ifFormatIsKnown} AND (${condition})`,
          UpdateExpression: `SET ${[setsFormat, ...alwaysSet, ...(request === undefined ? [] : keepFirst), ...sets].join(', ')}`,
          ExpressionAttributeNames: { '#status': 'status', '#owner': 'owner' },
          ExpressionAttributeValues: {
            ':taken': { S: 'taken' },
            ':owner': { S: this.#owner },
            ':lease': { N: `${nowMs + leaseMs}` },
            ':expiration': { N: `${Math.ceil(nowMs / 1_000) + rememberedSeconds}` },
            ':eventId': { S: shown.eventId },
            ':eventSource': { S: shown.eventSource },
            ':now': { N: `${nowMs}` },
            ...formatValues,
            ...(request === undefined ? {} : { ':request': { S: request } }),
            ...values,
          },
          ReturnValues: 'ALL_NEW',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      this.record = recordOf(Attributes ?? {}, nowMs);
      return undefined;
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException) || error.Item === undefined) throw error;
      refuseLaterFormat(error.Item);
      // The answer to our own write was lost and the SDK sent it again: it is ours.
      if (error.Item.owner?.S === this.#owner && error.Item.status?.S === 'taken') {
        this.record = recordOf(error.Item, nowMs);
        return undefined;
      }
      return error.Item;
    }
  }

  async #write(): Promise<void> {
    const { settlement } = this;
    // The work threw: nothing is known of what came of it, so the lease runs out instead.
    if (settlement === undefined) return;
    const attributes = Object.entries(settledAttributes(settlement));
    const kept = attributes.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
    const removed = attributes.flatMap(([name, value]) => (value === undefined ? [name] : []));
    try {
      await this.#options.client.send(
        new UpdateItemCommand({
          TableName: this.#options.tableName,
          Key: { id: { S: this.key } },
          ConditionExpression: '#owner = :owner AND #status = :taken',
          UpdateExpression: `SET ${kept.map((_, n) => `#n${n} = :v${n}`).join(', ')} REMOVE ${removed.map((_, n) => `#r${n}`).join(', ')}`,
          ExpressionAttributeNames: {
            '#owner': 'owner',
            '#status': 'status',
            // By placeholders: `last` is one of DynamoDB's reserved words.
            ...Object.fromEntries(kept.map(({ name }, n) => [`#n${n}`, name])),
            ...Object.fromEntries(removed.map((name, n) => [`#r${n}`, name])),
          },
          ExpressionAttributeValues: {
            ':owner': { S: this.#owner },
            ':taken': { S: 'taken' },
            ...Object.fromEntries(kept.map(({ value }, n) => [`:v${n}`, value])),
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
