import fc from 'fast-check';
import type { Observation } from '../../../../../functions/core/contract/lock/observation.ts';
import { observe } from '../../../../../functions/core/contract/lock/observe.ts';
import { jsonValues, maps } from '../../../../fixtures/json-values.ts';

const headers = fc.record(
  {
    'content-type': fc.constantFrom('application/json', 'application/json; charset=utf-8', 'text/html', '?'),
    'content-encoding': fc.constantFrom('gzip', 'identity'),
    location: fc.constantFrom('/x', 'https://other.example/x'),
    'x-request-id': fc.constant('4711'),
    'x-ratelimit-limit': fc.constantFrom('100', '200'),
    'x-ratelimit-reset': fc.constantFrom('30', '2026-11-23T00:00:10Z', '0'),
    'ratelimit-policy': fc.constantFrom('"burst";q=100;w=60', '"daily";q=1000;w=86400'),
  },
  { requiredKeys: [] },
);

/** Of responses of every kind, as the wire could bring them. */
export const observations: fc.Arbitrary<Observation> = fc
  .record({
    statusCode: fc.constantFrom(200, 201, 301, 404),
    headers: headers.map((some) => some as Record<string, string>),
    body: fc.oneof(
      jsonValues.map((value) => JSON.stringify(value)),
      fc.constantFrom('', '<html>', 'OK'),
    ),
    bodyTruncated: fc.constantFrom(false, false, true),
  })
  .map((response) => observe(response, { maps, headers: [], host: 'api.example.com', nowMs: 0 }));
