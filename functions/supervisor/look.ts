/** A look at a destination that stands still: whose turn it is, one probe, and what the ledger is told of it. */
import type { VersionedCredentials } from '../core/deliver/credentials.ts';
import type { AccountStore } from '../core/pace/account-store.ts';
import type { Due } from './due.ts';
import { isUntried, lookAfterMs } from './look-times.ts';
import type { Probe, Probed } from './probe.ts';
import type { Standstill } from './standstill.ts';

export interface LookParts {
  readonly account: Pick<AccountStore, 'claimLook' | 'recordLook'>;
  readonly probe: Probe;
  /** Takes secrets out of a text. */
  readonly redact: (text: string) => string;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** The credentials as they are, or why nobody knows them. */
export type SecretRead = VersionedCredentials | { readonly unreadable: string };

export interface LookOptions {
  readonly state: Standstill;
  readonly due: Due['look'];
  readonly secret: SecretRead;
  /** An operator waits for it: it is made, whoever else is at one. */
  readonly isAskedFor: boolean;
}

export interface Look {
  readonly probed: Probed;
  /** Of the look after it, epoch milliseconds. */
  readonly nextAtMs: number;
}

/** Of what the third party said: it stands in a line of `status`. */
const charactersMax = 300;

/** `undefined`: none is due, or another has it. Rejects when the ledger cannot be reached. */
export async function look(
  { account, probe, redact, now }: LookParts,
  { state, due, secret, isAskedFor }: LookOptions,
): Promise<Look | undefined> {
  const read = 'unreadable' in secret ? undefined : secret;
  if (due === 'no') return undefined;
  if (due === 'if-untried' && (read === undefined || !isUntried(state, read))) return undefined;
  const nextAtMs = lookAfterMs(state, read, now());
  const isClaimed = await account.claimLook(state.looks?.dueAtMs, nextAtMs);
  if (!isClaimed && !isAskedFor) return undefined;
  const probed: Probed =
    'unreadable' in secret
      ? { outcome: 'not-sent', reason: secret.unreadable }
      : await probe(secret.credentials, secret.token);
  await account.recordLook(nextAtMs, redact(wordsOf(probed)).slice(0, charactersMax).toWellFormed());
  return { probed, nextAtMs };
}

/** For people: whether it passed, by what answer, and what the third party said. */
function wordsOf({ outcome, reason, told }: Probed): string {
  if (outcome === 'passed') return ['passed', reason, told].filter((part) => part !== undefined).join(': ');
  return told === undefined ? reason : `${reason}: ${told}`;
}
