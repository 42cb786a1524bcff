import { expect, test } from 'vitest';
import { slackContract } from '../../../functions/destinations/slack/contract.ts';
import { slack } from '../../../functions/destinations/slack/index.ts';
import { postMessage } from '../../../functions/destinations/slack/post-message.ts';
import { response } from './response.ts';

const message = { channel: 'C0ORDERS1', text: 'An order of 7 lamps' };

test('what Slack is told, as a whole', () => {
  expect(postMessage.request(message)).toEqual({
    method: 'POST',
    path: '/api/chat.postMessage',
    body: { encoding: 'json', contentType: 'application/json; charset=utf-8', value: message },
  });
  expect(slack.headers({ apiKey: 'xoxb-1' })).toEqual({ authorization: 'Bearer xoxb-1' });
  expect([postMessage.repeat, postMessage.resource?.(message)]).toEqual([{ by: 'never' }, 'C0ORDERS1']);
});

test('where it may be called, how often, and what it is asked for to see whether a key is good', () => {
  const { baseUrl, allowedHosts, rateLimits, resourceLimits, requestTimeoutMs, probe } = slack;
  expect({ baseUrl, allowedHosts, rateLimits, resourceLimits, requestTimeoutMs, probe }).toEqual({
    baseUrl: 'https://slack.com',
    allowedHosts: ['slack.com', 'slack-gov.com'],
    rateLimits: [{ requests: 300, windowMs: 60_000 }],
    resourceLimits: [{ requests: 1, windowMs: 1_000 }],
    requestTimeoutMs: 20_000,
    probe: { method: 'GET', path: '/api/auth.test' },
  });
});

test('only a yes with a channel and a ts names a message', () => {
  const yes = { ok: true, channel: 'C0ORDERS1', ts: '1503435956.000247' };
  expect(postMessage.receipt(response(200, yes))).toBe('C0ORDERS1:1503435956.000247');
  for (const odd of [{ ...yes, ok: false }, { ...yes, ts: 7 }, { ok: true, ts: yes.ts }, 'cut off'])
    expect(postMessage.receipt(response(200, odd))).toBeUndefined();
});

test('a probe deletes the message that it posted', () => {
  const [one] = slackContract.operations;
  expect(one?.remove?.('C0ORDERS1:1503435956.000247')).toMatchObject({
    path: '/api/chat.delete',
    body: { value: { channel: 'C0ORDERS1', ts: '1503435956.000247' } },
  });
});
