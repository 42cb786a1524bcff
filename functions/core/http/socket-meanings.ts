/** What it means that a request ended without an answer. Codes: https://nodejs.org/api/errors.html */
import type { LookAt, Scope, Verdict } from '../declare/destination.ts';
import type { HttpResult } from './send-http.ts';
import type { Meant } from './status-meanings.ts';

type Failure = Extract<HttpResult, { readonly failure: unknown }>['failure'];

const meant = (verdict: Verdict, scope: Scope, lookAt?: LookAt): Meant =>
  lookAt === undefined ? { verdict, scope } : { verdict, scope, lookAt };

const rows: readonly (readonly [codes: RegExp, meaning: Meant])[] = [
  // No name, no host, nobody listens there: for all who call it.
  [/^(?:ENOTFOUND|ENODATA|ECONNREFUSED|EHOSTUNREACH)$/, meant('retryable', 'destination', 'address')],
  [/^(?:EAI_AGAIN|ENETUNREACH|ENETDOWN|EHOSTDOWN)$/, meant('retryable', 'destination', 'network')],
  // A name that leads inwards is an address to correct (or an attack): no later request may follow it either.
  [/^PRIVATE_ADDRESS$/, meant('refused', 'destination', 'address')],
  // OpenSSL's verdicts on a certificate. One node of many may have an old one, so it is tried again.
  // https://nodejs.org/api/tls.html#x509-certificate-error-codes
  [
    /^(?:CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED|HOSTNAME_MISMATCH|ERR_TLS_|ERR_SSL_|EPROTO$)/,
    meant('retryable', 'destination', 'certificate'),
  ],
  // A client certificate or key that is none, or that do not belong together.
  [/^ERR_OSSL_/, meant('refused', 'destination', 'certificate')],
  // A header that HTTP cannot write. Whether it is the key, the same for all, or one event's own shows in the next ones.
  [
    /^(?:ERR_INVALID_CHAR|ERR_INVALID_HTTP_TOKEN|ERR_HTTP_|ERR_UNESCAPED_)/,
    meant('refused', 'operation', 'request'),
  ],
  // Our own sandbox has no more of them: no word on the third party.
  [/^(?:EMFILE|ENFILE|ENOMEM|ENOBUFS|EADDRNOTAVAIL)$/, meant('retryable', 'event')],
];

/** Once it may have been received nobody knows; then only what speaks no HTTP says where to look. */
const notHttp = /^HPE_/;

export function socketMeaning({ sent, cause = '' }: Failure): Meant {
  if (sent === 'unknown') {
    return meant('ambiguous', 'destination', notHttp.test(cause) ? 'address' : undefined);
  }
  const known = rows.find(([codes]) => codes.test(cause));
  // Reset or timed out before it was connected.
  return known?.[1] ?? meant('retryable', 'destination');
}
