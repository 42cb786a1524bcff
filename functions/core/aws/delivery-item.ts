/** A delivery's item in the ledger table: what its writes say, and what is read of it. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DeliveryProgress, DeliveryRecord } from '../deliver/delivery-record.ts';
import { keepsRequest } from '../deliver/keeps-request.ts';
import type { Settlement } from '../deliver/settlement.ts';

export type Item = Record<string, AttributeValue>;

/** When a delivery may be taken, and what the lease then counts. */
export interface Taking {
  readonly condition: string;
  readonly sets: readonly string[];
  readonly values: Item;
}

export const ifFree: Taking = {
  condition: 'attribute_not_exists(id) OR #status = :waiting OR (#status = :taken AND leaseUntilMs < :now)',
  sets: ['takes = if_not_exists(takes, :zero) + :one'],
  values: { ':waiting': { S: 'waiting' }, ':zero': { N: '0' }, ':one': { N: '1' } },
};

/** Only the dead letter that the delivery ended with takes it up again. */
export const ifDeadSince = (failedAtMs: number): Taking => ({
  condition: '#status = :dead AND failedAtMs = :failedAt',
  sets: ['takes = :one', 'attempts = :zero', 'backedOffMs = :zero', 'refusals = :zero'],
  values: {
    ':dead': { S: 'dead-lettered' },
    ':failedAt': { N: `${failedAtMs}` },
    ':zero': { N: '0' },
    ':one': { N: '1' },
  },
});

export const alwaysSet = [
  '#status = :taken',
  '#owner = :owner',
  'leaseUntilMs = :lease',
  'expiration = :expiration',
  'eventId = :eventId',
  'eventSource = :eventSource',
  'firstTakenAtMs = if_not_exists(firstTakenAtMs, :now)',
];

/** The request that was rendered first goes before what a newer mapping makes. */
export const keepFirst = ['keptRequest = if_not_exists(keptRequest, :request)'];

/** How one field of the progress stands in the item: under which name, and as what. */
interface Field<T> {
  readonly attribute: string;
  /** `undefined`: the attribute is removed. */
  readonly write: (value: T) => AttributeValue | undefined;
  readonly read: (value: AttributeValue | undefined) => T;
}

const number = (value: AttributeValue | undefined) => (value?.N === undefined ? undefined : Number(value.N));
const written = (value: number | undefined): AttributeValue | undefined =>
  value === undefined ? undefined : { N: `${value}` };

const count = (attribute: string): Field<number> => ({
  attribute,
  write: written,
  read: (value) => number(value) ?? 0,
});
const moment = (attribute: string): Field<number | undefined> => ({
  attribute,
  write: written,
  read: number,
});

/** All of them, so that what is written is read again and nothing is left out. */
const fields: { readonly [Name in keyof DeliveryProgress]: Field<DeliveryProgress[Name]> } = {
  attempts: count('attempts'),
  backedOffMs: count('backedOffMs'),
  outcomeUnknown: {
    attribute: 'unsettled',
    write: (value) => ({ BOOL: value }),
    read: (value) => value?.BOOL ?? false,
  },
  firstSentAtMs: moment('firstSentAtMs'),
  // Almost no delivery is ever looked at: those that were not do not carry a zero.
  approvals: { ...count('approvals'), write: (value) => written(value === 0 ? undefined : value) },
  refusals: { ...count('refusals'), write: (value) => written(value === 0 ? undefined : value) },
  last: {
    attribute: 'last',
    write: (value) => (value === undefined ? undefined : { S: JSON.stringify(value) }),
    read: (value) => (value?.S === undefined ? undefined : JSON.parse(value.S)),
  },
};

/**
 * What a settlement makes of the item, each attribute by the same rule: it has the value that stands here, or is removed
 * where none does. The one that a settlement does not know is the kept request: it stays as it is while it may be
 * repeated, and goes otherwise.
 */
export function settledAttributes(
  settlement: Settlement,
): Readonly<Record<string, AttributeValue | undefined>> {
  const { status, progress } = settlement;
  const dead = status === 'dead-lettered' ? settlement : undefined;
  const receipt = status === 'delivered' ? settlement.receipt : undefined;
  return {
    status: { S: status },
    takes: { N: '0' },
    leaseUntilMs: undefined,
    ...progressAttributes(progress),
    receipt: receipt === undefined ? undefined : { S: receipt },
    failedAtMs: written(dead?.failedAtMs),
    deadLetterCode: dead === undefined ? undefined : { S: dead.cause.code },
    ...(keepsRequest(settlement) ? {} : { keptRequest: undefined }),
  };
}

function progressAttributes(progress: DeliveryProgress): Record<string, AttributeValue | undefined> {
  const one = <Name extends keyof DeliveryProgress>(name: Name) =>
    [fields[name].attribute, fields[name].write(progress[name])] as const;
  return Object.fromEntries((Object.keys(fields) as (keyof DeliveryProgress)[]).map((name) => one(name)));
}

export function recordOf(item: Item, nowMs: number): DeliveryRecord {
  const read = <Name extends keyof DeliveryProgress>(name: Name) =>
    fields[name].read(item[fields[name].attribute]);
  return {
    attempts: read('attempts'),
    backedOffMs: read('backedOffMs'),
    outcomeUnknown: read('outcomeUnknown'),
    firstSentAtMs: read('firstSentAtMs'),
    approvals: read('approvals'),
    refusals: read('refusals'),
    last: read('last'),
    leasesSinceRelease: number(item.takes) ?? 1,
    firstTakenAtMs: number(item.firstTakenAtMs) ?? nowMs,
    request: item.keptRequest?.S,
  };
}

/** Epoch milliseconds. */
export const leaseUntilMs = (item: Item) => number(item.leaseUntilMs);
