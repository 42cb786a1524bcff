import type { Credentials } from '../declare/destination.ts';

/** Credentials as read, with the version of the secret they came from. */
export interface VersionedCredentials {
  readonly credentials: Credentials;
  readonly version: string;
  /** Got in exchange for them, where the destination declares `token`. */
  readonly token?: string | undefined;
  /** The version of the secret, where `version` is of a token. */
  readonly secretVersion?: string | undefined;
  /** When that version was put there, epoch milliseconds, where that was told. */
  readonly createdAtMs?: number | undefined;
}

export interface CredentialStore {
  /**
   * The credentials to use: from memory for `ageMsMax`, one read serves all callers at the same time.
   * Throws `CredentialsError` when there are none that could be used.
   * @param notBeforeMs what was read before is not to be used, epoch milliseconds
   */
  readonly get: (notBeforeMs: number) => Promise<VersionedCredentials>;
  /**
   * Newer credentials than `version`, which the third party refused: one fresh read serves all callers. `undefined`:
   * there are none.
   */
  readonly refreshed: (version: string) => Promise<VersionedCredentials | undefined>;
}
