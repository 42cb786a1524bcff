/** A token as the ledger table keeps it: whoever has the table alone reads nothing of it. */
import { createHash } from 'node:crypto';
import type { Credentials, Destination } from '../declare/destination.ts';
import { secretValues } from '../declare/secret-values.ts';
import { sealBytes, unsealBytes } from './seal.ts';

export interface KeptToken {
  readonly token: string;
  /** Epoch milliseconds. */
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
  /** The newest, of a grant that has one. */
  readonly refreshToken?: string | undefined;
  /** The one in the secret that it came of: another one there is a new consent. */
  readonly grant?: string | undefined;
}

/** Under the secret itself: who may read that could get a token anyway. */
export const sealToken = (token: KeptToken, credentials: Credentials, destination: Destination): string =>
  sealBytes(Buffer.from(JSON.stringify(token)), keyText(credentials, destination), 'token');

/** `undefined`: it was sealed under another secret. */
export function openToken(
  sealed: string,
  credentials: Credentials,
  destination: Destination,
): KeptToken | undefined {
  const bytes = unsealBytes(sealed, keyText(credentials, destination), 'token');
  return bytes === undefined ? undefined : JSON.parse(bytes.toString());
}

/** Not the public parts, nor the address: another one there does not make the token unreadable. */
const keyText = (credentials: Credentials, destination: Destination) =>
  JSON.stringify(
    secretValues(credentials, destination)
      .map(({ path, text }) => [path, text])
      .sort(),
  );

/** Tells one refresh token from another without holding it. */
export const grantOf = (refreshToken: string): string =>
  createHash('sha256').update(`interlock grant ${refreshToken}`).digest('hex').slice(0, 16);
