import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { secretValues } from '../../../functions/core/declare/secret-values.ts';
import { authorizeRequest } from '../../../functions/core/http/authorize-request.ts';
import { renderRequest } from '../../../functions/core/http/request.ts';
import { webhook } from '../../../functions/destinations/webhook/index.ts';
import { sendEvent } from '../../../functions/destinations/webhook/send-event.ts';

const secrets = ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', `whsec_${btoa('b'.repeat(24))}`];
const event = { type: 'invoice.paid', timestamp: '2026-01-01T00:00:00Z', data: { invoice: 'i1' } };

/** As it goes out, outside of this machine. */
const sent = (
  credentials: { readonly secrets: readonly string[]; readonly baseUrl?: string },
  key?: string,
) =>
  authorizeRequest(
    renderRequest({
      destination: webhook,
      credentials,
      request: sendEvent.request(event),
      idempotency: key === undefined ? undefined : { header: 'webhook-id', key },
      allowPrivateAddresses: false,
    }),
    { destination: webhook, credentials, nowMs: 1_614_265_330_000, random: () => 0 },
  );

test('the address in the secret is where it goes, to the letter', () => {
  const { url, body, headers } = sent({ secrets, baseUrl: 'https://webhooks.example.com/hooks/t7' }, 'key-1');
  expect([url.href, body]).toEqual(['https://webhooks.example.com/hooks/t7', JSON.stringify(event)]);
  expect(headers).toMatchObject({ 'webhook-id': 'key-1', 'webhook-timestamp': '1614265330' });
  expect(headers['webhook-signature']).toMatch(/^v1,\S{44} v1,\S{44}$/);
  expect(sent({ secrets }).url.href).toBe('https://webhooks.example.com/events');
});

test.each([
  'https://elsewhere.example/hook',
  'http://webhooks.example.com/hook',
  'https://10.0.0.5/hook',
  'https://169.254.169.254/latest',
])('a secret cannot send events to %s', (baseUrl) => {
  expect(() => sent({ secrets, baseUrl })).toThrow('baseUrl must be https on one of webhooks.example.com');
});

test('a probe has an id of its own', () => {
  expect(sent({ secrets }).headers['webhook-id']).toBe('probe_AAAAAAAAAAAAAAAAAAAAAA');
});

test('a secret holds one that signs, or two, each of 24 bytes and more; all of it is secret', () => {
  const isTaken = (value: unknown) => z.safeParse(webhook.credentials, value).success;
  expect([isTaken({ secrets }), isTaken({ secrets: secrets.slice(1) })]).toEqual([true, true]);
  for (const odd of [[], [...secrets, ...secrets], ['whsec_c2hvcnQ='], [secrets[0]?.slice('whsec_'.length)]])
    expect(isTaken({ secrets: odd })).toBe(false);
  expect(secretValues({ secrets }, webhook).map(({ path }) => path)).toEqual(['secrets', 'secrets']);
});

test('how it is repeated, how often it may be called, and what it is asked for to see whether a secret is good', () => {
  const { rateLimits, requestTimeoutMs, allowedHosts, probe } = webhook;
  expect(sendEvent.repeat).toEqual({
    by: 'key',
    header: 'webhook-id',
    maxLength: 64,
    windowMs: 2_419_200_000,
  });
  expect({ rateLimits, requestTimeoutMs, allowedHosts, probe }).toEqual({
    rateLimits: [{ requests: 10, windowMs: 1_000 }],
    requestTimeoutMs: 20_000,
    allowedHosts: ['webhooks.example.com'],
    probe: {
      method: 'POST',
      path: '/',
      body: {
        encoding: 'json',
        value: { type: 'interlock.probe', timestamp: '2026-01-01T00:00:00Z', data: {} },
      },
    },
  });
});
