import { describe, expect, test } from 'vitest';
import { isGatewayAnswer } from '../../../../functions/core/http/gateway-marks.ts';
import { lookAtWords } from '../../../../functions/core/http/look-at.ts';
import { answer } from './answers/row.ts';

const marked = (body: string, headers = {}) => isGatewayAnswer(answer(403, body, headers));

/** As each gateway writes it. */
const words = [
  '{"message":null}',
  '{"message":"Forbidden"}',
  '{ "message" : "Unauthorized" }',
  '{"message":"Missing Authentication Token"}',
  '{"message":"Not Found"}',
  '{"message":"Limit Exceeded"}',
  '{"message":"Too Many Requests"}',
  '{"message": "Internal server error"}',
  '{"message":"Service Unavailable"}',
  '{"message":"Endpoint request timed out"}',
  `{"message":"User is not authorized to access this resource${'x'.repeat(200)}"}`,
  '{"message":"no Route matched with those values"}',
  '{\n  "message":"no Route matched with those values",\n  "request_id":"1"\n}',
  '{"code":5,"message":"The current request is not defined by this API."}',
  '{"message" : "The current request is matched to the defined url template"}',
  '{"statusCode":401,"message":"Access denied due to missing subscription key."}',
  '{ "statusCode" : 404 , "message" : "Resource not found" }',
  '{"statusCode":403,"message":"Access denied due to"}',
  '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
  '<?xml><Error><Code>',
  '<?xml?>\n<Error>\n  <Code>NoSuchKey</Code>\n</Error>',
  'error code: 1020',
  'error code: 522',
  'upstream connect error or disconnect/reset before headers',
  'no healthy upstream',
  'RBAC: access denied',
  'default backend - 404',
  '404 page not found',
  'Fastly error: unknown domain: api.example.com',
  'The deployment could not be found on Vercel.',
];

/** What an application may say that has the same words in it. */
const others = [
  '',
  '{}',
  '{"message":"Forbidden","code":7}',
  '[{"message":"Forbidden"}]',
  '{"error":1}{"message":"Forbidden"}',
  '{"message":"Forbidden: no such plan"}',
  `{"message":"User is not authorized to access this resource${'x'.repeat(201)}"}`,
  '{"error":{"message":"no Route matched with those values"}}',
  '{"error":{"statusCode":404,"message":"Resource not found"}}',
  '{"statusCode":402,"message":"Resource not found"}',
  'see <?xml?><Error><Code>',
  '<?xml?><Answer><Code>',
  'the error code: 1020',
  'error code: 1020 (plan)',
  'error code: 10',
  'error code: 10200',
  'there is no healthy upstream',
  'the default backend - 404',
  '404 page not found: /things/1',
];

describe('the words of a gateway', () => {
  test.each(words)('are %j', (body) => {
    for (const text of [body, ` \n${body}\n `]) expect(marked(text)).toBe(true);
  });

  test.each(others)('are not %j', (body) => {
    expect(marked(body)).toBe(false);
  });

  test('are not needed on a page', () => {
    expect(marked('<html><title>Forbidden</title></html>')).toBe(true);
    expect(marked('Forbidden', { 'content-type': 'text/html' })).toBe(true);
  });

  test('are looked for in the first 2,048 characters', () => {
    const then = (at: number) => `{"message":"Forbidden"}`.padEnd(at).concat('x');
    expect(marked(then(2_047))).toBe(false);
    expect(marked(then(2_048))).toBe(true);
  });
});

test('a firewall says by a header that it answers itself, whatever it sends', () => {
  for (const name of ['cf-mitigated', 'x-amzn-waf-action'])
    expect(marked('{"id":"thing_1"}', { [name]: 'challenge' })).toBe(true);
  expect(marked('{"id":"thing_1"}', { 'x-request-id': 'challenge' })).toBe(false);
});

test('there are words for everything to look at', () => {
  expect(Object.keys(lookAtWords).sort()).toEqual([
    'account',
    'address',
    'certificate',
    'credentials',
    'firewall',
    'login page',
    'mapping',
    'network',
    'permission',
    'plan',
    'request',
    'version',
  ]);
  expect(Object.values(lookAtWords).filter((text) => !/^(?:the|its) \w/.test(text))).toEqual([]);
  expect(new Set(Object.values(lookAtWords)).size).toBe(12);
});
