/**
 * Seals for whoever may use a key of KMS, instead of whoever holds the event: an environment's on-call. Only the public half
 * is here, so that nobody asks KMS in the way of a delivery, and no function can open what it has sealed.
 */
import { constants, createPublicKey, publicEncrypt, randomBytes } from 'node:crypto';
import { sealBytes, unsealBytes } from './seal.ts';

/** Of an environment. */
export interface OnCallKey {
  /** ARN of the KMS key: RSA, 2048 bits at least, for encryption and decryption. */
  readonly arn: string;
  /** What `aws kms get-public-key` says: the key's public half, Base64 of its DER. */
  readonly publicKey: string;
}

/** Unwraps a data key, as KMS does with its half. `undefined`: it cannot. */
export type Unwrap = (wrapped: Uint8Array) => Promise<Uint8Array | undefined>;

const prefix = 'kms:';
/** What nobody can guess. */
const keyBytes = 32;

/** Whether it was sealed for a key, and not under an event's text. */
export const isSealedForKey = (sealed: string): boolean => sealed.startsWith(prefix);

/** As KMS names it: `RSAES_OAEP_SHA_256`. */
export const sealForKey = (bytes: Uint8Array, { publicKey }: OnCallKey): string => {
  const dataKey = randomBytes(keyBytes);
  const wrapped = publicEncrypt(
    {
      key: createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' }),
      padding: constants.RSA_PKCS1_OAEP_PADDING,
      oaepHash: 'sha256',
    },
    dataKey,
  );
  const sealed = sealBytes(bytes, dataKey.toString('hex'), 'logged exchange');
  return `${prefix}${wrapped.toString('base64')}:${sealed}`;
};

/** `undefined` when it is no such seal, or `unwrap` cannot open it. */
export async function unsealForKey(sealed: string, unwrap: Unwrap): Promise<Buffer | undefined> {
  const [, wrapped, rest] = /^kms:([^:]+):([^:]+)$/.exec(sealed) ?? [];
  if (wrapped === undefined || rest === undefined) return undefined;
  const dataKey = await unwrap(Buffer.from(wrapped, 'base64'));
  if (dataKey === undefined) return undefined;
  return unsealBytes(rest, Buffer.from(dataKey).toString('hex'), 'logged exchange');
}
