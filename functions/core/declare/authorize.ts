/** A request that is signed once its bytes exist. Pure: clock and chance are passed in. */
import { ConfigError } from '../errors.ts';

/** A request as it goes out. */
export interface OutgoingRequest {
  readonly method: string;
  readonly url: URL;
  /** By name in lower case; `host` is set by HTTP itself. */
  readonly headers: Readonly<Record<string, string>>;
  /** The exact text whose UTF-8 is sent. */
  readonly body?: string | undefined;
}

/** As `authorizeBy` shows it: '' for no body. */
export interface AddressedRequest extends OutgoingRequest {
  readonly body: string;
}

export interface AuthorizeContext<Secret> {
  readonly credentials: Secret;
  /** Of a destination that declares `token`; '' of any other. */
  readonly token: string;
  /** Epoch milliseconds. */
  readonly nowMs: number;
  /** Even in [0, 1): what a nonce is made of. */
  readonly random: () => number;
}

/** What goes with the request of this attempt only. None of it is part of what is kept for a repetition. */
export interface Authorization {
  /** Beside those that there are, or in their place. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Parameters behind those that there are. */
  readonly query?: Readonly<Record<string, string>>;
  /** Instead of the body: with a token put into it. */
  readonly body?: string;
}

/** The request with what makes it this account's. Throws `ConfigError` when the secret has nothing to do that with. */
export type Authorize<Secret> = (
  request: OutgoingRequest,
  context: AuthorizeContext<Secret>,
) => OutgoingRequest;

/**
 * Makes a destination's `authorize` of a pure function from the request to what is added to it. It is called for each
 * attempt, right before it is sent. What it throws means a secret that nothing can be signed with (a key that is none): the
 * destination is parked, and no event is to blame.
 */
export function authorizeBy<Secret>(
  made: (request: AddressedRequest, context: AuthorizeContext<Secret>) => Authorization,
): Authorize<Secret> {
  return (request, context) => {
    const { headers, query, body } = tried(() => made({ ...request, body: request.body ?? '' }, context));
    const url = new URL(request.url);
    // Behind the exact text of the query: appending to `searchParams` would write the rest of it anew.
    url.search = [url.search.slice(1), new URLSearchParams(query)].filter(String).join('&');
    const length = body === undefined ? {} : { 'content-length': `${Buffer.byteLength(body)}` };
    const added = Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]);
    return {
      ...request,
      url,
      headers: { ...request.headers, ...Object.fromEntries(added), ...length },
      body: body ?? request.body,
    };
  };
}

/** What OpenSSL says of a key may quote it, so only the error's name is told. */
function tried<T>(make: () => T): T {
  try {
    return make();
  } catch (cause) {
    const kind = cause instanceof Error ? cause.name : 'not an error';
    throw new ConfigError(`nothing can be signed with the secret (${kind}): "secret check" says more`);
  }
}

/**
 * For a third party that takes its key in the body: credentials as fields of a JSON object or a form, beside those of the
 * request. A request without a body goes out without them.
 */
export const authorizeInBody = <Secret>(
  fields: (credentials: Secret) => Readonly<Record<string, string>>,
): Authorize<Secret> =>
  authorizeBy(({ headers, body }, { credentials }) =>
    body === '' ? {} : { body: withFields(body, headers['content-type'], fields(credentials)) },
  );

/** The body of a JSON object or a form with more fields in it. Throws `TypeError` on any other. */
export function withFields(
  body: string,
  contentType: string | undefined,
  fields: Readonly<Record<string, string>>,
): string {
  if (contentType?.startsWith('application/x-www-form-urlencoded'))
    return [body, new URLSearchParams(fields)].filter(String).join('&');
  const value: unknown = JSON.parse(body);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError('only a JSON object or a form has fields');
  return JSON.stringify({ ...value, ...fields });
}
