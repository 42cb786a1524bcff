/**
 * Encrypts what the ledger keeps of an event with AES-256-GCM, under a key derived from the message's text. SQS brings that
 * text back with every receive, and it stands nowhere in the ledger: only the message itself opens the seal.
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
export function seal(text: string, message: string): string {
  // The vector comes from what is sealed, so that no two texts ever share one under a key.
  const vector = createHash('sha256').update(text).digest().subarray(0, vectorBytes);
  const cipher = createCipheriv('aes-256-gcm', keyOf(message), vector);
  const sealed = [vector, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat(sealed).toString('base64');
}

/** `undefined` when it was sealed under another message, or is no seal at all. */
export function unseal(sealed: string, message: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < vectorBytes + tagBytes) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', keyOf(message), bytes.subarray(0, vectorBytes));
  decipher.setAuthTag(bytes.subarray(-tagBytes));
  try {
    return (
      decipher.update(bytes.subarray(vectorBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
    );
  } catch {
    return undefined;
  }
}

/** What GCM takes without a detour, and its longest tag. https://nvlpubs.nist.gov/nistpubs/Legacy/SP/nistspecialpublication800-38d.pdf */
const vectorBytes = 12;
const tagBytes = 16;

/** A key object: of bytes Node finds out by three exceptions that they are none, ten times what the cipher costs. */
const keyOf = (message: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', message, '', 'interlock kept request', 32)));
