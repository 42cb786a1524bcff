/** The daily look at one third party: whether it still keeps the contract that was recorded of it. */

import type { Difference } from '../core/contract/lock/difference.ts';
import type { Lock } from '../core/contract/lock/lock.ts';
import type { ProbedExchange } from '../core/contract/probe/conversation.ts';
import type { CheckRun, Remark } from '../core/contract/probe/probe-recorder.ts';
import type { ContractDeclaration } from '../core/declare/contract.ts';
import type { Credentials } from '../core/declare/destination.ts';
import type { VersionedCredentials } from '../core/deliver/credentials.ts';
import { ConfigError, CredentialsError } from '../core/errors.ts';
import type { Log } from '../core/log.ts';
import type { Meter } from '../core/metrics.ts';
import type { Parking } from '../core/pace/account.ts';

/** What is asked, and who says what the answers mean. */
export interface WatchOptions {
  readonly destination: string;
  /** `undefined`: it declares nothing that could be asked. */
  readonly declaration: ContractDeclaration | undefined;
  /** `local`: here a stand-in is the third party. */
  readonly environment: string;
  /** Text of the lock that was deployed; `undefined`: there is none. */
  readonly readContract: () => Promise<string | undefined>;
  /** Throws what cannot be a lock, with a message that quotes nothing. */
  readonly parseLock: (text: string) => Lock;
  readonly parking: () => Promise<Parking | undefined>;
  /** Throws `CredentialsError`. */
  readonly readSecret: () => Promise<VersionedCredentials>;
  /** Read-only. */
  readonly runChecks: (declaration: ContractDeclaration, credentials: Credentials) => Promise<CheckRun>;
  readonly compare: (
    recorded: Lock,
    run: CheckRun,
    about: { readonly declaration: ContractDeclaration; readonly credentials: Credentials },
  ) => readonly Difference[];
  /** Tells of each difference once in a month. */
  readonly tell: (recorded: Lock['recorded'], differences: readonly Difference[]) => Promise<void>;
  readonly log: Log;
  readonly meter: Pick<Meter, 'count' | 'flush'>;
}

/** Never rejects: one that cannot be looked at is told of, and looked at again tomorrow. */
export async function watchContract(options: WatchOptions): Promise<void> {
  const { destination, log, meter } = options;
  try {
    const unchecked = await look(options);
    // A zero, too: days without a look are told from days with a good one.
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

/** `undefined`: everything that could be asked was, or there is nothing to hold it against. */
async function look(options: WatchOptions): Promise<Unchecked | undefined> {
  const { destination, declaration, environment, log } = options;
  if (declaration === undefined)
    return { reason: `it declares no contract in functions/destinations/${destination}` };
  const text = await options.readContract();
  if (text === undefined) return { reason: 'there is no lock: probe with --update' };
  const recorded = lockIn(text, options);
  if ('reason' in recorded) return recorded;
  const { from } = recorded.recorded;
  if (from === 'stand-in' && environment !== 'local') {
    const reason = 'the lock was recorded from a stand-in: probe the third party itself';
    log.write('info', 'contract.unproven', { destination, reason });
    return undefined;
  }
  const parking = await options.parking();
  // Whoever parked it has told of it, and no call goes out until it is resumed.
  if (parking !== undefined) return { reason: `it is parked: ${parking.reason}` };
  const { credentials } = await options.readSecret();
  const run = await options.runChecks(declaration, credentials);
  const said = { ...run, exchanges: run.exchanges.filter((exchange) => isWord(recorded, exchange)) };
  const differences = options.compare(recorded, said, { declaration, credentials });
  await options.tell(recorded.recorded, differences);
  log.write('info', 'contract.checked', {
    destination,
    requests: run.exchanges.length,
    breaking: differences.filter(({ breaking }) => breaking).length,
    additive: differences.filter(({ breaking }) => !breaking).length,
    lockRecordedFrom: from,
    lockRecordedAt: recorded.recorded.at,
  });
  return run.troubles.length === 0
    ? undefined
    : { reason: 'not every check was answered', troubles: run.troubles };
}

/** What was never recorded counts where it is an answer. A 423 or a refused key is trouble of the day. */
const isWord = (recorded: Lock, { operation, classification }: ProbedExchange) =>
  classification.verdict === 'success' ||
  classification.verdict === 'terminal' ||
  classification.verdict === 'refused' ||
  recorded.operations.get(operation)?.responses.has(classification.statusCode ?? 0) === true;

function lockIn(text: string, { destination, parseLock }: WatchOptions): Lock | Unchecked {
  try {
    const lock = parseLock(text);
    return lock.destination === destination ? lock : { reason: `the lock is that of ${lock.destination}` };
  } catch (error) {
    return { reason: `the lock is no good: ${(error as Error).message}` };
  }
}

/** Ours are constant texts; what an SDK says may quote what was sent. */
function reasonOf(error: unknown): string {
  if (error instanceof CredentialsError || error instanceof ConfigError) return error.message;
  return `it failed (${error instanceof Error ? error.name : 'not an error'})`;
}
