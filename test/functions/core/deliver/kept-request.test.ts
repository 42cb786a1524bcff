import { expect, test } from 'vitest';
import { createThing, thingBody, thingIntegration } from '../../../fixtures/fixture-integration.ts';
import { answer, created, hang } from './loopback-third-party.ts';
import { record, rowOf, sandbox } from './sandbox.ts';

test('a mapping that changes between two attempts does not change what is sent again under a key', async () => {
  const one = await sandbox({ script: [hang, created] });
  await one.batch(record());
  const { integration } = one.parts;
  const map = () => ({
    output: { reference: 'r1', name: 'changed' },
    report: { defaulted: [], coerced: [], unmapped: [] },
  });
  Object.assign(one.parts, { integration: { ...integration, map: { ...integration.map, map } } });
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls[1]).toEqual(one.calls[0]);
  expect(rowOf(one)).toMatchObject({ status: 'delivered', attempts: 2 });
});

test('another text of the same event waits for the message that was sent for', async () => {
  const one = await sandbox({ script: [hang, created] });
  const first = record();
  await one.batch(first);
  const other = record(`${thingBody()} `);
  expect(await one.batch(other)).toEqual([other.messageId]);
  expect(one.calls).toHaveLength(1);
  expect(rowOf(one)).toMatchObject({ status: 'waiting', attempts: 1, outcomeUnknown: true });
  expect(await one.batch(first)).toEqual([]);
  expect(await one.batch(other)).toEqual([]);
  expect(one.calls).toHaveLength(2);
});

test('a mapping that fails by now does not keep back what was sent already', async () => {
  const one = await sandbox({ script: [hang, created] });
  await one.batch(record());
  const { integration } = one.parts;
  const map = () => {
    throw new TypeError('broken by a deploy');
  };
  Object.assign(one.parts, { integration: { ...integration, map: { ...integration.map, map } } });
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls[1]).toEqual(one.calls[0]);
});

type Sandbox = Awaited<ReturnType<typeof sandbox>>;

/** The next deployment maps otherwise. */
function mendMapping({ parts }: Sandbox): void {
  const { integration } = parts;
  const map = () => ({
    output: { reference: 'r1', name: 'mended' },
    report: { defaulted: [], coerced: [], unmapped: [] },
  });
  Object.assign(parts, { integration: { ...integration, map: { ...integration.map, map } } });
}

/** An operator sends back the newest dead letter. */
async function redrive(one: Sandbox): Promise<void> {
  const diagnosis = { stringValue: JSON.stringify(one.dead.at(-1)?.diagnosis), dataType: 'String' };
  one.clock.nowMs += 60_000;
  await one.batch(record(thingBody(), { diagnosis }));
}

const refused = answer(422, { error: { message: 'no such field' } });
const sentNames = ({ calls }: Sandbox) => calls.map(({ body }) => JSON.parse(body).name);
const sentKeys = ({ calls }: Sandbox) => calls.map(({ key }) => key?.replace(/^.*[0-9a-f]{64}/, ''));

test('what was refused and is redriven goes as the mended mapping makes it, each time under a key of its own', async () => {
  const one = await sandbox({ script: [refused, refused, created] });
  await one.batch(record());
  mendMapping(one);
  await redrive(one);
  await redrive(one);
  expect(sentNames(one)).toEqual(['Ada Lovelace', 'mended', 'mended']);
  expect(sentKeys(one)).toEqual(['', '-1', '-2']);
  expect(one.dead.map(({ diagnosis }) => diagnosis.code)).toEqual(['REQUEST_REJECTED', 'REQUEST_REJECTED']);
  expect(rowOf(one)).toMatchObject({ status: 'delivered', receipt: 'thing_1' });
});

test('a redriven request whose outcome is unknown by now keeps its new key and its new bytes', async () => {
  const one = await sandbox({ script: [refused, hang, created] });
  await one.batch(record());
  await redrive(one);
  mendMapping(one);
  await one.batch(record());
  expect(sentNames(one)).toEqual(['Ada Lovelace', 'Ada Lovelace', 'Ada Lovelace']);
  expect(sentKeys(one)).toEqual(['', '-1', '-1']);
});

test('the window of a new key begins when it is first sent, not when the old one was', async () => {
  const one = await sandbox({ script: [refused, hang, created] });
  await one.batch(record());
  one.clock.nowMs += 23 * 3_600_000;
  await redrive(one);
  one.clock.nowMs += 2 * 3_600_000;
  await one.batch(record());
  expect(sentKeys(one)).toEqual(['', '-1', '-1']);
  expect(rowOf(one)).toMatchObject({ status: 'delivered' });
});

test('what was refused after an outcome that nobody knows keeps key and bytes, and says why', async () => {
  const one = await sandbox({ script: [hang, refused, created] });
  await one.batch(record());
  await one.batch(record());
  expect(one.dead[0]?.diagnosis).toMatchObject({
    code: 'REQUEST_REJECTED',
    advice: expect.stringContaining(
      'no such field; an earlier request may have been carried out, so that a redrive sends the same bytes under the same key',
    ),
  });
  mendMapping(one);
  await redrive(one);
  expect(one.calls[2]).toEqual(one.calls[0]);
  expect(rowOf(one)).toMatchObject({ status: 'delivered' });
});

test('refused twice after an outcome that nobody knows it is for a person, and then goes anew', async () => {
  const one = await sandbox({ script: [hang, refused, answer(503), refused, created] });
  await one.batch(record());
  await one.batch(record());
  mendMapping(one);
  await redrive(one);
  await one.batch(record());
  expect(one.dead.map(({ diagnosis }) => diagnosis.code)).toEqual(['REQUEST_REJECTED', 'OUTCOME_UNKNOWN']);
  expect(one.dead[1]?.diagnosis.advice).toContain('it was refused under its key again');
  await redrive(one);
  expect(sentNames(one)).toEqual([...Array(4).fill('Ada Lovelace'), 'mended']);
  expect(sentKeys(one)).toEqual(['', '', '', '', '-1']);
  expect(rowOf(one)).toMatchObject({ status: 'delivered', last: { refused: undefined } });
});

test('without a key a refusal is a refusal, whatever went before it', async () => {
  const integration = thingIntegration(createThing({ by: 'upsert' }));
  const one = await sandbox({ integration, script: [hang, refused, refused] });
  await one.batch(record());
  await one.batch(record());
  await redrive(one);
  expect(one.dead.map(({ diagnosis }) => diagnosis.code)).toEqual(['REQUEST_REJECTED', 'REQUEST_REJECTED']);
});
