/** The last step before a request is sent: what signs it, and the certificate to connect with. Nothing of it is kept. */
import type { Credentials, Destination } from '../declare/destination.ts';
import type { RenderedRequest } from './request.ts';

export interface AuthorizeOptions {
  readonly destination: Pick<Destination, 'authorize' | 'tls' | 'token'>;
  readonly credentials: Credentials;
  /** @default - '': there is none */
  readonly token?: string | undefined;
  /** Epoch milliseconds. */
  readonly nowMs: number;
  /** Even in [0, 1). */
  readonly random: () => number;
}

/** The request with what is made for this attempt only. Throws `ConfigError` when its secret has no key to sign with. */
export function authorizeRequest(
  request: RenderedRequest,
  { destination: { authorize, tls, token: declared }, token = '', ...context }: AuthorizeOptions,
): RenderedRequest {
  const carrying =
    declared === undefined
      ? request
      : { ...request, headers: { ...request.headers, ...declared.headers(token) } };
  const signed = authorize?.(carrying, { ...context, token }) ?? carrying;
  return tls === undefined ? signed : { ...signed, tls: tls(context.credentials) };
}
