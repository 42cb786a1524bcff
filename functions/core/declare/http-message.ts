/** A request as an operation declares it, and the response to it: plain values. */

export type FormValue = string | { readonly [key: string]: FormValue | undefined } | readonly FormValue[];

/** `json` is sent as JSON; `form` as application/x-www-form-urlencoded with nested keys in brackets; `text` as it is. */
export type RequestBody =
  | {
      readonly encoding: 'json';
      readonly value: unknown;
      /** `application/vnd.api+json`. @default 'application/json' */
      readonly contentType?: string;
    }
  | {
      readonly encoding: 'form';
      readonly value: { readonly [key: string]: FormValue | undefined };
      /** `a[0]=x&a[1]=y`, `a=x&a=y` or `a[]=x&a[]=y`. @default 'numbered' */
      readonly lists?: 'numbered' | 'repeated' | 'bracketed';
    }
  /** XML, NDJSON, multipart, a text: see bodies.ts and functions/destinations/xml.ts. */
  | { readonly encoding: 'text'; readonly text: string; readonly contentType: string };

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Starts with `/`, which by itself is the destination's own address. Build it with the `path` tag, which encodes what is put in. */
  readonly path: string;
  /** A list is the same key as often. */
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  /** Beside those of the destination, or in their place: `accept`, `if-match`. The content type is the body's. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: RequestBody;
}

/**
 * A request without address and credentials: what stays the same over all repetitions. JSON, so that it can be kept.
 */
export interface EncodedRequest {
  readonly method: string;
  readonly path: string;
  /** Without `?`; '' for none. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: { readonly contentType: string; readonly text: string } | undefined;
}

/** A response, read to its end and bounded. Header names are in lower case. */
export interface HttpResponse {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body was longer than the engine reads; `body` holds its beginning. */
  readonly bodyTruncated: boolean;
  /** The content coding that nobody here can read, so that `body` is empty. */
  readonly unreadCoding?: string;
}

/**
 * Builds a path whose inserted values stay one segment each: `` path`/contacts/${id}` ``.
 * Throws `RangeError` on a value that could climb or vanish: '', '.', '..', a control character, a lone surrogate.
 */
export function path(strings: TemplateStringsArray, ...values: readonly string[]): string {
  return strings.reduce((built, literal, at) => built + segment(values[at - 1] ?? '') + literal);
}

function segment(value: string): string {
  // encodeURIComponent leaves dots alone, so '..' would climb.
  const climbs = value === '' || value === '.' || value === '..';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (climbs || /[\u0000-\u001f\u007f]/.test(value) || !value.isWellFormed()) {
    throw new RangeError('a path segment must not be empty, ".", "..", or hold control characters');
  }
  return encodeURIComponent(value);
}
