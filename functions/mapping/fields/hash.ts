import { digest, hmac } from '../../core/declare/digest.ts';
import { type Coercion, defineCoercion } from '../conversion.ts';

/** SHA-256 of the text in UTF-8, in hex. */
export const sha256 = hashed('sha256');
/** MD5 of the text in UTF-8, in hex: for third parties that name things by it, never to protect anything. */
export const md5 = hashed('md5');

function hashed(algorithm: 'sha256' | 'md5'): Coercion<string, string> {
  return defineCoercion(algorithm, (text) => digest(algorithm, text));
}

/** HMAC-SHA-256 of the text in UTF-8 under a key that is no secret (a namespace), in hex. */
export function hmacSha256(key: string): Coercion<string, string> {
  return defineCoercion('hmacSha256', (text) => hmac('sha256', key, text));
}
