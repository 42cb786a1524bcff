import type { Credentials } from '../declare/destination.ts';

/** Credentials as read, with the version of the secret they came from. */
export interface VersionedCredentials {
  readonly credentials: Credentials;
  readonly version: string;
  /** When that version was put there, epoch milliseconds, where that was told. */
  readonly createdAtMs?: number | undefined;
}

export interface CredentialStore {
  /**
   * The credentials to use: from memory for `ageMsMax`, read once for all who ask at the same time.
   * Throws `CredentialsError` when there are none that could be used.
   * @param notBeforeMs what was read before is not to be used, epoch milliseconds
   */
  readonly get: (notBeforeMs: number) => Promise<VersionedCredentials>;
  /** The third party refused `version`. One fresh read for all who ask; `undefined` if none are newer. */
  readonly refreshed: (version: string) => Promise<VersionedCredentials | undefined>;
}
