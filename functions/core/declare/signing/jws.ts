/** Signatures of https://www.rfc-editor.org/rfc/rfc7515 with the algorithms of RFC 7518 that third parties ask for. */
import { constants, createHmac, sign } from 'node:crypto';
import { base64 } from '../digest.ts';

export type JwsAlgorithm = 'HS256' | 'RS256' | 'PS256' | 'ES256';

export interface JwsOptions {
  readonly algorithm: JwsAlgorithm;
  /** The private key, in PEM. For HS256 the secret itself, as bytes where it is told in hex or base64. */
  readonly key: string | Uint8Array;
  /** Beside `alg`: `kid`, `typ`, `crit`. */
  readonly header?: Readonly<Record<string, unknown>>;
}

/** What `node:crypto` has to know of each. ES256 has its two numbers one after the other (RFC 7518 §3.4), not in DER. */
const how = {
  RS256: {},
  PS256: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST },
  ES256: { dsaEncoding: 'ieee-p1363' },
} as const;

/** `header.payload.signature`. Throws what OpenSSL says of a key that is none. */
export function jws(payload: string, options: JwsOptions): string {
  const [header, text, signature] = parts(payload, options);
  return `${header}.${text}.${signature}`;
}

/** `header..signature`: the payload travels by itself, as a body. */
export function detachedJws(payload: string, options: JwsOptions): string {
  const [header, , signature] = parts(payload, options);
  return `${header}..${signature}`;
}

/** A token that says `claims`. Moments in it are seconds since 1970 (RFC 7519). */
export const jwt = (claims: Readonly<Record<string, unknown>>, options: JwsOptions): string =>
  jws(JSON.stringify(claims), { ...options, header: { typ: 'JWT', ...options.header } });

function parts(payload: string, { algorithm, key, header = {} }: JwsOptions): readonly string[] {
  const head = base64(JSON.stringify({ alg: algorithm, ...header }), 'base64url');
  const text = base64(payload, 'base64url');
  return [head, text, signed(`${head}.${text}`, algorithm, key).toString('base64url')];
}

function signed(input: string, algorithm: JwsAlgorithm, key: string | Uint8Array): Buffer {
  if (algorithm === 'HS256') return createHmac('sha256', key).update(input).digest();
  const pem = typeof key === 'string' ? key : Buffer.from(key);
  return sign('sha256', Buffer.from(input), { key: pem, ...how[algorithm] });
}
