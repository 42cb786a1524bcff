import { expect, test } from 'vitest';
import { sendgridContract } from '../../../functions/destinations/sendgrid/contract.ts';
import { sendgrid } from '../../../functions/destinations/sendgrid/index.ts';
import { type Mail, sendMail } from '../../../functions/destinations/sendgrid/send-mail.ts';
import { response } from './response.ts';

const nowMs = 1_795_426_200_000;
const mail: Mail = {
  from: { email: 'shop@example.com', name: 'The shop' },
  to: { email: 'eve@example.org' },
  subject: 'Your lamps',
  text: 'They are on their way.',
};

test('what SendGrid is told: one person, and the plain text before the other', () => {
  const { body } = sendMail.request({ ...mail, html: '<p>On their way</p>', custom_args: { order: 'o1' } });
  expect(body).toEqual({
    encoding: 'json',
    value: {
      personalizations: [{ to: [{ email: 'eve@example.org' }], custom_args: { order: 'o1' } }],
      from: { email: 'shop@example.com', name: 'The shop' },
      subject: 'Your lamps',
      content: [
        { type: 'text/plain', value: 'They are on their way.' },
        { type: 'text/html', value: '<p>On their way</p>' },
      ],
    },
  });
  expect(sendMail.request(mail).body).toMatchObject({
    value: { personalizations: [{ to: [{ email: 'eve@example.org' }] }], content: [{ type: 'text/plain' }] },
  });
  expect(sendMail.repeat).toEqual({ by: 'never' });
});

test('where it may be called, how often, and what it is asked for to see whether a key is good', () => {
  const { baseUrl, allowedHosts, rateLimits, requestTimeoutMs, probe } = sendgrid;
  expect({ baseUrl, allowedHosts, rateLimits, requestTimeoutMs, probe }).toEqual({
    baseUrl: 'https://api.sendgrid.com',
    allowedHosts: ['api.sendgrid.com', 'api.eu.sendgrid.com'],
    rateLimits: [{ requests: 100, windowMs: 1_000 }],
    requestTimeoutMs: 20_000,
    probe: { method: 'GET', path: '/v3/scopes' },
  });
});

test('a limit that is used up is waited for until its reset, at most an hour', () => {
  const headers = (remaining: string, aheadMs: number) => ({
    'x-ratelimit-remaining': remaining,
    'x-ratelimit-reset': `${(nowMs + aheadMs) / 1_000}`,
  });
  expect(sendgrid.readLimit?.(response(202, '', headers('0', 9_000)), nowMs)).toEqual({
    notBeforeMs: nowMs + 9_000,
  });
  expect(sendgrid.readLimit?.(response(202, '', headers('1', 9_000)), nowMs)).toBeUndefined();
  expect(sendgrid.readLimit?.(response(429, '', headers('0', 9_000_000)), nowMs)).toEqual({
    notBeforeMs: nowMs + 3_600_000,
  });
});

test('a probe mails nobody: every recipient is at the address that throws all away', () => {
  const recipients = sendgridContract.operations.flatMap(({ examples = [], distinct }) =>
    examples.map((example) => distinct(example, 'token').to.email),
  );
  expect(recipients).toEqual(Array(2).fill('interlock-probe-token@sink.sendgrid.net'));
});
