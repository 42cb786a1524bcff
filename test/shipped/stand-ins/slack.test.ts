import { afterEach, beforeEach, expect, test } from 'vitest';
import { slack } from '../../../lib/local/stand-ins/slack.ts';
import { type Rig, rig } from '../../lib/local/stand-ins/fixture-stand-in.ts';

let at: Rig;
beforeEach(async () => {
  at = await rig(slack);
});
afterEach(() => at.standIn.stop());

const post = (value: object) => at.call('POST', '/api/chat.postMessage', value);
const refusal = async (value: object) => (await post(value)).body.error;

test('a message is posted, with an id of its own in its channel, and deleted', async () => {
  const { statusCode, headers, body } = await post({ channel: 'C0ORDERS1', text: 'A lamp' });
  expect([statusCode, headers['x-slack-req-id']]).toEqual([200, expect.stringMatching(/^[0-9a-f]{32}$/)]);
  expect(body).toMatchObject({
    ok: true,
    channel: 'C0ORDERS1',
    ts: '1767225600.000001',
    message: { text: 'A lamp' },
  });
  const { channel, ts } = body;
  expect((await at.call('POST', '/api/chat.delete', { channel, ts })).body).toEqual({
    ok: true,
    channel,
    ts,
  });
  expect((await at.call('POST', '/api/chat.delete', { channel, ts })).body.error).toBe('message_not_found');
  expect(at.standIn.journal.entities).toEqual([]);
});

test('a channel takes one message a second, each for itself', async () => {
  const first = { channel: 'C0ORDERS1', text: 'A lamp' };
  await post(first);
  const { statusCode, headers, body } = await post(first);
  expect([statusCode, headers['retry-after'], body.error]).toEqual([429, '1', 'ratelimited']);
  expect((await post({ ...first, channel: 'C0RETURNS' })).body.ok).toBe(true);
  at.clock.ms += 1_001;
  expect((await post(first)).body.ok).toBe(true);
});

test.each([
  ['a channel that is none', { channel: '#orders', text: 'A lamp' }, 'channel_not_found'],
  ['an archived channel', { channel: 'C0ARCHIVED', text: 'A lamp' }, 'is_archived'],
  ['no text', { channel: 'C0ORDERS1' }, 'no_text'],
  ['blocks that are none', { channel: 'C0ORDERS1', blocks: [{}] }, 'invalid_blocks'],
  ['51 blocks', { channel: 'C0ORDERS1', blocks: Array(51).fill({ type: 'divider' }) }, 'invalid_blocks'],
])('%s is refused in a 200', async (_, value, error) => {
  expect(await refusal(value)).toBe(error);
  expect(at.standIn.journal.effects).toEqual([]);
});

test.each([
  ['text/plain', '{}', 'invalid_post_type'],
  ['application/json', '{"channel":', 'invalid_json'],
  ['application/json', '[]', 'json_not_object'],
])('%s with %s is refused', async (type, body, error) => {
  const { body: said } = await at.call('POST', '/api/chat.postMessage', body, { 'content-type': type });
  expect(said).toEqual({ ok: false, error });
});

test('a form will do', async () => {
  expect((await at.call('POST', '/api/chat.postMessage', 'channel=C0ORDERS1&text=A+lamp')).body.ok).toBe(
    true,
  );
});

test('a wrong token is refused in a 200, too, and a right one answers the probe', async () => {
  const wrong = await at.call('GET', '/api/auth.test', undefined, { authorization: 'Bearer xoxb-wrong' });
  expect([wrong.statusCode, wrong.body]).toEqual([200, { ok: false, error: 'invalid_auth' }]);
  expect((await at.call('GET', '/api/auth.test')).body).toMatchObject({ ok: true, team_id: 'T0STANDIN01' });
});
