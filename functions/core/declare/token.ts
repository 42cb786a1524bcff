/** A credential that is got in exchange for the secret, and has an end. Pure: the token keeper sends the request. */
import { base64 } from './digest.ts';
import type { HttpRequest, HttpResponse } from './http-message.ts';

export interface TokenContext<Secret> {
  readonly credentials: Secret;
  /** The newest that is known, of a destination that declares `refreshToken`; '' of any other. */
  readonly refreshToken: string;
  /** Epoch milliseconds. */
  readonly nowMs: number;
  /** Even in [0, 1): what a `jti` is made of. */
  readonly random: () => number;
}

/** What an answer to an exchange holds. */
export interface TokenGot {
  readonly token: string;
  /** @default - `lifetimeSeconds` of the declaration */
  readonly expiresInSeconds?: number | undefined;
  /** The next one, where it came: with rotation the old one ends with it. */
  readonly refreshToken?: string | undefined;
}

export interface TokenDeclaration<Secret> {
  /**
   * Where tokens are got, an origin (`https://login.example`). Its host must be one of `allowedHosts`; where the secret has a
   * `baseUrl` in `local`, that takes these requests, too.
   * @default - the destination's own address
   */
  readonly origin?: (credentials: Secret) => string;
  readonly request: (context: TokenContext<Secret>) => HttpRequest;
  /** `undefined`: there is none in it. */
  readonly read: (response: HttpResponse, nowMs: number) => TokenGot | undefined;
  /** How long a token works where the answer does not say. @default 3600 */
  readonly lifetimeSeconds?: number;
  /** Of a grant by a person: the refresh token in the secret, which the first exchange begins with. */
  readonly refreshToken?: (credentials: Secret) => string;
  /** How a person consents, so that `interlock connect` can get the first refresh token. @default - by other means */
  readonly consent?: Consent<Secret>;
  /**
   * Whether a refusal is for good: the grant was revoked, the client is not known.
   * @default - a 400 or 401 whose `error` is `invalid_grant`, `invalid_client` or `unauthorized_client` (RFC 6749 §5.2)
   */
  readonly isRevoked?: (response: HttpResponse) => boolean;
  /** How it stands on a request, under a name in lower case: `bearer`, mostly. */
  readonly headers: (token: string) => Readonly<Record<string, string>>;
}

/** A person's consent by the authorization code flow with PKCE. https://www.rfc-editor.org/rfc/rfc7636 */
export interface Consent<Secret> {
  /** Of the page on which a person consents, with what its query has to hold beside what the flow itself needs. */
  readonly address: (credentials: Secret) => string;
  readonly clientId: (credentials: Secret) => string;
  /** Exchanges the code. */
  readonly request: (
    credentials: Secret,
    given: { readonly code: string; readonly redirectUri: string; readonly verifier: string },
  ) => HttpRequest;
}

/** The answer of https://www.rfc-editor.org/rfc/rfc6749#section-5.1, under any media type. */
export function readOAuthToken({ statusCode, body }: HttpResponse): TokenGot | undefined {
  if (statusCode < 200 || statusCode > 299) return undefined;
  const { access_token, expires_in, refresh_token } = objectIn(body);
  if (typeof access_token !== 'string' || access_token === '') return undefined;
  // Some write the number as a text.
  const expires = Number(expires_in ?? Number.NaN);
  return {
    token: access_token,
    ...(Number.isFinite(expires) && expires > 0 ? { expiresInSeconds: expires } : {}),
    ...(typeof refresh_token === 'string' && refresh_token !== '' ? { refreshToken: refresh_token } : {}),
  };
}

const forGood: readonly unknown[] = ['invalid_grant', 'invalid_client', 'unauthorized_client'];

export const isRevokedByOAuth = ({ statusCode, body }: HttpResponse): boolean =>
  (statusCode === 400 || statusCode === 401) && forGood.includes(objectIn(body).error);

function objectIn(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  } catch {
    return {};
  }
}

/** Who asks: by Basic (RFC 6749 §2.3.1), in the body, or by an assertion in it that the grant has anyway. */
export interface OAuthClient {
  readonly id: string;
  readonly secret: string;
}

/** `Authorization` of https://www.rfc-editor.org/rfc/rfc6750 */
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

