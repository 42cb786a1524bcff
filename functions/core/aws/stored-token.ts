import type { Destination } from '../declare/destination.ts';
import type { VersionedCredentials } from '../deliver/credentials.ts';
import { CredentialsError } from '../errors.ts';
import type { Redactor } from '../redact/redactor.ts';
import { openToken } from '../redact/token-seal.ts';
import { createTokenItem, type TokenItemOptions } from './token-item.ts';

export interface StoredTokenOptions extends Omit<TokenItemOptions, 'destination'> {
  readonly destination: Destination;
  readonly redactor: Redactor;
}

/** The secret with the token that is there; for who only asks. Throws `CredentialsError` when there is none. */
export async function withStoredToken(
  secret: VersionedCredentials,
  { destination, redactor, ...table }: StoredTokenOptions,
): Promise<VersionedCredentials> {
  if (destination.token === undefined) return secret;
  const { sealed } = await createTokenItem({ ...table, destination: destination.name }).read();
  const kept = sealed === undefined ? undefined : openToken(sealed, secret.credentials, destination);
  if (kept === undefined)
    throw new CredentialsError(
      `there is no token for ${destination.name} yet: where an integration uses it, the supervisor gets it within minutes`,
    );
  redactor.addSecret(kept.token);
  return { ...secret, token: kept.token };
}
