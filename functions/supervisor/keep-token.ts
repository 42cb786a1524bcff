/** Gets a destination's token ahead of its end, once for all: one at a time, and kept before anybody uses it. */
import type { TokenItem, TokenState } from '../core/aws/token-item.ts';
import type { Credentials, Destination } from '../core/declare/destination.ts';
import type { VersionedCredentials } from '../core/deliver/credentials.ts';
import { ConfigError, CredentialsError } from '../core/errors.ts';
import type { Exchanged } from '../core/http/exchange-token.ts';
import type { Log } from '../core/log.ts';
import type { Meter } from '../core/metrics.ts';
import type { Redactor } from '../core/redact/redactor.ts';
import { grantOf, type KeptToken, openToken, sealToken } from '../core/redact/token-seal.ts';

export interface TokenParts {
  readonly destination: Destination;
  readonly item: TokenItem;
  /** Sends one exchange. Throws `ConfigError` when the secret allows none. */
  readonly exchange: (credentials: Credentials, refreshToken: string) => Promise<Exchanged>;
  /** The secret as it was before it was replaced, where that can be read. */
  readonly previousSecret: () => Promise<VersionedCredentials | undefined>;
  readonly redactor: Redactor;
  readonly log: Log;
  readonly meter: Pick<Meter, 'time' | 'flush'>;
  readonly now: () => number;
  readonly randomId: () => string;
}

/** Two rounds of the supervisor's clock, so that one that fails leaves another; of a short life the half. */
const aheadMs = ({ issuedAtMs, expiresAtMs }: KeptToken) =>
  Math.min(11 * 60_000, (expiresAtMs - issuedAtMs) / 2);
/** Longer than an exchange takes: who dies with it lets another try after it. */
const claimMs = 60_000;
/** An authorization server that is down is asked twelve times an hour, and at once when it is needed first. */
const retryMsMin = 15_000;
const retryMsMax = 5 * 60_000;
/** A fresh token that is refused so soon again is no token's fault. */
const refusedAgainMs = 10 * 60_000;

/** A token that works, or why there is none: `CredentialsError` with the secret's version where a person has to see to it. */
export async function keepToken(
  parts: TokenParts,
  secret: VersionedCredentials,
  refused?: string,
): Promise<string> {
  const { item, destination, now } = parts;
  const state = await item.read();
  const found = await heldOf(parts, state, secret);
  if (found !== undefined) {
    parts.meter.time('TokenLeftMs', Math.max(0, found.kept.expiresAtMs - now()));
    parts.meter.flush();
  }
  const isRefused = refused !== undefined && refused !== '' && refused === state.id;
  if (isRefused && now() - state.refusedAtMs < refusedAgainMs)
    throw new CredentialsError(
      `a fresh token was refused too: see what ${destination.name} allows it`,
      secret.version,
    );
  const isDue = found?.isOwn !== true || isRefused || found.kept.expiresAtMs - now() <= aheadMs(found.kept);
  const works = found?.isOwn === true && !isRefused && found.kept.expiresAtMs > now();
  const isHeldBack = state.nextTryAtMs > now() && state.failedVersion === secret.version;
  if (!isDue || (works && isHeldBack)) return found?.kept.token ?? '';
  if (isHeldBack)
    throw new CredentialsError(`no token for ${destination.name}: the last try failed, the next is due soon`);
  const owner = parts.randomId();
  if (!(await item.claim(owner, state.id, now(), now() + claimMs))) {
    if (works) return found.kept.token;
    throw new CredentialsError(`no token for ${destination.name} yet: another is getting it`);
  }
  try {
    return await got(parts, { secret, state, owner, isRefused, found: found?.kept });
  } catch (error) {
    // Of the two the one that works: it is told of when it ends.
    if (works && error instanceof CredentialsError && error.version === undefined) return found.kept.token;
    throw error;
  }
}

