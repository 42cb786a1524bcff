import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Credentials } from '../../../../functions/core/declare/destination.ts';
import { type HttpRequest, path } from '../../../../functions/core/declare/http-message.ts';
import { ConfigError } from '../../../../functions/core/errors.ts';
import { renderRequest } from '../../../../functions/core/http/request.ts';
import { thingDestination } from '../../../fixtures/fixture-integration.ts';

function render(request: Partial<HttpRequest>, credentials: Partial<Credentials> = {}, local = false) {
  return renderRequest({
    destination: thingDestination(),
    request: { method: 'POST', path: '/things', ...request },
    credentials: { apiKey: 'sk_1', ...credentials },
    idempotency: { header: 'Idempotency-Key', key: 'k1' },
    allowPrivateAddresses: local,
  });
}

test('a request is rendered to its last header', () => {
  const rendered = render({
    query: { expand: 'a b&c' },
    headers: { 'X-Extra': '1' },
    body: { encoding: 'json', value: { name: 'é' } },
  });
  expect(rendered.url.href).toBe('https://api.example.com/things?expand=a+b%26c');
  expect({ ...rendered, url: undefined }).toEqual({
    method: 'POST',
    url: undefined,
    headers: {
      accept: 'application/json',
      'accept-encoding': 'identity',
      'user-agent': 'interlock/0.1',
      authorization: 'Bearer sk_1',
      'x-extra': '1',
      'idempotency-key': 'k1',
      'content-type': 'application/json',
      'content-length': '13',
    },
    body: '{"name":"é"}',
  });
});

test('a request without a body has no length and no type', () => {
  const rendered = render({ method: 'GET' });
  expect(rendered.body).toBeUndefined();
  expect(Object.keys(rendered.headers)).not.toContain('content-type');
  expect(Object.keys(rendered.headers)).not.toContain('content-length');
});

test('header names of a destination are lower case, however it writes them', () => {
  const { headers } = renderRequest({
    destination: thingDestination({ headers: ({ apiKey }) => ({ Authorization: apiKey }) }),
    request: { method: 'GET', path: '/me' },
    credentials: { apiKey: 'sk_1' },
    allowPrivateAddresses: false,
  });
  expect(headers).toMatchObject({ authorization: 'sk_1' });
  expect(headers).not.toHaveProperty('Authorization');
});

test('a form is encoded as Stripe reads it: nested, in order, without what is undefined', () => {
  const { body, headers } = render({
    body: {
      encoding: 'form',
      value: {
        name: 'Ada & Co',
        phone: undefined,
        metadata: { 'a[b]': '=', empty: '' },
        items: [{ price: 'p 1' }, { price: 'é' }],
        none: [],
      },
    },
  });
  expect(body).toBe(
    'name=Ada%20%26%20Co&metadata[a%5Bb%5D]=%3D&metadata[empty]=&items[0][price]=p%201&items[1][price]=%C3%A9',
  );
  expect(headers['content-type']).toBe('application/x-www-form-urlencoded');
  expect(headers['content-length']).toBe(`${body?.length}`);
});

test('the same input gives the same bytes', () => {
  const request: Partial<HttpRequest> = { body: { encoding: 'json', value: { b: 1, a: [null, 'é'] } } };
  expect(JSON.stringify(render(request))).toBe(JSON.stringify(render(request)));
});

test.each([
  '/things/../admin',
  '/things/%2e%2e/admin',
  '/things/./x',
  '/things\\..\\admin',
  '/things?x=1',
  '/things#x',
  '/a b',
  '/a\nb',
])('the path %j is not plain and is refused', (notPlain) => {
  expect(() => render({ path: notPlain })).toThrow(RangeError);
});

test.each([
  ['https://api.example.com/hooks/t7', 'https://api.example.com/hooks/t7'],
  ['https://api.example.com/hooks/', 'https://api.example.com/hooks/'],
  ['https://api.example.com', 'https://api.example.com/'],
])('the path / by itself is the address %s', (baseUrl, href) => {
  expect(render({ path: '/' }, { baseUrl }).url.href).toBe(href);
});

test.each(['//evil.example/x', '/@evil.example/', '/:8080/x'])('the path %s stays on the host', (odd) => {
  expect(render({ path: odd }).url.host).toBe('api.example.com');
});

test('a path without its first slash cannot change the host', () => {
  expect(() => render({ path: '.evil.example/x' })).toThrow(RangeError);
  expect(() => render({ path: '@evil.example/x' })).toThrow(RangeError);
});

test.each([
  'http://api.example.com',
  'https://evil.example',
  'https://api.example.com.evil.example',
  'https://api.example.com:8443',
  'https://user@api.example.com',
  'https://user:password@api.example.com',
  'https://api.example.com@evil.example',
  'https://api.example.com?x=1',
  'https://api.example.com#x',
  'https://127.0.0.1',
  'https://[::1]',
  'ftp://api.example.com',
  'api.example.com',
  '',
])('outside local the baseUrl %j is refused', (baseUrl) => {
  expect(() => render({}, { baseUrl })).toThrow(ConfigError);
});

test.each([
  ['https://api.example.com', 'https://api.example.com/things'],
  ['https://API.EXAMPLE.COM/', 'https://api.example.com/things'],
  ['https://api.example.com:443/v2/', 'https://api.example.com/v2/things'],
])('the baseUrl %s leads to %s', (baseUrl, expected) => {
  expect(render({}, { baseUrl }).url.href).toBe(expected);
});

