import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { webhook } from '../../../lib/local/stand-ins/webhook.ts';
import { type Rig, rig } from '../../lib/local/stand-ins/fixture-stand-in.ts';

const [secret, other] = ['a', 'b'].map((letter) => `whsec_${btoa(letter.repeat(24))}`) as [string, string];

let at: Rig;
beforeEach(async () => {
  at = await rig(webhook, { apiKey: secret });
});
afterEach(() => at.standIn.stop());

interface How {
  readonly id?: string;
  readonly ageSeconds?: number;
  readonly secrets?: readonly string[];
  readonly signed?: string;
  readonly version?: string;
}

const event = { type: 'invoice.paid', timestamp: '2026-01-01T00:00:00Z', data: {} };

function send(how: How = {}, value: unknown = event, path = '/') {
  const { id = 'msg_1', ageSeconds = 0, secrets = [secret], version = 'v1' } = how;
  const body = JSON.stringify(value);
  const timestamp = `${at.clock.ms / 1_000 - ageSeconds}`;
  const signatures = secrets.map((one) => {
    const key = Buffer.from(one.slice('whsec_'.length), 'base64');
    return `${version},${createHmac('sha256', key)
      .update(`${id}.${timestamp}.${how.signed ?? body}`)
      .digest('base64')}`;
  });
  return at.call('POST', path, value, {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  });
}
const taken = () => at.standIn.journal.effects.map(({ id }) => id);

describe('a signature', () => {
  test('is good for five minutes either way', async () => {
    for (const ageSeconds of [0, 300, -300]) expect((await send({ ageSeconds })).statusCode).toBe(204);
    for (const ageSeconds of [301, -301]) expect((await send({ ageSeconds })).statusCode).toBe(401);
  });

  test('may be one of two, while a secret is replaced', async () => {
    expect((await send({ secrets: [other, secret] })).statusCode).toBe(204);
  });

  test.each<[string, How]>([
    ['of another secret', { secrets: [other] }],
    ['over other bytes', { signed: '{}' }],
    ['of another version', { version: 'v1a' }],
    ['that is none', { secrets: [] }],
  ])('%s is refused, and nothing is done', async (_, how) => {
    expect((await send(how)).statusCode).toBe(401);
    expect(taken()).toEqual([]);
  });

  test('over another id is refused, and so is none', async () => {
    const headers = {
      'webhook-id': 'msg_2',
      'webhook-timestamp': '1767225600',
      'webhook-signature': 'v1,AAAA',
    };
    expect((await at.call('POST', '/', event, headers)).statusCode).toBe(401);
    expect((await at.call('POST', '/', event)).statusCode).toBe(401);
  });
});

test('an event is done once, however often it comes under its id', async () => {
  for (const id of ['msg_1', 'msg_1', 'msg_2']) expect((await send({ id })).statusCode).toBe(204);
  expect(taken()).toEqual(['msg_1', 'msg_2']);
});

test('a type that it does not know is taken, and nothing is done', async () => {
  expect((await send({}, { ...event, type: 'interlock.probe' })).statusCode).toBe(204);
  expect(taken()).toEqual([]);
});

test('what is no event is refused, and an endpoint may be gone', async () => {
  expect((await send({}, [])).statusCode).toBe(400);
  expect((await send({}, event, '/gone')).statusCode).toBe(410);
});
