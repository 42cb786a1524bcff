/** The daily check of one third party: whether it still keeps the contract that was recorded of it. */
import { lacksVerdicts } from '../core/contract/lock/compare-checks.ts';
import { concernsContract } from '../core/contract/lock/concerns-contract.ts';
import { readDeployedLock } from '../core/contract/lock/deployed-lock.ts';
import type { Difference } from '../core/contract/lock/difference.ts';
import type { Lock } from '../core/contract/lock/lock.ts';
import type { CheckRun, Remark } from '../core/contract/probe/probe-recorder.ts';
import type { ContractDeclaration } from '../core/declare/contract.ts';
import type { Credentials } from '../core/declare/destination.ts';
import type { VersionedCredentials } from '../core/deliver/credentials.ts';
import { ConfigError, CredentialsError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Meter } from '../core/metrics.ts';
import type { Parking } from '../core/pace/account.ts';

/** What is checked, and by whom. */
export interface WatchOptions {
  readonly destination: string;
  /** Whose lock it has. @default - its own */
  readonly contract?: string;
  /** `undefined`: the destination declares nothing that could be checked. */
  readonly declaration: ContractDeclaration | undefined;
  /** `local`: here a stand-in is the third party. */
  readonly environment: string;
  /** Text of the lock that was deployed; `undefined`: there is none. */
  readonly readContract: () => Promise<string | undefined>;
  readonly parking: () => Promise<Parking | undefined>;
  /** Throws `CredentialsError`. */
  readonly readSecret: () => Promise<VersionedCredentials>;
  /** Read-only. */
  readonly runChecks: (
    declaration: ContractDeclaration,
    credentials: Credentials,
    token: string | undefined,
  ) => Promise<CheckRun>;
  readonly compare: (
    recorded: Lock,
    run: CheckRun,
    about: { readonly declaration: ContractDeclaration; readonly credentials: Credentials },
  ) => readonly Difference[];
  /** Reports each difference once in 28 days. */
  readonly report: (recorded: Lock['recorded'], differences: readonly Difference[]) => Promise<void>;
  readonly log: Log;
  readonly meter: Pick<Meter, 'count' | 'flush'>;
}

/** Never rejects: a third party that cannot be checked is logged, and checked again tomorrow. */
export async function watchContract(options: WatchOptions): Promise<void> {
  const { destination, log, meter } = options;
  try {
    const unchecked = await check(options);
    // A zero is counted too, so that a day with a complete check differs from a day without any.
    meter.count('ContractUnchecked', unchecked === undefined ? 0 : 1);
    if (unchecked !== undefined) log.write('warn', 'contract.unchecked', { destination, ...unchecked });
  } catch (error) {
    meter.count('ContractUnchecked');
    log.write('warn', 'contract.unchecked', { destination, reason: reasonOf(error) });
  } finally {
    meter.flush();
  }
}

interface Unchecked {
  readonly reason: string;
  readonly troubles?: readonly Remark[];
}

/** `undefined`: every check was answered, or the lock is a stand-in's, with which nothing is compared. */
async function check(options: WatchOptions): Promise<Unchecked | undefined> {
  const { destination, declaration, log } = options;
  if (declaration === undefined)
    return { reason: `it declares no contract in functions/destinations/${destination}` };
  const text = await options.readContract();
  if (text === undefined) return { reason: 'there is no lock: probe with --update' };
  const deployed = readDeployedLock(text, options);
  if ('unusable' in deployed) {
    const { unusable, reason } = deployed;
    if (unusable === 'unreadable') return { reason };
    log.write('info', 'contract.unproven', { destination, reason });
    return undefined;
  }
  const { lock } = deployed;
  const parking = await options.parking();
  // The supervisor has alerted already, and no call goes out until the destination is resumed.
  if (parking !== undefined) return { reason: `it is parked: ${parking.reason}` };
  const { credentials, token } = await options.readSecret();
  const run = await options.runChecks(declaration, credentials, token);
  const exchanges = run.exchanges.filter(({ operation, classification: { statusCode, verdict } }) =>
    concernsContract(lock.operations.get(operation), statusCode, verdict),
  );
  const differences = options.compare(lock, { ...run, exchanges }, { declaration, credentials });
  await options.report(lock.recorded, differences);
  log.write('info', 'contract.checked', {
    destination,
    requests: run.exchanges.length,
    breaking: differences.filter(({ breaking }) => breaking).length,
    additive: differences.filter(({ breaking }) => !breaking).length,
    lockRecordedFrom: lock.recorded.from,
    lockRecordedAt: lock.recorded.at,
    // It says nothing of what a check comes to.
    ...(lacksVerdicts(lock) ? { lacksVerdicts: true } : {}),
  });
  return run.troubles.length === 0
    ? undefined
    : { reason: 'not every check was answered', troubles: run.troubles };
}

/** Messages of our own errors are constant texts; an SDK's message may quote what was sent. */
function reasonOf(error: unknown): string {
  if (error instanceof CredentialsError || error instanceof ConfigError) return error.message;
  return `it failed (${error instanceof Error ? error.name : 'not an error'})`;
}
