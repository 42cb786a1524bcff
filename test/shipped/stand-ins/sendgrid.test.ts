import { afterEach, beforeEach, expect, test } from 'vitest';
import { sendgrid } from '../../../lib/local/stand-ins/sendgrid.ts';
import { type Rig, rig } from '../../lib/local/stand-ins/fixture-stand-in.ts';

let at: Rig;
beforeEach(async () => {
  at = await rig(sendgrid);
});
afterEach(() => at.standIn.stop());

const mail = {
  personalizations: [{ to: [{ email: 'eve@example.org' }] }],
  from: { email: 'shop@example.com' },
  subject: 'Your lamps',
  content: [{ type: 'text/plain', value: 'They are on their way.' }],
};
const send = (value: object) => at.call('POST', '/v3/mail/send', value);

test('a mail is taken by an empty 202 with its id in a header', async () => {
  const { statusCode, headers, body } = await send(mail);
  expect([statusCode, body]).toEqual([202, '']);
  expect(at.standIn.journal.effects).toMatchObject([
    { id: headers['x-message-id'], kind: 'mail', externalId: 'eve@example.org' },
  ]);
  expect((await send(mail)).headers['x-message-id']).not.toBe(headers['x-message-id']);
});

test('in sandbox mode it is looked at and goes nowhere, by a 200 without an id', async () => {
  const { statusCode, headers } = await send({ ...mail, mail_settings: { sandbox_mode: { enable: true } } });
  expect([statusCode, headers['x-message-id'], at.standIn.journal.effects]).toEqual([200, undefined, []]);
});

test.each([
  ['nobody to send it to', { ...mail, personalizations: [] }, 400, 'personalizations'],
  [
    'an address that is none',
    { ...mail, personalizations: [{ to: [{ email: 'eve' }] }] },
    400,
    'personalizations.0.to.0.email',
  ],
  ['no sender', { ...mail, from: undefined }, 400, 'from.email'],
  ['a sender that nobody verified', { ...mail, from: { email: 'a@unverified.example' } }, 403, 'from'],
  ['no subject', { ...mail, subject: '' }, 400, 'subject'],
  ['no content', { ...mail, content: [] }, 400, 'content'],
  ['a field that it does not know', { ...mail, shoe_size: 7 }, 400, null],
])('%s is refused with the field that it is about', async (_, value, status, field) => {
  const { statusCode, body } = await send(value);
  expect([statusCode, body.errors[0].field]).toEqual([status, field]);
  expect(at.standIn.journal.effects).toEqual([]);
});

test('a template needs neither subject nor content', async () => {
  const { subject: _, content: __, ...rest } = mail;
  expect((await send({ ...rest, template_id: 'd-1' })).statusCode).toBe(202);
});

test('a form is refused, and so is half a text', async () => {
  expect((await at.call('POST', '/v3/mail/send', 'subject=x')).statusCode).toBe(415);
  const half = await at.call('POST', '/v3/mail/send', '{"from":', { 'content-type': 'application/json' });
  expect([half.statusCode, half.body.errors[0].message]).toEqual([400, 'Bad Request']);
});

test('the limit is told in headers, its end in seconds since 1970', async () => {
  at.standIn.setLimit({ requests: 1, windowMs: 60_000 });
  expect((await send(mail)).headers).toMatchObject({
    'x-ratelimit-limit': '1',
    'x-ratelimit-remaining': '0',
  });
  const { statusCode, headers, body } = await send(mail);
  expect([statusCode, headers['x-ratelimit-reset']]).toEqual([429, '1767225660']);
  expect(body.errors).toEqual([{ message: 'too many requests', field: null, help: null }]);
});

test('a wrong key gets a 401 in its words, and a right one answers the probe', async () => {
  const wrong = await at.call('GET', '/v3/scopes', undefined, { authorization: 'Bearer SG.wrong' });
  expect([wrong.statusCode, wrong.body.errors[0].message]).toEqual([
    401,
    expect.stringContaining('grant is invalid'),
  ]);
  expect((await at.call('GET', '/v3/scopes')).body.scopes).toContain('mail.send');
});
