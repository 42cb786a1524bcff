/**
 * How a request may end without an answer, by Node's code of the error: those that no server on this machine brings about.
 * https://nodejs.org/api/errors.html https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
import type { LookAt, Scope, Verdict } from '../../../../../functions/core/declare/destination.ts';

export type EndingRow = readonly [
  cause: string,
  sent: 'not-sent' | 'unknown',
  verdict: Verdict,
  scope: Scope,
  lookAt: LookAt | '-',
  why?: string,
];

const ourOwn =
  'about the event alone: our own sandbox is short of something, which is no word on the third party';

export const endings: readonly EndingRow[] = [
  ['ENOTFOUND', 'not-sent', 'retryable', 'destination', 'address'],
  ['ENODATA', 'not-sent', 'retryable', 'destination', 'address'],
  ['EAI_AGAIN', 'not-sent', 'retryable', 'destination', 'network'],
  ['ECONNREFUSED', 'not-sent', 'retryable', 'destination', 'address'],
  ['EHOSTUNREACH', 'not-sent', 'retryable', 'destination', 'address'],
  ['ENETUNREACH', 'not-sent', 'retryable', 'destination', 'network'],
  ['ENETDOWN', 'not-sent', 'retryable', 'destination', 'network'],
  ['ETIMEDOUT', 'not-sent', 'retryable', 'destination', '-'],
  ['ECONNRESET', 'not-sent', 'retryable', 'destination', '-'],
  ['EPIPE', 'not-sent', 'retryable', 'destination', '-'],
  ['TIMEOUT', 'not-sent', 'retryable', 'destination', '-'],
  ['no code', 'not-sent', 'retryable', 'destination', '-'],
  ['CERT_HAS_EXPIRED', 'not-sent', 'retryable', 'destination', 'certificate'],
  ['CERT_NOT_YET_VALID', 'not-sent', 'retryable', 'destination', 'certificate'],
  ['CERT_REVOKED', 'not-sent', 'retryable', 'destination', 'certificate'],
  ['CERT_UNTRUSTED', 'not-sent', 'retryable', 'destination', 'certificate'],
  ['CERT_CHAIN_TOO_LONG', 'not-sent', 'retryable', 'destination', 'certificate'],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'not-sent', 'retryable', 'destination', 'certificate'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'not-sent', 'retryable', 'destination', 'certificate'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'not-sent', 'retryable', 'destination', 'certificate'],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'not-sent', 'retryable', 'destination', 'certificate'],
  ['INVALID_PURPOSE', 'not-sent', 'retryable', 'destination', 'certificate'],
  ['HOSTNAME_MISMATCH', 'not-sent', 'retryable', 'destination', 'certificate'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'not-sent', 'retryable', 'destination', 'certificate'],
  ['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'not-sent', 'retryable', 'destination', 'certificate'],
  ['ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE', 'not-sent', 'retryable', 'destination', 'certificate'],
  ['EPROTO', 'not-sent', 'retryable', 'destination', 'certificate'],
  [
    'PRIVATE_ADDRESS',
    'not-sent',
    'refused',
    'destination',
    'address',
    'not retryable: a name that leads inwards is an address to correct, or an attack',
  ],
  [
    'ERR_INVALID_CHAR',
    'not-sent',
    'refused',
    'operation',
    'request',
    'not retryable for 23 hours: no repetition will write that header',
  ],
  ['ERR_UNESCAPED_CHARACTERS', 'not-sent', 'refused', 'operation', 'request', 'as above'],
  ['EMFILE', 'not-sent', 'retryable', 'event', '-', ourOwn],
  ['ENOMEM', 'not-sent', 'retryable', 'event', '-', ourOwn],
  ['EADDRNOTAVAIL', 'not-sent', 'retryable', 'event', '-', ourOwn],
  ['ECONNRESET', 'unknown', 'ambiguous', 'destination', '-'],
  ['EPIPE', 'unknown', 'ambiguous', 'destination', '-'],
  ['ETIMEDOUT', 'unknown', 'ambiguous', 'destination', '-'],
  ['TIMEOUT', 'unknown', 'ambiguous', 'destination', '-'],
  ['CLOSED', 'unknown', 'ambiguous', 'destination', '-'],
  ['EPROTO', 'unknown', 'ambiguous', 'destination', '-'],
  ['HPE_INVALID_CONSTANT', 'unknown', 'ambiguous', 'destination', 'address'],
  ['HPE_HEADER_OVERFLOW', 'unknown', 'ambiguous', 'destination', 'address'],
];
