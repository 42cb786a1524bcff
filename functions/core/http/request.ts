import { isAllowedHost } from '../declare/allowed-host.ts';
import type { ClientCertificate, Credentials, Destination } from '../declare/destination.ts';
import type { EncodedRequest, FormValue, HttpRequest, RequestBody } from '../declare/http-message.ts';
import type { KeyPlace } from '../declare/operation.ts';
import { ConfigError } from '../errors.ts';
import { lowerCased } from './lower-cased.ts';

/** A request as it goes over the wire. */
export interface RenderedRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  /** What to connect with, where the third party wants a certificate. Leaves the process by the handshake alone. */
  readonly tls?: ClientCertificate;
}

/**
 * The same input gives the same bytes, always. Throws `RangeError` when the body is larger than any of the third parties
 * takes and the ledger could keep.
 */
export function encodeRequest({ method, path, query = {}, headers = {}, body }: HttpRequest): EncodedRequest {
  const encoded = body === undefined ? undefined : encodeBody(body);
  if (encoded !== undefined && Buffer.byteLength(encoded.text) > bodyBytesMax) {
    throw new RangeError(`the body has more than ${bodyBytesMax} bytes`);
  }
  return {
    method,
    path,
    query: new URLSearchParams(pairsOf(query)).toString(),
    headers: lowerCased(headers),
    body: encoded,
  };
}

const pairsOf = (query: NonNullable<HttpRequest['query']>): [string, string][] =>
  Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  );

/** An item of the ledger holds 400 KB; this leaves room for what else it knows. */
const bodyBytesMax = 256 * 1024;

export interface AddressOptions {
  readonly destination: Destination;
  readonly credentials: Credentials;
  /** The key for operations that repeat by key. */
  readonly idempotency?: (Pick<KeyPlace, 'header' | 'put'> & { readonly key: string }) | undefined;
  /** The event's `traceparent`, if it has one. */
  readonly trace?: string | undefined;
  /** `local` only: plain http and any host. */
  readonly allowPrivateAddresses: boolean;
}

/**
 * Makes the exact request. Throws `ConfigError` when the address is none that this destination may be called at,
 * `RangeError` when the path would lead elsewhere than it says.
 */
export function addressRequest(kept: EncodedRequest, options: AddressOptions): RenderedRequest {
  const { destination, credentials, idempotency, trace } = options;
  const { header, key = '' } = idempotency ?? {};
  const request = idempotency?.put?.(kept, key) ?? kept;
  const { method, body, headers } = request;
  return {
    method,
    url: requestUrl(request, options),
    headers: {
      accept: 'application/json',
      // Some third parties compress unasked; none has a reason to when told not to.
      'accept-encoding': 'identity',
      'user-agent': 'interlock/0.1',
      ...(trace !== undefined && destination.takesTrace && { traceparent: trace }),
      ...lowerCased(destination.headers(credentials)),
      ...headers,
      ...(header === undefined ? {} : { [header.toLowerCase()]: key }),
      ...(body === undefined
        ? {}
        : { 'content-type': body.contentType, 'content-length': `${Buffer.byteLength(body.text)}` }),
    },
    body: body?.text,
  };
}

/** Both steps at once, for a request that is not kept. Throws what they throw. */
export const renderRequest = ({ request, ...options }: AddressOptions & { readonly request: HttpRequest }) =>
  addressRequest(encodeRequest(request), options);

function requestUrl(
  { path, query }: EncodedRequest,
  { destination, credentials, allowPrivateAddresses }: AddressOptions,
): URL {
  const base = baseUrl(destination, credentials, allowPrivateAddresses);
  const pathname = path === '/' ? base.pathname : base.pathname.replace(/\/$/, '') + path;
  const url = new URL(base);
  url.pathname = pathname;
  url.search = withKey(query, destination.query?.(credentials));
  // A path that the URL parser rewrites would reach another resource than the one declared.
  if (url.origin !== base.origin || url.pathname !== pathname) {
    throw new RangeError(
      `${destination.name}: the path of an operation must be plain: build it with path\`…\``,
    );
  }
  return url;
}

function withKey(query: string, key: Readonly<Record<string, string>> | undefined): string {
  return key === undefined ? query : [query, new URLSearchParams(key)].filter(String).join('&');
}

/** Where the requests of these credentials go: where the secret says, else where the destination does. */
export function addressOf({ baseUrl }: Pick<Destination, 'baseUrl'>, credentials: Credentials): string {
  return credentials.baseUrl ?? (typeof baseUrl === 'string' ? baseUrl : baseUrl(credentials));
}

function baseUrl(destination: Destination, credentials: Credentials, allowPrivateAddresses: boolean): URL {
  const url = URL.parse(addressOf(destination, credentials));
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new ConfigError(`${destination.name}: baseUrl must be a URL without user, query or fragment`);
  }
  if (allowPrivateAddresses) return url;
  if (
    url.protocol !== 'https:' ||
    url.port !== '' ||
    !isAllowedHost(url.hostname, destination.allowedHosts)
  ) {
    throw new ConfigError(
      `${destination.name}: baseUrl must be https on one of ${destination.allowedHosts.join(', ')}, got ${url.protocol}//${url.host}`,
    );
  }
  return url;
}

function encodeBody(body: RequestBody): { contentType: string; text: string } {
  switch (body.encoding) {
    case 'json':
      return { contentType: body.contentType ?? 'application/json', text: JSON.stringify(body.value) };
    case 'form':
      return { contentType: 'application/x-www-form-urlencoded', text: encodeForm(body) };
    case 'text':
      return { contentType: body.contentType, text: body.text };
  }
}

type Form = Extract<RequestBody, { readonly encoding: 'form' }>;

/** `{a: {b: ['c']}}` becomes `a[b][0]=c`, as Stripe reads it. https://docs.stripe.com/api#intro */
function encodeForm({ value, lists = 'numbered' }: Form): string {
  const pairs = (key: string, inner: FormValue | undefined): string[] => {
    if (inner === undefined) return [];
    if (typeof inner === 'string') return [`${key}=${encodeURIComponent(inner)}`];
    const isPlain = Array.isArray(inner) && lists !== 'numbered';
    const keyOf = (name: string) =>
      isPlain ? (lists === 'repeated' ? '' : '[]') : `[${encodeURIComponent(name)}]`;
    return Object.entries(inner).flatMap(([name, one]) => pairs(key + keyOf(name), one));
  };
  return Object.entries(value)
    .flatMap(([key, inner]) => pairs(encodeURIComponent(key), inner))
    .join('&');
}
