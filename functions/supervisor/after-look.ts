/** What the ledger is told after a look: whether calls may go out again, or how long not. */
import type { AccountStore } from '../core/pace/account-store.ts';
import { IncidentChangedError } from './incident-changed-error.ts';
import type { Look, SecretRead } from './look.ts';
import { countsAsRefused } from './look-times.ts';
import type { Standstill } from './standstill.ts';

type Account = Pick<AccountStore, 'resume' | 'letTry' | 'postpone' | 'refusedAgain'>;

/**
 * What a look that passed leads to: an operator, or credentials that are taken, let everybody go on; otherwise one delivery
 * tries whether the circuit may close. Throws `IncidentChangedError`, and when the ledger cannot be reached.
 */
export async function goOn(
  account: Account,
  { parking, circuit }: Standstill,
  isAskedFor: boolean,
): Promise<'resumed' | 'let-try'> {
  const isResumed = parking !== undefined || isAskedFor;
  const isDone = isResumed
    ? await account.resume(parking?.parkedAtMs)
    : circuit !== undefined && (await account.letTry({ sinceMs: circuit.sinceMs }));
  if (!isDone) throw new IncidentChangedError('another incident began while the probe was under way');
  return isResumed ? 'resumed' : 'let-try';
}

/** What one that did not pass leads to. Throws when the ledger cannot be reached. */
export async function standStill(
  account: Account,
  { parking, circuit }: Standstill,
  { probed, nextAtMs }: Look,
  secret: SecretRead,
  nowMs: number,
): Promise<void> {
  if (parking === undefined) {
    if (circuit !== undefined) await account.postpone({ sinceMs: circuit.sinceMs }, nextAtMs);
  } else if (
    probed.outcome === 'refused' &&
    !('unreadable' in secret) &&
    countsAsRefused(parking, secret, nowMs)
  )
    await account.refusedAgain(parking.parkedAtMs, secret.version);
}
