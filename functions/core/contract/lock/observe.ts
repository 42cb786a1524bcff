import type { HttpResponse } from '../../declare/http-message.ts';
import { shapeOf } from '../shape/shape-of.ts';
import { carriesError } from './error-in-success.ts';
import { limitsIn } from './limit-headers.ts';
import type { BodyKind, Observation } from './observation.ts';

export interface ObserveOptions {
  /** Names of objects whose keys are data. */
  readonly maps: ReadonlySet<string>;
  /** Names of headers, in lower case, that the destination reads or logs. `date` is HTTP's own. */
  readonly headers: readonly string[];
  /** Host that was asked, with its port where it has one. */
  readonly host: string;
  readonly nowMs: number;
}

/** Describes a response without its values. Never throws, whatever the response. */
export function observe(response: HttpResponse, options: ObserveOptions): Observation {
  const { headers, statusCode } = response;
  const contentType = headers['content-type']?.trim().toLowerCase() ?? '';
  const { body, value } = bodyOf(response);
  return {
    statusCode,
    body,
    contentType: contentType === '' ? undefined : (mediaType.exec(contentType)?.[0] ?? 'malformed'),
    charset: charsetIn(contentType),
    encoding: encodingIn(headers['content-encoding']),
    headers: Object.keys(headers)
      .filter((name) => name !== 'date' && (options.headers.includes(name) || isAboutContract(name)))
      .sort(),
    limits: limitsIn(headers, options.nowMs),
    shape: body === 'json' ? shapeOf(value, options.maps) : undefined,
    carriesError: statusCode >= 200 && statusCode <= 299 && carriesError(value),
    redirect: redirectIn(response, options.host),
  };
}

/** Longer bodies are not parsed: an answer has some thousand characters, and parsing this many takes a millisecond. */
const bodyCharactersMax = 64 * 1024;

function bodyOf({ body, bodyTruncated }: HttpResponse): { body: BodyKind; value?: unknown } {
  // Its beginning shows a web page, however long it is.
  if (/^\s*<[!?a-z]/i.test(body)) return { body: 'html' };
  if (bodyTruncated || body.length > bodyCharactersMax) return { body: 'unread' };
  if (body.trim() === '') return { body: 'empty' };
  try {
    return { body: 'json', value: JSON.parse(body) };
  } catch {
    return { body: 'text' };
  }
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1. A malformed one may hold anything, and is not kept. */
const mediaType = /^[a-z0-9.+-]{1,40}\/[a-z0-9.+-]{1,100}(?=\s*(?:[;,]|$))/;

function charsetIn(contentType: string): string | undefined {
  const charset = /;\s*charset\s*=\s*"?([a-z0-9_.:-]{1,40})/.exec(contentType)?.[1];
  // Some servers of a fleet write it without the hyphen, and mean the same.
  return charset === 'utf8' ? 'utf-8' : charset;
}

function encodingIn(header: string | undefined): string | undefined {
  const encoding = header?.trim().toLowerCase() ?? '';
  if (encoding === '' || encoding === 'identity') return undefined;
  return /^[a-z0-9, -]{1,40}$/.test(encoding) ? encoding : 'malformed';
}

/**
 * Headers that an integration reads or a person needs: pauses, limits, an announced end, a new address, an id to quote.
 * All others (`date`, `cf-ray`, `set-cookie`) come and go with the machines in between.
 */
const isAboutContract = (name: string) => name.length <= 64 && aboutContract.test(name);
const aboutContract =
  /^(?:retry-after|deprecation|sunset|location|warning|link)$|rate-?limit|(?:request|correlation|trace)-?id$/;

function redirectIn({ statusCode, headers }: HttpResponse, host: string): Observation['redirect'] {
  const { location } = headers;
  if (statusCode < 300 || statusCode > 399 || location === undefined) return undefined;
  const base = `https://${host}/`;
  if (!URL.canParse(location, base) || !URL.canParse(base)) return undefined;
  return new URL(location, base).host === new URL(base).host ? 'same-host' : 'other-host';
}
