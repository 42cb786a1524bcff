import type { Credentials, Destination } from '../declare/destination.ts';
import type { HttpRequest } from '../declare/http-message.ts';
import { type Consent, isRevokedByOAuth, type TokenGot } from '../declare/token.ts';
import { ConfigError } from '../errors.ts';
import { guarded } from './guarded.ts';
import { addressOf, renderRequest } from './request.ts';
import type { HttpResult, SendHttp } from './send-http.ts';

export interface ExchangeOptions {
  readonly destination: Destination;
  readonly credentials: Credentials;
  /** The newest that is known; '' for none. */
  readonly refreshToken: string;
  readonly send: SendHttp;
  readonly allowPrivateAddresses: boolean;
  readonly now: () => number;
  readonly random: () => number;
}

/** What came of an exchange. Reasons hold a status and no word of anybody. */
export type Exchanged =
  | { readonly got: TokenGot & { readonly expiresInSeconds: number } }
  /** For good: the same grant will not bring one. */
  | { readonly revoked: string }
  /** Nobody knows, or not now. A refresh token may be used up by it all the same. */
  | { readonly failed: string };

/** As long as the slowest of authorization servers take; nobody waits for it but the keeper. */
const timeoutMs = 15_000;
/** What nobody says the end of is renewed every hour. */
const lifetimeSecondsDefault = 3_600;

/** Sends one exchange. Throws `ConfigError` when there is no request to make of the secret. */
export function exchangeToken(options: ExchangeOptions): Promise<Exchanged> {
  const { destination, credentials, refreshToken, now, random } = options;
  return exchanged(options, () =>
    destination.token?.request({ credentials, refreshToken, nowMs: now(), random }),
  );
}

/** Exchanges the code of a person's consent, likewise. */
export const exchangeCode = (
  options: Omit<ExchangeOptions, 'refreshToken'>,
  given: Parameters<Consent<Credentials>['request']>[1],
): Promise<Exchanged> =>
  exchanged(options, () => options.destination.token?.consent?.request(options.credentials, given));

type MakeRequest = () => HttpRequest | undefined;

async function exchanged(
  options: Omit<ExchangeOptions, 'refreshToken'>,
  make: MakeRequest,
): Promise<Exchanged> {
  const { destination, now } = options;
  const { token } = destination;
  if (token === undefined) throw new ConfigError(`${destination.name} declares no token`);
  const result = await options.send(requestOf(options, make), timeoutMs);
  if (!('response' in result)) return { failed: reasonOf(result) };
  const { response } = result;
  const got = response.bodyTruncated ? undefined : guarded(() => token.read(response, now()));
  if (got !== undefined) {
    const expiresInSeconds = got.expiresInSeconds ?? token.lifetimeSeconds ?? lifetimeSecondsDefault;
    return { got: { ...got, expiresInSeconds } };
  }
  const isRevoked = guarded(() => (token.isRevoked ?? isRevokedByOAuth)(response)) === true;
  return isRevoked ? { revoked: reasonOf(result) } : { failed: reasonOf(result) };
}

function requestOf(options: Omit<ExchangeOptions, 'refreshToken'>, make: MakeRequest) {
  const { destination, credentials, allowPrivateAddresses } = options;
  const { token } = destination;
  const origin = token?.origin?.(credentials) ?? addressOf(destination, credentials);
  const isTaken = allowPrivateAddresses && credentials.baseUrl !== undefined;
  try {
    const request = make();
    if (request === undefined) throw new TypeError('no request');
    const rendered = renderRequest({
      // The key of the API is none of the authorization server's business.
      destination: { ...destination, headers: () => ({}), query: () => ({}), baseUrl: origin },
      request,
      credentials: isTaken ? { baseUrl: credentials.baseUrl ?? '' } : { baseUrl: origin },
      allowPrivateAddresses,
    });
    return destination.tls === undefined ? rendered : { ...rendered, tls: destination.tls(credentials) };
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    // What OpenSSL says of a key may quote it.
    const kind = cause instanceof Error ? cause.name : 'not an error';
    throw new ConfigError(`no token can be asked for with the secret of ${destination.name} (${kind})`);
  }
}

const reasonOf = (result: HttpResult) =>
  'response' in result ? `status ${result.response.statusCode}` : result.failure.message;