interface OAuthEndpoint<Secret>
  extends Partial<Pick<TokenDeclaration<Secret>, 'origin' | 'lifetimeSeconds' | 'headers'>> {
  /** `/oauth/token` */
  readonly path: string | ((credentials: Secret) => string);
  /** @default 'basic' */
  readonly clientBy?: 'basic' | 'body';
}

/** https://www.rfc-editor.org/rfc/rfc6749#section-4.4 */
export const clientCredentials = <Secret>(
  declaration: OAuthEndpoint<Secret> & {
    readonly client: (credentials: Secret) => OAuthClient;
    /** `scope`, `audience`. */
    readonly parameters?: (credentials: Secret) => Readonly<Record<string, string>>;
  },
): TokenDeclaration<Secret> => {
  const { client, parameters = () => ({}) } = declaration;
  return oauth(declaration, ({ credentials }) => ({
    client: client(credentials),
    fields: { grant_type: 'client_credentials', ...parameters(credentials) },
  }));
};

/** An assertion that is signed here. https://www.rfc-editor.org/rfc/rfc7523#section-2.1 */
export const jwtBearer = <Secret>(
  declaration: OAuthEndpoint<Secret> & {
    readonly assertion: (context: TokenContext<Secret>) => string;
  },
): TokenDeclaration<Secret> =>
  oauth(declaration, (context) => ({
    fields: {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: declaration.assertion(context),
    },
  }));

/** https://www.rfc-editor.org/rfc/rfc6749#section-6; with rotation, the newest refresh token is kept and used. */
export const refreshToken = <Secret>(
  declaration: OAuthEndpoint<Secret> & {
    readonly client: (credentials: Secret) => OAuthClient;
    /** As the consent brought it into the secret. */
    readonly from: (credentials: Secret) => string;
    /**
     * The page on which a person consents, with its scopes: `https://login.example/authorize?scope=offline_access`. Its host
     * has to be one of `allowedHosts`. @default - `interlock connect` cannot get the first refresh token
     */
    readonly consentAt?: string | ((credentials: Secret) => string);
  },
): TokenDeclaration<Secret> => {
  const { client, consentAt } = declaration;
  return {
    ...oauth(declaration, ({ credentials, refreshToken: newest }) => ({
      client: client(credentials),
      fields: { grant_type: 'refresh_token', refresh_token: newest },
    })),
    refreshToken: declaration.from,
    ...(consentAt === undefined
      ? {}
      : {
          consent: {
            address: (credentials) => (typeof consentAt === 'string' ? consentAt : consentAt(credentials)),
            clientId: (credentials) => client(credentials).id,
            request: (credentials, { code, redirectUri, verifier }) =>
              oauthRequest(declaration, credentials, {
                client: client(credentials),
                fields: {
                  grant_type: 'authorization_code',
                  code,
                  redirect_uri: redirectUri,
                  code_verifier: verifier,
                },
              }),
          },
        }),
  };
};

interface Asked {
  readonly client?: OAuthClient;
  readonly fields: Readonly<Record<string, string>>;
}

function oauth<Secret>(
  endpoint: OAuthEndpoint<Secret>,
  asked: (context: TokenContext<Secret>) => Asked,
): TokenDeclaration<Secret> {
  const { origin, lifetimeSeconds, headers = bearer } = endpoint;
  return {
    ...(origin === undefined ? {} : { origin }),
    ...(lifetimeSeconds === undefined ? {} : { lifetimeSeconds }),
    headers,
    read: readOAuthToken,
    request: (context) => oauthRequest(endpoint, context.credentials, asked(context)),
  };
}

function oauthRequest<Secret>(
  { path, clientBy = 'basic' }: OAuthEndpoint<Secret>,
  credentials: Secret,
  { client, fields }: Asked,
): HttpRequest {
  const isBasic = client !== undefined && clientBy === 'basic';
  const inBody =
    client === undefined || isBasic ? {} : { client_id: client.id, client_secret: client.secret };
  return {
    method: 'POST',
    path: typeof path === 'string' ? path : path(credentials),
    ...(isBasic ? { headers: { authorization: `Basic ${base64(basicPair(client))}` } } : {}),
    body: { encoding: 'form', value: { ...fields, ...inBody } },
  };
}

/** Both are encoded as form values first, says RFC 6749 §2.3.1. */
const basicPair = ({ id, secret }: OAuthClient) => `${encodeURIComponent(id)}:${encodeURIComponent(secret)}`;
