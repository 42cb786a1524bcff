import type { Destination } from '../declare/destination.ts';
import type { CredentialStore, VersionedCredentials } from '../deliver/credentials.ts';
import { CredentialsError } from '../errors.ts';
import type { Redactor } from '../redact/redactor.ts';
import { openToken } from '../redact/token-seal.ts';
import type { TokenItem } from './token-item.ts';

export interface TokenCredentialsOptions {
  /** Reads the secret. */
  readonly secret: CredentialStore;
  readonly item: Pick<TokenItem, 'read'>;
  readonly destination: Destination;
  readonly redactor: Redactor;
  /** Asks the token keeper for another than the one with this id; resolves when it is asked. */
  readonly ask: (id: string) => Promise<void>;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}

/** So long before its end nobody begins a request with it: a request and two clocks that differ. */
const restMsMin = 60_000;
/** Cold, the keeper needs two or three seconds; what takes longer is waited for in the queue. */
const looksMax = 10;
const lookEveryMs = 500;

/**
 * The secret together with the token that the keeper got for it. A token is read once for all requests until it ends, and
 * never asked for by a worker itself: it only tells the keeper that there is none.
 */
export function createTokenCredentials(options: TokenCredentialsOptions): CredentialStore {
  const { secret, item, destination, redactor, ask, now, sleep } = options;
  type Held = VersionedCredentials & { readonly id: string; readonly endsAtMs: number };
  let held: Held | undefined;
  let looking: Promise<Held | undefined> | undefined;

  async function opened(base: VersionedCredentials): Promise<Held | undefined> {
    const { id, sealed } = await item.read();
    const kept = sealed === undefined ? undefined : openToken(sealed, base.credentials, destination);
    if (kept === undefined) return undefined;
    redactor.addSecret(kept.token);
    const lifeMs = kept.expiresAtMs - kept.issuedAtMs;
    const endsAtMs = kept.expiresAtMs - Math.min(restMsMin, lifeMs / 10);
    return {
      ...base,
      version: `${base.version} ${id}`,
      secretVersion: base.version,
      token: kept.token,
      id,
      endsAtMs,
    };
  }

  /** Another than `refused`, waited for while the keeper is at it. `undefined`: it did not come. */
  async function look(base: VersionedCredentials, refused: string): Promise<Held | undefined> {
    for (let looks = 0; looks <= looksMax; looks += 1) {
      const found = await opened(base);
      if (found !== undefined && found.id !== refused && found.endsAtMs > now()) {
        held = found;
        return found;
      }
      if (looks === 0) await ask(refused === '' ? (found?.id ?? '') : refused);
      if (looks < looksMax) await sleep(lookEveryMs);
    }
    return undefined;
  }
  const lookOnce = (base: VersionedCredentials, refused: string) => {
    looking ??= look(base, refused).finally(() => {
      looking = undefined;
    });
    return looking;
  };

  return {
    get: async (notBeforeMs) => {
      const base = await secret.get(notBeforeMs);
      const isSame = held?.secretVersion === base.version;
      if (held !== undefined && isSame && held.endsAtMs > now()) return held;
      const found = await lookOnce(base, '');
      if (found !== undefined) return found;
      // The token may be sealed under a newer secret than the one in memory.
      let unread = '';
      const newer = await secret.refreshed(base.version).catch((error: unknown) => {
        if (error instanceof CredentialsError) unread = `; ${error.message}`;
        return undefined;
      });
      const under = newer === undefined ? undefined : await lookOnce(newer, '');
      if (under !== undefined) return under;
      throw new CredentialsError(
        `there is no token for ${destination.name} yet: the supervisor's log says why${unread}`,
      );
    },
    refreshed: async (version) => {
      if (held !== undefined && held.version !== version && held.endsAtMs > now()) return held;
      const [secretVersion = '', id = ''] = version.split(' ');
      const base = (await secret.refreshed(secretVersion)) ?? (await secret.get(0));
      return lookOnce(base, id);
    },
  };
}
