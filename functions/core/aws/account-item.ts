/** The account's item in the ledger table: reading it, and writing it under conditions. */
import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AccountState, Parking } from '../pace/account.ts';
import type { AccountAttribute } from '../pace/account-attributes.ts';
import type { AccountItem } from '../pace/account-item.ts';
import type { Update } from '../pace/account-update.ts';
import type { Circuit, CircuitKind, Looks } from '../pace/circuit.ts';
import { formatValues, ifFormatIsKnown, refuseLaterFormat, setsFormat } from './format-version.ts';

export interface AccountItemOptions {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  /** Name of the destination. */
  readonly destination: string;
  /** Of one resource instead of all: there may be thousands, and each is forgotten when nothing of it counts any more. */
  readonly resource?: { readonly key: string; readonly now: () => number };
}

/** Longer than any moment is booked ahead, and any window that a resource may have. */
const resourceSeconds = 3_600;

export function createAccountItem({
  client,
  tableName,
  destination,
  resource,
}: AccountItemOptions): AccountItem {
  // The role of a function lets it at the items of its destination by this beginning (lib/stack/worker-role.ts).
  const ofWhat = resource === undefined ? 'account' : `resource#${resource.key}`;
  const Key = { id: { S: `destination#${destination}#${ofWhat}` } };
  const expiration = () =>
    resource && { ':expiration': { N: `${Math.ceil(resource.now() / 1_000) + resourceSeconds}` } };
  return {
    read: async () => {
      const { Item = {} } = await client.send(
        new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true }),
      );
      return stateOf(Item);
    },
    write: async ({ conditions = [], sets = [], removes = [], values = {} }) => {
      try {
        const { Attributes = {} } = await client.send(
          new UpdateItemCommand({
            TableName: tableName,
            Key,
            ConditionExpression: [ifFormatIsKnown, ...conditions].join(' AND '),
            ExpressionAttributeValues: { ...attributesOf(values), ...formatValues, ...expiration() },
            UpdateExpression: [
              clause('SET', [setsFormat, ...(resource ? ['expiration = :expiration'] : []), ...sets]),
              clause('REMOVE', removes),
            ]
              .join(' ')
              .trim(),
            ReturnValues: 'ALL_NEW',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return { done: true, state: stateOf(Attributes) };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        return { done: false, state: stateOf(error.Item ?? {}) };
      }
    },
  };
}

type Item = Readonly<Record<string, AttributeValue>>;

const clause = (word: string, parts: readonly string[]) =>
  parts.length === 0 ? '' : `${word} ${parts.join(', ')}`;

const attributesOf = (values: Update['values']): Record<string, AttributeValue> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number' ? { N: `${value}` } : { S: value },
    ]),
  );

function stateOf(item: Item): AccountState {
  refuseLaterFormat(item);
  const number = (name: AccountAttribute) => numberIn(item[name]);
  return {
    tatUs: number('tatUs') ?? 0,
    freeSinceUs: number('freeSinceUs') ?? 0,
    vagueUntilUs: number('vagueUntilUs') ?? 0,
    uses: usesOf(item),
    holdUntilMs: number('holdUntilMs') ?? 0,
    granted: number('granted') ?? 0,
    incidents: number('incidents') ?? 0,
    failures: number('failures') ?? 0,
    grantedBefore: number('grantedBefore') ?? 0,
    parking: parkingOf(item),
    resumedAtMs: number('resumedAtMs'),
    circuit: circuitOf(item),
    // Written as JSON: an operation's name may be longer than what an expression can name, and there are few.
    operations: JSON.parse(item.operations?.S ?? '{}'),
    throttledSinceMs: number('throttledSinceMs'),
    throttles: number('throttles') ?? 0,
    unansweredSinceMs: number('unansweredSinceMs'),
    unanswered: number('unanswered') ?? 0,
    looks: looksOf(item),
    sweepDueAtMs: number('sweepDueAtMs'),
    waitingSince: item.waitingSince?.S === undefined ? undefined : JSON.parse(item.waitingSince.S),
    slowStartAtMs: number('slowStartAtMs'),
    slowStartUsed: number('slowStartUsed') ?? 0,
    answeredAtMs: number('answeredAtMs'),
    failingSinceMs: number('failingSinceMs'),
  };
}

/** By the window in the attributes' names. */
function usesOf(item: Item): AccountState['uses'] {
  const windows = Object.keys(item).flatMap((name) => /^bucket(\d+)$/.exec(name)?.[1] ?? []);
  return Object.fromEntries(
    windows.map((windowMs) => [
      windowMs,
      {
        bucket: Number(item[`bucket${windowMs}`]?.N),
        used: Number(item[`used${windowMs}`]?.N),
        before: JSON.parse(item[`before${windowMs}`]?.S ?? '{}'),
      },
    ]),
  );
}

function parkingOf({ parkedAtMs, parkedReason, refusedVersion, alertedAtMs }: Item): Parking | undefined {
  if (parkedAtMs?.N === undefined) return undefined;
  return {
    parkedAtMs: Number(parkedAtMs.N),
    reason: parkedReason?.S ?? '',
    refusedVersion: refusedVersion?.S,
    alertedAtMs: alertedAtMs?.N === undefined ? undefined : Number(alertedAtMs.N),
  };
}

function circuitOf(item: Item): Circuit | undefined {
  const untilMs = numberIn(item.openUntilMs);
  if (untilMs === undefined) return undefined;
  return {
    kind: (item.openKind?.S ?? 'failing') as CircuitKind,
    sinceMs: numberIn(item.openSinceMs) ?? untilMs,
    untilMs,
    openings: numberIn(item.openings) ?? 0,
    reason: item.openReason?.S ?? 'too many requests failed',
    trialUntilMs: numberIn(item.trialUntilMs),
    alertClaimedUntilMs: numberIn(item.openAlertClaimedUntilMs),
    alertedAtMs: numberIn(item.openAlertedAtMs),
  };
}

function looksOf(item: Item): Looks | undefined {
  const dueAtMs = numberIn(item.lookDueAtMs);
  if (dueAtMs === undefined) return undefined;
  return {
    dueAtMs,
    count: numberIn(item.looks) ?? 0,
    failedTries: numberIn(item.failedTries) ?? 0,
    passedAtMs: numberIn(item.lookPassedAtMs),
    outcome: item.lookOutcome?.S,
    atMs: numberIn(item.lookedAtMs),
  };
}

const numberIn = (value: AttributeValue | undefined) =>
  value?.N === undefined ? undefined : Number(value.N);
