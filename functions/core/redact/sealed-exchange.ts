/** The exact request and response of an attempt, for whoever holds its event, or the environment's key, and nobody else. */
import type { HttpResponse } from '../declare/http-message.ts';
import type { RenderedRequest } from '../http/request.ts';
import { isSealedForKey, type OnCallKey, sealForKey, type Unwrap, unsealForKey } from './on-call-key.ts';
import { sealBytes, unsealBytes } from './seal.ts';

export interface Exchange {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string | undefined;
  };
  readonly response?: HttpResponse | undefined;
}

/**
 * Of each body. A line of CloudWatch holds 256 KB where agents carry it, and what cannot be compressed grows by a third:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html
 */
export const sealedCharactersMax = 64 * 1024;

/**
 * Base64, compressed first: what is sealed cannot be compressed any more.
 * @param opener the event's text, or the key of those who may read it without the event
 * @param withoutSecrets takes keys out: who holds an event has no right to them
 */
export function sealExchange(
  { method, url, headers, body }: RenderedRequest,
  response: HttpResponse | undefined,
  opener: string | OnCallKey,
  withoutSecrets: (text: string) => string,
): string {
  const hidden = (all: Readonly<Record<string, string>>) =>
    Object.fromEntries(
      Object.entries(all).map(([name, value]) => [withoutSecrets(name), withoutSecrets(value)]),
    );
  const exchange: Exchange = {
    request: {
      method,
      url: withoutSecrets(url.href),
      headers: hidden(headers),
      body: body === undefined ? undefined : cut(withoutSecrets(body)),
    },
    response: response && {
      statusCode: response.statusCode,
      headers: hidden(response.headers),
      body: cut(withoutSecrets(response.body)),
      bodyTruncated: response.bodyTruncated || response.body.length > sealedCharactersMax,
    },
  };
  const packed = zlib().deflateRawSync(JSON.stringify(exchange));
  return typeof opener === 'string'
    ? sealBytes(packed, opener, 'logged exchange')
    : sealForKey(packed, opener);
}

/** `undefined` when it was sealed under another event's text, or is no sealed exchange. */
export function openExchange(sealed: string, message: string): Exchange | undefined {
  return unpacked(unsealBytes(sealed, message, 'logged exchange'));
}

/** `undefined` when it was not sealed for a key, or the key does not open it. */
export async function openExchangeByKey(sealed: string, unwrap: Unwrap): Promise<Exchange | undefined> {
  return isSealedForKey(sealed) ? unpacked(await unsealForKey(sealed, unwrap)) : undefined;
}

function unpacked(packed: Buffer | undefined): Exchange | undefined {
  if (packed === undefined) return undefined;
  try {
    return JSON.parse(zlib().inflateRawSync(packed).toString()) as Exchange;
  } catch {
    return undefined;
  }
}

/** Not imported: most sandboxes deliver all they are given, and none pays for it in its cold start. */
const zlib = () => process.getBuiltinModule('node:zlib');

/** After the keys are out, so that none is cut in two and missed. */
const cut = (text: string) => text.slice(0, sealedCharactersMax).toWellFormed();
