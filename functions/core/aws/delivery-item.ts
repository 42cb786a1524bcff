/** A delivery's item in the ledger table: what its writes say, and what is read of it. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DeliveryRecord } from '../deliver/delivery-record.ts';
import type { PutDown } from '../deliver/ledger.ts';

export type Item = Record<string, AttributeValue>;

/** When a delivery may be taken, and what the take then counts. */
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
  sets: ['takes = :one', 'attempts = :zero', 'backedOffMs = :zero'],
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

/** What a delivery that is put down no longer needs. The request goes with it, and stays only while it may be repeated. */
export function forgottenBy({ status, facts, ...rest }: PutDown): string[] {
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

export function attributesOf(putDown: PutDown): Item {
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

export function memoryOf(item: Item, nowMs: number): DeliveryRecord {
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

/** Epoch milliseconds. */
export const leaseUntilMs = (item: Item) => number(item.leaseUntilMs);
