/** What a line holds of a request and its response: what is declared harmless in clear, of all else kind and length. */
import type { HttpResponse } from '../declare/http-message.ts';
import type { AnyIntegration } from '../declare/integration.ts';
import { present } from '../declare/present.ts';
import type { RenderedRequest } from '../http/request.ts';
import { bodyShape } from './body-shape.ts';
import { type ClearParts, clearPartsOf } from './clear-parts.ts';
import { type Disclosure, lengthOf } from './disclosure.ts';
import type { OnCallKey } from './on-call-key.ts';
import { cutTo, type Redacted } from './redacted.ts';
import { sealExchange } from './sealed-exchange.ts';

export interface ShownRequest {
  readonly method: string;
  readonly url: Redacted;
  readonly headers?: Headers;
  readonly body?: Redacted;
}

export interface ShownResponse {
  readonly statusCode: number;
  readonly headers?: Headers;
  readonly body?: Redacted;
  readonly bodyTruncated?: boolean;
}

type Headers = Readonly<Record<string, Redacted>>;

export interface ShownExchange {
  /** Method and URL; `whole`: headers and body besides. */
  readonly request: (request: RenderedRequest, whole: boolean) => ShownRequest;
  /** The status; `whole`: headers and body besides. */
  readonly response: (response: HttpResponse, whole: boolean) => ShownResponse;
  /** Both as they were, for whoever holds the event, or the key; absent where the log is in clear. */
  readonly sealed?: (request: RenderedRequest, response: HttpResponse | undefined) => string;
}

export interface ShownExchangeOptions {
  readonly integration: AnyIntegration;
  readonly tell: Disclosure;
  /** Whose the exact exchange is: who has the event's text, as it was published, or who may use the key. */
  readonly opener: string | OnCallKey;
  readonly withoutSecrets: (text: string) => string;
  /** Takes secrets, and the personal values that can be found, out of a text: the log is in clear. */
  readonly clear?: ((text: string) => Redacted) | undefined;
}

export function createShownExchange(options: ShownExchangeOptions): ShownExchange {
  const { integration, tell, opener, withoutSecrets, clear } = options;
  const parts = clearPartsOf(integration);
  const show = clear === undefined ? shapes(parts, tell) : texts(parts, clear);
  return {
    request: ({ method, url, headers, body }, whole) =>
      present({
        method,
        url: show.url(url),
        headers: whole ? show.headers(headers) : undefined,
        body: whole && body !== undefined ? show.body(body, headers['content-type']) : undefined,
      }),
    response: ({ statusCode, headers, body, bodyTruncated }, whole) =>
      whole
        ? {
            statusCode,
            headers: show.headers(headers),
            body: show.body(body, headers['content-type']),
            bodyTruncated: bodyTruncated || body.length > clearCharactersMax,
          }
        : { statusCode },
    ...(clear === undefined && {
      sealed: (request, response) => sealExchange(request, response, opener, withoutSecrets),
    }),
  };
}

interface Shown {
  readonly url: (url: URL) => Redacted;
  readonly headers: (headers: Readonly<Record<string, string>>) => Headers;
  readonly body: (body: string, contentType?: string) => Redacted;
}

const shapes = (parts: ClearParts, tell: Disclosure): Shown => ({
  url: (url) => urlShape(url, tell),
  headers: (headers) => headerShapes(headers, parts, tell),
  body: (body, contentType = '') => bodyShape(body, contentType, parts, tell),
});

/** Where somebody works with it who has to see all: a line of log holds 256 KB, and a failure is explained at the beginning. */
const clearCharactersMax = 16 * 1024;

const texts = ({ headers: inClear }: ClearParts, clear: (text: string) => Redacted): Shown => ({
  url: ({ href }) => clear(href),
  headers: (headers) =>
    Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        clear(name),
        inClear.has(name) ? clear(value) : lengthOf(value),
      ]),
    ),
  body: (body) => cutTo(clear(body), clearCharactersMax),
});

/** Where the request went, by the words of its path: what is no word was put in. */
function urlShape({ origin, pathname, searchParams }: URL, tell: Pick<Disclosure, 'name'>): Redacted {
  const steps = pathname.split('/').map((step) => (step === '' ? '' : stepShape(step, tell)));
  const query = [...searchParams].map(([name, value]) => `${tell.name(name)}=${lengthOf(value)}`);
  return `${origin}${steps.join('/')}${query.length === 0 ? '' : `?${query.join('&')}`}` as Redacted;
}

/** A version, `v1` or `2026-03`, is a word of a path. */
const stepShape = (step: string, tell: Pick<Disclosure, 'name'>): Redacted =>
  /^\d{4}-\d{2}(-\d{2})?$/.test(step) ? (step as Redacted) : tell.name(step);

/** Headers nobody knows are counted: their names are the third party's to choose. */
function headerShapes(
  headers: Readonly<Record<string, string>>,
  { headers: inClear, headerNames }: ClearParts,
  tell: Disclosure,
): Headers {
  const entries = Object.entries(headers);
  const shown = entries.flatMap(([name, value]): [string, Redacted][] => {
    if (inClear.has(name)) return [[name, headerValue(name, value, tell)]];
    return headerNames.has(name) ? [[name, lengthOf(value)]] : [];
  });
  const others = entries.length - shown.length;
  const counted = `«${others} more»` as Redacted;
  return Object.fromEntries(others === 0 ? shown : [...shown, ['«others»', counted]]);
}

function headerValue(name: string, value: string, tell: Disclosure): Redacted {
  if (name === 'location') return locationShape(value, tell);
  const asId = tell.id(value);
  return asId === value ? asId : tell.message(value);
}

/** Where a redirect or a created thing is, by the words of its path. */
export function locationShape(value: string, tell: Pick<Disclosure, 'name'>): Redacted {
  const url = URL.parse(value, 'relative://');
  if (url === null) return lengthOf(value);
  const shape = urlShape(url, tell);
  return url.protocol === 'relative:' ? (shape.replace(/^null/, '') as Redacted) : shape;
}
