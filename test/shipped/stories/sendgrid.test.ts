import { afterEach, beforeEach, expect, test } from 'vitest';
import { sendMail } from '../../../functions/destinations/sendgrid/send-mail.ts';
import { sendgrid } from '../../../lib/local/stand-ins/sendgrid.ts';
import { startMs } from '../../functions/core/deliver/memory-ports.ts';
import { rowOf } from '../../functions/core/deliver/sandbox.ts';
import { type Rig, rig } from '../../lib/local/stand-ins/fixture-stand-in.ts';
import { workerOf } from './deliver-to.ts';
import { customersTo, told } from './told.ts';

let at: Rig;
beforeEach(async () => {
  at = await rig(sendgrid);
  at.clock.ms = startMs;
});
afterEach(() => at.standIn.stop());

const mail = {
  from: { email: 'shop@example.com' },
  to: { email: 'eve@example.org', name: 'Eve' },
  subject: 'Your lamps',
  text: 'They are on their way.',
};
const sent = () => at.standIn.journal.effects.map(({ id, externalId }) => [externalId, id]);

test('an event is one mail, with the id that came in a header of an empty answer', async () => {
  const worker = await workerOf(sendMail, at.standIn);
  expect(await worker.receive(mail)).toEqual([]);
  expect(await worker.receive(mail)).toEqual([]);
  expect(sent()).toEqual([['eve@example.org', expect.stringMatching(/^\w{22}$/)]]);
  expect(rowOf(worker)).toMatchObject({ status: 'delivered', receipt: sent()[0]?.[1] });
});

test.each(['reset-after', 'error-500', 'reset-before'] as const)(
  'a mail whose answer is lost (%s) is for a person, and never sent again',
  async (kind) => {
    const worker = await workerOf(sendMail, at.standIn);
    at.standIn.faults.add([{ kind }]);
    await worker.receive(mail);
    await worker.receive(mail);
    expect(worker.buried()).toEqual(['OUTCOME_UNKNOWN']);
    expect(at.standIn.journal.arrivalsCount).toBe(1);
  },
);

test('a sender that nobody verified makes all of them wait, and ends none', async () => {
  const worker = await workerOf(sendMail, at.standIn);
  await worker.receive({ ...mail, from: { email: 'shop@unverified.example' } });
  expect(worker.told()).toEqual(['deferred REFUSED_FOR_ALL from']);
  expect(worker.lines[0]?.fields.error).toMatchObject({
    message: expect.stringContaining('look at the account'),
  });
  expect([worker.buried(), sent()]).toEqual([[], []]);
});

test('a used-up limit is waited for until its reset, and costs no attempt', async () => {
  at.standIn.setLimit({ requests: 1, windowMs: 60_000 });
  const worker = await workerOf(sendMail, at.standIn);
  await worker.receive(mail);
  await worker.receive(mail, 'event-2');
  expect(worker.told()).toEqual(['delivered', 'deferred']);
  expect(worker.deferred).toMatchObject([{ waitMs: 60_000 }]);
});

test('a mail that names nobody ends its own event', async () => {
  const worker = await workerOf(sendMail, at.standIn);
  await worker.receive({ ...mail, to: { email: 'eve' } });
  expect(worker.told()).toEqual(['dead-lettered REQUEST_REJECTED personalizations.0.to.0.email']);
});

const welcome = customersTo(sendMail, ({ email, firstName }) => ({
  ...mail,
  to: { email, name: firstName },
}));

test('a deployment sends each mail once, and its key stands in no line, alert or item', async () => {
  const { publish, statuses, thirdParty } = told(welcome, sendgrid);
  await publish(1, 2, 3);
  expect(statuses()).toEqual([202, 202, 202]);
  expect(thirdParty.reception.journal.effects).toHaveLength(3);
});
