/** Hashes and signatures of them for pure code: a digest in a path, an HMAC over the bytes of a request. */
import { createHash, createHmac } from 'node:crypto';

export type HashAlgorithm = 'md5' | 'sha1' | 'sha256' | 'sha512';
export type BytesAsText = 'hex' | 'base64' | 'base64url';

/** The digest of a text's UTF-8, in lower-case hex unless said. */
export const digest = (algorithm: HashAlgorithm, text: string, as: BytesAsText = 'hex'): string =>
  createHash(algorithm).update(text).digest(as);

/** The HMAC (RFC 2104) of a text's UTF-8, in lower-case hex unless said. A key that is a text counts as its UTF-8. */
export const hmac = (
  algorithm: HashAlgorithm,
  key: string | Uint8Array,
  text: string,
  as: BytesAsText = 'hex',
): string => createHmac(algorithm, key).update(text).digest(as);

/** As bytes, where it is the key of the next. */
export const hmacBytes = (algorithm: HashAlgorithm, key: string | Uint8Array, text: string): Uint8Array =>
  createHmac(algorithm, key).update(text).digest();

/** The bytes that a text stands for in Base64, of either alphabet. */
export const bytesOf = (base64: string): Uint8Array => Buffer.from(base64, 'base64');

/** A text's UTF-8 in Base64. */
export const base64 = (text: string, as: 'base64' | 'base64url' = 'base64'): string =>
  Buffer.from(text).toString(as);

/** A text of so many characters, even over letters and digits: for a nonce. 22 have 128 bits, with chance that has them. */
export const nonceOf = (random: () => number, characters = 22): string =>
  Array.from({ length: characters }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
