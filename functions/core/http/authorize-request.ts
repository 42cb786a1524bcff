/** Signs a request, or puts a token in: the last step before it is sent. Nothing of it is kept. */
import type { Credentials, Destination } from '../declare/destination.ts';
import { ConfigError } from '../errors.ts';
import { lowerCased } from './lower-cased.ts';
import type { RenderedRequest } from './request.ts';

export interface AuthorizeOptions {
  readonly destination: Pick<Destination, 'name' | 'authorize' | 'tls'>;
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
  { destination, credentials, token = '', nowMs, random }: AuthorizeOptions,
): RenderedRequest {
  const { authorize, tls } = destination;
  if (authorize === undefined && tls === undefined) return request;
  const connected = tls === undefined ? request : { ...request, tls: tls(credentials) };
  if (authorize === undefined) return connected;
  const { method, url, headers, body = '' } = request;
  const made = signed(destination.name, () =>
    authorize({ method, url, headers, body }, { credentials, token, nowMs, random }),
  );
  const { query = {}, body: signedBody } = made;
  const signedUrl = new URL(url);
  // Behind the exact text of the query: appending to `searchParams` would write the rest of it anew.
  signedUrl.search = [url.search.slice(1), new URLSearchParams(query)].filter(String).join('&');
  const length = signedBody === undefined ? {} : { 'content-length': `${Buffer.byteLength(signedBody)}` };
  return {
    ...connected,
    url: signedUrl,
    headers: { ...headers, ...lowerCased(made.headers ?? {}), ...length },
    body: signedBody ?? request.body,
  };
}

/** What OpenSSL says of a key may quote it, so only the error's name is told. */
function signed<T>(name: string, sign: () => T): T {
  try {
    return sign();
  } catch (cause) {
    const kind = cause instanceof Error ? cause.name : 'not an error';
    throw new ConfigError(
      `${name}: nothing can be signed with the secret (${kind}): run "secret check ${name}"`,
    );
  }
}
