/** Signatures of https://www.rfc-editor.org/rfc/rfc7515 with the algorithms of RFC 7518 that third parties ask for. */
import { constants, sign } from 'node:crypto';
import { base64 } from '../digest.ts';

export type JwsAlgorithm = 'RS256' | 'PS256' | 'ES256';

export interface JwsOptions {
  readonly algorithm: JwsAlgorithm;
  /** The private key, in PEM. */
  readonly key: string;
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
  const signature = sign('sha256', Buffer.from(`${head}.${text}`), { key, ...how[algorithm] });
  return [head, text, signature.toString('base64url')];
}
