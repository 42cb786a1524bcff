/** The account as the supervisor has it, on a model of the table: with the ledger's own conditions. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createAccountItem } from '../../../functions/core/aws/account-item.ts';
import type { AccountState, Parking } from '../../../functions/core/pace/account.ts';
import type { AccountAttribute } from '../../../functions/core/pace/account-attributes.ts';
import { type AccountStore, createAccountStore } from '../../../functions/core/pace/account-store.ts';
import type { Assignment } from '../../../functions/core/pace/account-update.ts';
import type { Circuit, Looks } from '../../../functions/core/pace/circuit.ts';
import { paceOf } from '../../../functions/core/pace/spacing.ts';
import { TableModel } from '../../models/table.ts';

type Attributes = Readonly<Record<string, string | number>>;

export interface AccountInMemory extends AccountStore {
  /** Writes attributes down, as whoever parked it or opened its circuit did. */
  readonly set: (attributes: Attributes) => Promise<AccountState>;
  readonly setParking: (parking: Parking) => Promise<AccountState>;
  readonly setCircuit: (circuit: Partial<Circuit>) => Promise<AccountState>;
  readonly setLooks: (looks: Partial<Looks>) => Promise<AccountState>;
  /** The delivery that tried was answered well. */
  readonly close: () => Promise<boolean>;
}

export function accountInMemory(now: () => number): AccountInMemory {
  const table = new TableModel({ name: 'ledger', partitionKey: 'id', now });
  const client = {
    send: async (command: { input: object }) =>
      table.execute(command.constructor.name.replace('Command', ''), command.input),
  } as unknown as DynamoDBClient;
  const item = createAccountItem({ client, tableName: 'ledger', destination: 'thing' });
  const pace = paceOf([{ requests: 100, windowMs: 1_000 }], { dispersionMs: 0, clockSkewMs: 0 });
  const store = createAccountStore({ item, pace, now });
  const set: AccountInMemory['set'] = async (attributes) => {
    const given = Object.entries(attributes);
    const { state } = await item.write({
      sets: given.map(([name]) => `${name} = :${name}` as Assignment),
      values: Object.fromEntries(given.map(([name, value]) => [`:${name}`, value])),
    });
    return state;
  };
  return {
    ...store,
    set,
    setParking: ({ parkedAtMs, reason, refusedVersion, alertedAtMs }) =>
      set(defined({ parkedAtMs, parkedReason: reason, refusedVersion, alertedAtMs })),
    setCircuit: ({ kind, sinceMs, untilMs, openings = 1, reason, alertedAtMs }) =>
      set(
        defined({
          openKind: kind,
          openSinceMs: sinceMs,
          openUntilMs: untilMs,
          openings,
          openReason: reason,
          openAlertedAtMs: alertedAtMs,
        }),
      ),
    setLooks: ({ dueAtMs, count, failedTries, passedAtMs, outcome, atMs }) =>
      set(
        defined({
          lookDueAtMs: dueAtMs,
          looks: count,
          failedTries,
          lookPassedAtMs: passedAtMs,
          lookOutcome: outcome,
          lookedAtMs: atMs,
        }),
      ),
    close: () => store.resume(undefined),
  };
}

const defined = (attributes: Partial<Record<AccountAttribute, string | number | undefined>>) =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)) as Attributes;
