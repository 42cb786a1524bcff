/** One account as several sandboxes share it, on a model of the table. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createAccountItem } from '../../../../functions/core/aws/account-item.ts';
import type { RateLimit } from '../../../../functions/core/declare/destination.ts';
import type { Classification } from '../../../../functions/core/http/classify.ts';
import type { Account, PermitDecision } from '../../../../functions/core/pace/account.ts';
import { createAccountStore } from '../../../../functions/core/pace/account-store.ts';
import { createAccount } from '../../../../functions/core/pace/create-account.ts';
import type { ServiceTime } from '../../../../functions/core/pace/service-time.ts';
import { type Pacing, paceOf } from '../../../../functions/core/pace/spacing.ts';
import { TableModel } from '../../../models/table.ts';

export const startMs = Date.UTC(2026, 2, 1);
const exact: Pacing = { dispersionMs: 0, clockSkewMs: 0 };

/** One account's item and any number of sandboxes, each with its own idea of the time. */
export function world(limits: readonly RateLimit[] = [{ requests: 10, windowMs: 1_000 }], pacing = exact) {
  const clock = { ms: startMs };
  const calls: string[] = [];
  const errors: string[] = [];
  const table = new TableModel({ name: 'ledger', partitionKey: 'id', now: () => clock.ms });
  const faults = { next: undefined as 'fails' | 'loses its answer' | undefined };
  const write = { takesMs: 0 };
  const client = {
    send: async (command: { input: object }) => {
      const operation = command.constructor.name.replace('Command', '');
      const fault = faults.next;
      faults.next = undefined;
      calls.push(operation);
      clock.ms += write.takesMs;
      if (fault === 'fails') throw new Error('unreachable');
      if (fault === 'loses its answer') table.execute(operation, command.input);
      return table.execute(operation, command.input);
    },
  } as unknown as DynamoDBClient;
  /** A sandbox of a deployment that declares these limits. Its monotonic clock shows the true time. */
  const sandboxWith = (
    declared: readonly RateLimit[],
    skewMs = 0,
    operation?: string,
    time?: ServiceTime,
    slowStartRequestsMax?: number,
  ): Account =>
    createAccount({
      operation,
      item: createAccountItem({ client, tableName: 'ledger', destination: 'thing' }),
      pace: paceOf(declared, pacing),
      breaker: { firstMs: 30_000, mostMs: 300_000 },
      now: () => clock.ms + skewMs,
      monotonicMs: () => clock.ms,
      time,
      recheckMs: 60_000,
      requestTimeoutMs: 10_000,
      ...(slowStartRequestsMax === undefined ? {} : { slowStartRequestsMax }),
      onError: (what) => errors.push(what),
    });
  const sandbox = (skewMs = 0) => sandboxWith(limits, skewMs);
  /** One that calls this operation. */
  const sandboxOf = (operation: string) => sandboxWith(limits, 0, operation);
  const store = createAccountStore({
    item: createAccountItem({ client, tableName: 'ledger', destination: 'thing' }),
    pace: paceOf(limits, pacing),
    now: () => clock.ms,
  });
  return { clock, calls, errors, faults, write, sandbox, sandboxWith, sandboxOf, store };
}

export const moments = (permits: readonly PermitDecision[]) =>
  permits.map((permit) =>
    permit.given ? Math.round((permit.atMs - startMs) * 1_000) / 1_000 : permit.reason,
  );
export const found = (
  verdict: Classification['verdict'],
  more: Partial<Classification> = {},
): Classification => ({
  verdict,
  scope: 'destination',
  fromApplication: false,
  code: 'CODE',
  message: '',
  ...more,
});
export const first = (permits: readonly PermitDecision[]) => {
  const [permit] = permits;
  if (permit?.given !== true) throw new Error('no permit');
  return permit;
};

/** The most arrivals in any closed window. */
export function mostInAWindow(arrivals: readonly number[], windowMs: number): number {
  const sorted = [...arrivals].sort((a, b) => a - b);
  let [most, from] = [0, 0];
  for (const [to, atMs] of sorted.entries()) {
    while (atMs - (sorted[from] ?? 0) > windowMs) from += 1;
    most = Math.max(most, to - from + 1);
  }
  return most;
}