interface Claimed {
  readonly secret: VersionedCredentials;
  readonly state: TokenState;
  readonly owner: string;
  readonly isRefused: boolean;
  readonly found: KeptToken | undefined;
}

/** What stands there, opened with the secret or the one before it. */
async function heldOf(
  { destination, redactor, previousSecret }: TokenParts,
  { sealed }: TokenState,
  { credentials }: VersionedCredentials,
): Promise<{ readonly kept: KeptToken; readonly isOwn: boolean } | undefined> {
  if (sealed === undefined) return undefined;
  const known = (kept: KeptToken) => {
    redactor.addSecret(kept.token);
    if (kept.refreshToken !== undefined) redactor.addSecret(kept.refreshToken);
  };
  const own = openToken(sealed, credentials, destination);
  if (own !== undefined) {
    known(own);
    return { kept: own, isOwn: true };
  }
  // A grant that goes on must not end because a client's secret was replaced.
  const before = await previousSecret();
  const kept = before && openToken(sealed, before.credentials, destination);
  if (kept === undefined) return undefined;
  known(kept);
  return { kept, isOwn: false };
}

/** The refresh tokens to try: the newest of this grant, then the one in the secret, once the newest was refused. */
function refreshTokens(
  { token }: Destination,
  credentials: Credentials,
  found: KeptToken | undefined,
): string[] {
  const given = token?.refreshToken?.(credentials);
  if (given === undefined) return [''];
  const newest = found?.grant === grantOf(given) ? found.refreshToken : undefined;
  return [...new Set([newest ?? given, given])];
}

async function got(parts: TokenParts, claimed: Claimed): Promise<string> {
  const { destination, item, now, log } = parts;
  const { secret, state, owner, isRefused, found } = claimed;
  const { credentials, version } = secret;
  const given = destination.token?.refreshToken?.(credentials);
  let revoked = '';
  for (const refreshToken of refreshTokens(destination, credentials, found)) {
    const exchanged = await tried(parts, credentials, refreshToken);
    if ('failed' in exchanged) {
      const failures = state.failures + 1;
      const waitMs = Math.min(retryMsMin * 2 ** (failures - 1), retryMsMax);
      await item.failed(owner, failures, now() + waitMs, version);
      log.write('error', 'token.not-got', {
        destination: destination.name,
        reason: exchanged.failed,
        failures,
      });
      throw new CredentialsError(`no token for ${destination.name}: ${exchanged.failed}`);
    }
    if ('revoked' in exchanged) {
      revoked = exchanged.revoked;
      continue;
    }
    const { token, expiresInSeconds, refreshToken: next = refreshToken } = exchanged.got;
    parts.redactor.addSecret(token);
    if (next !== '') parts.redactor.addSecret(next);
    const kept: KeptToken = {
      token,
      issuedAtMs: now(),
      expiresAtMs: now() + expiresInSeconds * 1_000,
      ...(given === undefined ? {} : { refreshToken: next, grant: grantOf(given) }),
    };
    const sealed = sealToken(kept, credentials, destination);
    // Before anybody uses the one, the other is safe.
    if (!(await item.keep(owner, parts.randomId(), sealed, isRefused ? now() : 0)))
      throw new CredentialsError(`no token for ${destination.name} yet: another came in between`);
    log.write('info', 'token.got', { destination: destination.name, expiresInSeconds });
    return token;
  }
  await item.failed(owner, state.failures + 1, now() + retryMsMax, version);
  const what =
    given === undefined ? 'the client and its key' : 'the consent: get it anew, and set the secret';
  throw new CredentialsError(
    `the authorization server refuses a token for good (${revoked}): look at ${what}`,
    version,
  );
}

async function tried(
  { exchange }: TokenParts,
  credentials: Credentials,
  refreshToken: string,
): Promise<Exchanged> {
  try {
    return await exchange(credentials, refreshToken);
  } catch (error) {
    if (error instanceof ConfigError) return { revoked: error.message };
    throw error;
  }
}
