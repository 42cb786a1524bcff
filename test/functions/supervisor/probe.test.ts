import { describe, expect, it } from 'vitest';
import type { Destination } from '../../../functions/core/declare/destination.ts';
import type { HttpResponse } from '../../../functions/core/declare/http-message.ts';
import type { RenderedRequest } from '../../../functions/core/http/request.ts';
import type { HttpResult } from '../../../functions/core/http/send-http.ts';
import { createPacedSend, permitWaitMsMax } from '../../../functions/core/pace/paced-send.ts';
import { generalDisclosure } from '../../../functions/core/redact/event-disclosure.ts';
import { createRedactor } from '../../../functions/core/redact/redactor.ts';
import { createProbe } from '../../../functions/supervisor/probe.ts';
import { thingDestination } from '../../fixtures/fixture-integration.ts';

const nowMs = 5_000;

interface ProbeWith {
  readonly startsAtMs?: number;
  readonly baseUrl?: string;
  readonly statuses?: Destination['statuses'] & object;
}

async function probeWith(result: HttpResult, options: ProbeWith = {}) {
  let waitedMs = 0;
  const { startsAtMs = nowMs, baseUrl, statuses = { 403: 'credentials' } } = options;
  const sent: RenderedRequest[] = [];
  const slept: number[] = [];
  const held: number[] = [];
  const probe = createProbe({
    destination: thingDestination({ statuses }),
    send: createPacedSend({
      reserve: async () => startsAtMs,
      hold: async (untilMs) => {
        held.push(untilMs);
      },
      send: async (request) => {
        sent.push(request);
        return result;
      },
      permitWaitMsMax,
      now: () => nowMs + waitedMs,
      monotonicMs: () => nowMs + waitedMs,
      sleep: async (ms) => {
        slept.push(ms);
        waitedMs += ms;
      },
    }),
    tell: generalDisclosure(createRedactor()),
    now: () => nowMs,
    random: () => 0,
    allowPrivateAddresses: false,
  });
  const probed = await probe({ apiKey: 'canary', ...(baseUrl === undefined ? {} : { baseUrl }) });
  return { probed, sent, slept, held };
}

const response = (statusCode: number, body = '{}', changes: Partial<HttpResponse> = {}): HttpResult => ({
  response: { statusCode, headers: {}, body, bodyTruncated: false, ...changes },
});

describe('a probe', () => {
  it('tells everyone of the pause that it was asked for', async () => {
    const throttled = response(429, '{}', { headers: { 'retry-after': '30' } });
    expect(await probeWith(throttled)).toMatchObject({
      probed: { outcome: 'unclear' },
      held: [nowMs + 30_000],
    });
  });

  it('sends the request that the destination declares, with the credentials', async () => {
    const { probed, sent } = await probeWith(response(200));
    expect(probed).toEqual({ outcome: 'passed' });
    expect(sent.map(({ method, url, headers }) => [method, url.href, headers.authorization])).toEqual([
      ['GET', 'https://api.example.com/me', 'Bearer canary'],
    ]);
  });

  it.each([
    [
      response(401, '{"error":{"code":"bad_key","message":"canary"}}'),
      'refused',
      'CREDENTIALS_REJECTED, HTTP 401 (bad_key)',
    ],
    [response(403), 'refused', 'CREDENTIALS_REJECTED, HTTP 403'],
    [response(429), 'unclear', 'RATE_LIMITED, HTTP 429'],
    [response(404), 'unclear', 'REQUEST_REJECTED, HTTP 404'],
    [response(503), 'unclear', 'SERVER_ERROR, HTTP 503'],
    [{ failure: { sent: 'unknown', code: 'TIMEOUT', message: 'canary' } }, 'unclear', 'TIMEOUT'],
  ] as const)('takes %j for %s and repeats no text of the third party', async (result, outcome, reason) => {
    const { probed } = await probeWith(result);
    expect([probed.outcome, probed.reason]).toEqual([outcome, `the probe came back with ${reason}`]);
  });

  it('hands over apart from that what the third party said', async () => {
    const { probed } = await probeWith(response(401, '{"error":{"code":"bad_key","message":"canary"}}'));
    expect(probed.told).toBe('canary');
  });

  it.each([
    ['a scope that is missing', 403, 'missing_scope'],
    ['a thing that is not there', 404, 'no_such_thing'],
  ])(
    'passes by an error of the third party itself about %s: it knows the key',
    async (_what, status, code) => {
      const answered = response(status, `{"error":{"code":"${code}","message":"canary"}}`);
      const { probed } = await probeWith(answered, { statuses: {} });
      expect([probed.outcome, probed.reason]).toEqual([
        'passed',
        `the probe came back with ${status === 403 ? 'REFUSED_FOR_ALL' : 'REQUEST_REJECTED'}, HTTP ${status} (${code})`,
      ]);
    },
  );

  it.each([
    ['a gateway', response(403, '<html>', { headers: { 'content-type': 'text/html' } })],
    ['nobody in particular', response(404)],
    ['its own trouble', response(500, '{"error":{"code":"api_error"}}')],
    ['a refusal of everybody', response(301)],
  ])('does not pass by the answer of %s', async (_who, answered) => {
    expect((await probeWith(answered, { statuses: {} })).probed.outcome).toBe('unclear');
  });

  it('waits for its permit', async () => {
    const { probed, slept } = await probeWith(response(200), { startsAtMs: nowMs + 10_000 });
    expect([probed, slept]).toEqual([{ outcome: 'passed' }, [10_000]]);
  });

  it('leaves it to the next look when the permit is far off', async () => {
    const { probed, sent, slept } = await probeWith(response(200), { startsAtMs: nowMs + 10_001 });
    expect(probed).toEqual({
      outcome: 'not-sent',
      reason: 'the rate limit leaves no room for a probe for 10001 ms',
    });
    expect([sent, slept]).toEqual([[], []]);
  });

  it('calls no address that the destination may not be called at', async () => {
    const { probed, sent } = await probeWith(response(200), { baseUrl: 'https://elsewhere.example' });
    expect(probed).toEqual({
      outcome: 'not-sent',
      reason: 'thing: baseUrl must be https on one of api.example.com, got https://elsewhere.example',
    });
    expect(sent).toEqual([]);
  });
});