test('in local plain http on this machine is allowed, a user in the address is not', () => {
  expect(render({}, { baseUrl: 'http://127.0.0.1:4010' }, true).url.href).toBe(
    'http://127.0.0.1:4010/things',
  );
  expect(() => render({}, { baseUrl: 'http://a:b@127.0.0.1:4010' }, true)).toThrow(ConfigError);
});

test('the error about an address does not quote a password', () => {
  expect(() => render({}, { baseUrl: 'https://a:canary@api.example.com' })).toThrow(
    /^thing: baseUrl must be a URL without user, query or fragment$/,
  );
});

test('whatever is put into a path stays one segment, or is refused', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('..', '.', '%2e%2e', '', 'a/../b')),
      (value) => {
        let built: string;
        try {
          built = path`/things/${value}/parts`;
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          return;
        }
        const segments = render({ path: built }).url.pathname.split('/');
        expect(segments).toHaveLength(4);
        expect(decodeURIComponent(segments[2] ?? '')).toBe(value);
      },
    ),
    { numRuns: 500 },
  );
});

test.each([
  [{ apiKey: 'acme' }, 'https://acme.my.example.com/me'],
  [{ apiKey: 'acme', baseUrl: 'https://other.my.example.com/v2/' }, 'https://other.my.example.com/v2/me'],
  [{ apiKey: 'evil.example/' }, undefined],
  [{ apiKey: 'a.b' }, undefined],
  [{ apiKey: 'user@evil' }, undefined],
  [{ apiKey: '' }, undefined],
])('an address may be made of the credentials %j, within the allowed hosts: %s', (credentials, href) => {
  const made = () =>
    renderRequest({
      destination: thingDestination({
        baseUrl: ({ apiKey }) => `https://${apiKey}.my.example.com`,
        allowedHosts: ['*.my.example.com'],
      }),
      request: { method: 'GET', path: '/me' },
      credentials,
      allowPrivateAddresses: false,
    });
  if (href === undefined) expect(made).toThrow(ConfigError);
  else expect(made().url.href).toBe(href);
});

test('a body has 256 KiB at most, counted as they are sent', () => {
  const text = (length: number) => ({
    body: { encoding: 'text', contentType: 'text/plain', text: 'é'.repeat(length) } as const,
  });
  const rendered = render(text(131_072));
  expect(rendered.headers).toMatchObject({ 'content-type': 'text/plain', 'content-length': '262144' });
  expect(rendered.body).toBe('é'.repeat(131_072));
  expect(() => render(text(131_073))).toThrow(new RangeError('the body has more than 262144 bytes'));
});

test('a list in a query is the same key as often, and what the destination puts there comes last', () => {
  const rendered = (query: HttpRequest['query'], own?: Readonly<Record<string, string>>) =>
    renderRequest({
      destination: thingDestination(own === undefined ? {} : { query: () => own }),
      request: { method: 'GET', path: '/things', ...(query === undefined ? {} : { query }) },
      credentials: { apiKey: 'sk_1' },
      allowPrivateAddresses: false,
    }).url.search;
  expect(rendered({ a: ['x', 'y'], b: 'z', c: [] })).toBe('?a=x&a=y&b=z');
  expect(rendered({ a: 'x' }, { key: 'k 1' })).toBe('?a=x&key=k+1');
  expect(rendered(undefined, { key: 'k 1' })).toBe('?key=k+1');
  expect(rendered({ a: 'x' }, {})).toBe('?a=x');
  expect(rendered(undefined)).toBe('');
});

test('the trace of an event goes to who takes it, and to nobody else', () => {
  const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  const told = (takesTrace: boolean | undefined, given: string | undefined) =>
    renderRequest({
      destination: thingDestination(takesTrace === undefined ? {} : { takesTrace }),
      request: { method: 'GET', path: '/things' },
      credentials: { apiKey: 'sk_1' },
      allowPrivateAddresses: false,
      trace: given,
    }).headers;
  expect(told(true, trace)).toMatchObject({ traceparent: trace });
  for (const takes of [false, undefined]) expect(told(takes, trace)).not.toHaveProperty('traceparent');
  for (const takes of [true, false]) expect(told(takes, undefined)).not.toHaveProperty('traceparent');
});

test.each([
  ['numbered', 'a%20b=1&n[m][0]=x%26&n[m][1]=y&n[c%5D]=z'],
  [undefined, 'a%20b=1&n[m][0]=x%26&n[m][1]=y&n[c%5D]=z'],
  ['repeated', 'a%20b=1&n[m]=x%26&n[m]=y&n[c%5D]=z'],
  ['bracketed', 'a%20b=1&n[m][]=x%26&n[m][]=y&n[c%5D]=z'],
] as const)('a form has its lists %s', (lists, expected) => {
  const value = { 'a b': '1', n: { m: ['x&', 'y'], 'c]': 'z', none: undefined } };
  const rendered = render({ body: { encoding: 'form', value, ...(lists === undefined ? {} : { lists }) } });
  expect(rendered.body).toBe(expected);
  expect(rendered.headers['content-type']).toBe('application/x-www-form-urlencoded');
});
