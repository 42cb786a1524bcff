import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mailchimp } from '../../../lib/local/stand-ins/mailchimp.ts';
import { type Rig, rig } from '../../lib/local/stand-ins/fixture-stand-in.ts';

let at: Rig;
beforeEach(async () => {
  at = await rig(mailchimp, { apiKey: 'key-us6' });
});
afterEach(() => at.standIn.stop());

const basic = (password: string) => ({ authorization: `Basic ${btoa(`anybody:${password}`)}` });
const hash = (address: string) => createHash('md5').update(address.toLowerCase()).digest('hex');
const call = (
  method: string,
  path: string,
  body?: unknown,
  headers = basic('key-us6'),
  signal?: AbortSignal,
) => at.call(method, `/3.0/lists/0123456789${path}`, body, headers, signal);
const put = (address: string, fields: object = {}, name = hash(address)) =>
  call('PUT', `/members/${name}`, { email_address: address, status_if_new: 'subscribed', ...fields });

describe('the key', () => {
  test('is the password of whatever user, or the bearer', async () => {
    expect((await call('GET', '')).body).toEqual({ id: '0123456789' });
    expect((await call('GET', '', undefined, { authorization: 'Bearer key-us6' })).statusCode).toBe(200);
    const { statusCode, body, headers } = await call('GET', '', undefined, basic('another-us6'));
    expect([statusCode, JSON.parse(body).title]).toEqual([401, 'API Key Invalid']);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
  });
});

describe('a member', () => {
  const problem = ({ statusCode, body }: { statusCode: number; body: string }) => [
    statusCode,
    JSON.parse(body).title,
  ];

  test('is made, then changed, with the status that it has', async () => {
    const made = await put('Ada@Example.com', { merge_fields: { FNAME: 'Ada' } });
    expect(made).toMatchObject({
      statusCode: 200,
      body: { id: hash('ada@example.com'), status: 'subscribed', merge_fields: { FNAME: 'Ada' } },
    });
    const again = await put('ada@example.com', { status_if_new: 'pending', language: 'en' });
    const { contact_id: id } = made.body;
    expect(again.body).toMatchObject({ contact_id: id, status: 'subscribed', language: 'en' });
    expect(at.standIn.journal.effects).toMatchObject([
      { id, created: true },
      { id, created: false },
    ]);
    expect((await call('DELETE', `/members/${id}`)).statusCode).toBe(204);
    expect((await call('GET', `/members/${id}`)).statusCode).toBe(404);
  });

  test.each([
    ['an address that is none', 'nobody', {}, 'Invalid Resource'],
    ['no status', 'ada@example.com', { status_if_new: undefined }, 'Invalid Resource'],
    ['an address that was deleted for good', 'forgotten@example.com', {}, 'Forgotten Email Not Subscribed'],
    ['somebody who complained', 'complained+1@example.com', {}, 'Member In Compliance State'],
  ])('is refused with %s', async (_, address, fields, title) => {
    expect(problem(await put(address, fields))).toEqual([400, title]);
    expect(at.standIn.journal.entities).toEqual([]);
  });

  test('is refused under the digest of another address, and at an audience that is none', async () => {
    expect(problem(await put('ada@example.com', {}, hash('eve@example.com')))).toEqual([
      400,
      'Invalid Resource',
    ]);
    expect(problem(await at.call('GET', '/3.0/lists/x', undefined, basic('key-us6')))).toEqual([
      404,
      'Resource Not Found',
    ]);
  });
});

describe('the limits', () => {
  test('of heavy load are a 403 without a word', async () => {
    at.standIn.setLimit({ requests: 1, windowMs: 1_000 });
    await put('ada@example.com');
    expect(await put('ada@example.com')).toMatchObject({ statusCode: 403, body: '' });
  });

  test('of ten connections at once count what hangs', async () => {
    at.standIn.faults.add([{ kind: 'hang', times: 10 }]);
    const leaving = new AbortController();
    const hanging = Array.from({ length: 10 }, () =>
      call('GET', '', undefined, basic('key-us6'), leaving.signal).catch(() => 'left'),
    );
    while (at.standIn.journal.arrivals.length < 10) await new Promise((resolve) => setImmediate(resolve));
    const { statusCode, body } = await call('GET', '');
    expect([statusCode, JSON.parse(body).title]).toEqual([429, 'Too Many Requests']);
    leaving.abort();
    expect(new Set(await Promise.all(hanging))).toEqual(new Set(['left']));
  });
});
