import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import type { Context } from 'aws-lambda';
import type { DeliveryRecord } from '../deliver/delivery-record.ts';
import type { Ledger, PutDown, Taken } from '../deliver/ledger.ts';
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
  return { take: (take, work) => runOnce(new FencedStore(options, take), config, work) };
}

async function runOnce(
  store: FencedStore,
  config: IdempotencyConfig,
  work: (memory: DeliveryRecord) => Promise<PutDown>,
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
