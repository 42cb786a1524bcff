/**
 * Encrypts what is kept and logged of an event with AES-256-GCM, under a key derived from the message's text. SQS brings that
 * text back with every receive, and it stands in neither of them: only the message itself opens the seal.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';

/** Base64. The same text under the same message is sealed the same: what identical writes compare must not differ. */
export const seal = (text: string, message: string): string =>
  sealBytes(Buffer.from(text), message, 'kept request');

/** `undefined` when it was sealed under another message, or is no seal at all. */
export const unseal = (sealed: string, message: string): string | undefined =>
  unsealBytes(sealed, message, 'kept request')?.toString();

/** What is sealed: each has keys of its own, so that none can be shown for another. */
export type Purpose = 'kept request' | 'logged exchange' | 'token';

/** As `seal`, of bytes. */
export function sealBytes(bytes: Uint8Array, message: string, purpose: Purpose): string {
  // The vector comes from what is sealed, so that no two texts ever share one under a key.
  const vector = createHash('sha256').update(bytes).digest().subarray(0, vectorBytes);
  const cipher = createCipheriv('aes-256-gcm', keyOf(message, purpose), vector);
  return Buffer.concat([vector, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]).toString(
    'base64',
  );
}

/** As `unseal`. */
export function unsealBytes(sealed: string, message: string, purpose: Purpose): Buffer | undefined {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < vectorBytes + tagBytes) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', keyOf(message, purpose), bytes.subarray(0, vectorBytes));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(vectorBytes, -tagBytes)), decipher.final()]);
  } catch {
    return undefined;
  }
}

/** What GCM takes without a detour, and its longest tag. https://nvlpubs.nist.gov/nistpubs/Legacy/SP/nistspecialpublication800-38d.pdf */
const vectorBytes = 12;
const tagBytes = 16;

/** A key object: of bytes Node finds out by three exceptions that they are none, ten times what the cipher costs. */
const keyOf = (message: string, purpose: Purpose): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', message, '', `interlock ${purpose}`, 32)));
