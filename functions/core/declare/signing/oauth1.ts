import type { AddressedRequest, Authorization } from '../authorize.ts';
import { hmac, nonceOf } from '../digest.ts';
import { percentEncode, sortedPairs } from './percent-encode.ts';

export interface OAuth1Options {
  readonly consumerKey: string;
  readonly consumerSecret: string;
  readonly token: string;
  readonly tokenSecret: string;
  /** @default 'HMAC-SHA256' */
  readonly method?: 'HMAC-SHA256' | 'HMAC-SHA1';
  /** Stands in the header, and is not signed. */
  readonly realm?: string;
  readonly nowMs: number;
  readonly random: () => number;
}

/**
 * The `Authorization` header of OAuth 1.0a. A form's fields are signed, any other body is not.
 * https://www.rfc-editor.org/rfc/rfc5849#section-3.4
 */
export function oauth1(request: AddressedRequest, options: OAuth1Options): Authorization {
  const { method = 'HMAC-SHA256', consumerSecret, tokenSecret, realm } = options;
  const parameters = {
    oauth_consumer_key: options.consumerKey,
    oauth_token: options.token,
    oauth_signature_method: method,
    oauth_timestamp: `${Math.floor(options.nowMs / 1_000)}`,
    oauth_nonce: nonceOf(options.random),
    oauth_version: '1.0',
  };
  const text = baseString(request, parameters);
  const key = `${percentEncode(consumerSecret)}&${percentEncode(tokenSecret)}`;
  const signature = hmac(method === 'HMAC-SHA1' ? 'sha1' : 'sha256', key, text, 'base64');
  const said = { ...(realm === undefined ? {} : { realm }), ...parameters, oauth_signature: signature };
  const fields = Object.entries(said).map(([name, value]) => `${name}="${percentEncode(value)}"`);
  return { headers: { authorization: `OAuth ${fields.join(', ')}` } };
}

/** What is signed. Exported for the example of the specification. */
export function baseString(
  { method, url, headers, body }: AddressedRequest,
  parameters: Readonly<Record<string, string>>,
): string {
  const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
  const pairs = [
    ...url.searchParams,
    ...(isForm ? new URLSearchParams(body) : []),
    ...Object.entries(parameters),
  ];
  const address = `${url.origin}${url.pathname}`;
  return [method, address, sortedPairs(pairs)].map(percentEncode).join('&');
}
