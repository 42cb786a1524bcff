import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import type { Context } from 'aws-lambda';
import type { DeliveryRecord } from '../deliver/delivery-record.ts';
import type { LeaseResult, Ledger } from '../deliver/ledger.ts';
import type { Settlement } from '../deliver/settlement.ts';
import { ConfigError } from '../errors.ts';
import { FencedStore, type FencedStoreOptions } from './fenced-store.ts';

export interface LedgerOptions extends FencedStoreOptions {
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
  return { withLease: (lease, work) => runOnce(new FencedStore(options, lease), config, work) };
}

async function runOnce(
  store: FencedStore,
  config: IdempotencyConfig,
  work: (record: DeliveryRecord) => Promise<Settlement>,
): Promise<LeaseResult> {
  // One frozen argument: Powertools gives meaning to properties of a second one.
  const key = Object.freeze({ key: store.key });
  const once = makeIdempotent(
    async (_key: object) => {
      const { record } = store;
      if (record === undefined) throw new RangeError('the work began without a lease');
      store.settlement = await work(record);
      // Powertools keeps the record of what returns and gives up the record of what throws.
      if (store.settlement.status === 'waiting') throw new Released();
      return { status: store.settlement.status };
    },
    { persistenceStore: store, config, keyPrefix: 'delivery' },
  );
  try {
    await once(key);
    const { settlement } = store;
    return settlement === undefined ? { state: 'ended' } : { state: 'ran', settlement, isKept: true };
  } catch (error) {
    const { settlement } = store;
    // What the work came to is known, whatever became of the write.
    if (settlement !== undefined) return { state: 'ran', settlement, isKept: error instanceof Released };
    if (store.busyUntilMs !== undefined) return { state: 'busy', untilMs: store.busyUntilMs };
    throw error;
  }
}

class Released extends Error {
  override readonly name = 'Released';
}
