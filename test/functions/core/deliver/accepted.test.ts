import { expect, test } from 'vitest';
import type { Operation } from '../../../../functions/core/declare/operation.ts';
import {
  byLookup,
  createThing,
  type ThingParams,
  thingIntegration,
} from '../../../fixtures/fixture-integration.ts';
import { type Answer, answer, created } from './loopback-third-party.ts';
import { record, rowOf, sandbox } from './sandbox.ts';

const empty =
  (status: number): Answer =>
  (response) =>
    response.writeHead(status).end();
const cut: Answer = (response) =>
  response.writeHead(200, { 'content-length': '100' }).end('{"id":"', () => response.destroy());

const accepting = (repeat?: Operation<ThingParams>['repeat']) =>
  thingIntegration(createThing(repeat, { receipt: () => undefined, accepts: [200, 202, 204] }));

test.each([200, 202, 204])(
  'a %d without a word is a delivery without a receipt where the operation accepts it',
  async (status) => {
    for (const repeat of [undefined, { by: 'upsert' }, byLookup, { by: 'never' }] as const) {
      const one = await sandbox({ integration: accepting(repeat), script: [empty(status)] });
      expect(await one.batch(record())).toEqual([]);
      expect(one.calls).toHaveLength(1);
      expect(rowOf(one)).toMatchObject({ status: 'delivered', attempts: 1, outcomeUnknown: false });
      expect(rowOf(one)).toHaveProperty('receipt', undefined);
      expect(one.dead).toEqual([]);
    }
  },
);

test('where ids are the rule, one answer without may be accepted, and one with an id has its receipt', async () => {
  const integration = thingIntegration(createThing(undefined, { accepts: [204] }));
  const one = await sandbox({ integration, script: [created] });
  await one.batch(record());
  expect(rowOf(one)).toMatchObject({ status: 'delivered', receipt: 'thing_1' });
});

test.each([
  ['a status that it does not name', empty(201)],
  ['a body that was cut', cut],
])('%s is not accepted', async (_name, script) => {
  const one = await sandbox({ integration: accepting(), script: [script] });
  await one.batch(record());
  expect(rowOf(one)).toMatchObject({ status: 'waiting', outcomeUnknown: true });
});

const saidYes =
  'status 204 without an id that could be read: it said yes; check the contract — Look at the third party';

test('a yes that cannot be read is repeated under its key twice, and then it is for a person', async () => {
  const one = await sandbox({ script: [empty(204), empty(204), empty(204), created] });
  for (let n = 0; n < 4; n += 1) await one.batch(record());
  expect(one.calls).toHaveLength(3);
  expect(new Set(one.calls.map(({ key, body }) => `${key} ${body}`)).size).toBe(1);
  expect(one.dead).toMatchObject([{ diagnosis: { code: 'OUTCOME_UNKNOWN', stage: 'settle', attempts: 3 } }]);
  expect(one.dead[0]?.diagnosis.advice).toContain(saidYes);
});

test('a yes that cannot be read is said to be one, whatever the third party says beside it', async () => {
  const one = await sandbox({ script: [answer(200, { error: { message: 'so be it' } })] });
  await one.batch(record());
  expect(one.lines[0]?.fields.error).toMatchObject({
    code: 'UNREADABLE_RESPONSE',
    message: 'so be it without an id that could be read: it said yes; check the contract',
  });
});

test('what comes between them is not counted, and does not make them forgotten', async () => {
  const script = [empty(204), answer(503), answer(429), empty(204), answer(503), empty(204)];
  const one = await sandbox({ script });
  for (let n = 0; n < 5; n += 1) await one.batch(record());
  expect(rowOf(one)).toMatchObject({ status: 'waiting', last: { code: 'SERVER_ERROR', unreadable: 2 } });
  await one.batch(record());
  expect(one.dead).toMatchObject([{ diagnosis: { code: 'OUTCOME_UNKNOWN' } }]);
});

test('an answer that was cut may come whole the next time, and is asked for as long as any', async () => {
  const one = await sandbox({ script: [cut, cut, cut, cut, created] });
  await one.batch(record());
  expect(one.lines[0]?.fields.error).toMatchObject({
    code: 'UNREADABLE_RESPONSE',
    message: 'status 200, cut off before its end',
  });
  for (let n = 0; n < 4; n += 1) await one.batch(record());
  expect(rowOf(one)).toMatchObject({ status: 'delivered', attempts: 5 });
});

test('an answer that is longer than any that is read will be as long the next time', async () => {
  const long: Answer = (response) => response.writeHead(200).end(`{"rest":"${'x'.repeat(300_000)}"}`);
  const one = await sandbox({ script: [long, long, long] });
  for (let n = 0; n < 3; n += 1) await one.batch(record());
  expect(one.dead).toMatchObject([{ diagnosis: { code: 'OUTCOME_UNKNOWN', attempts: 3 } }]);
});

test('a delivery that is redriven from there has all its tries again', async () => {
  const script = [empty(204), empty(204), empty(204), empty(204), created];
  const one = await sandbox({ script });
  for (let n = 0; n < 3; n += 1) await one.batch(record());
  const diagnosis = { stringValue: JSON.stringify(one.dead[0]?.diagnosis), dataType: 'String' };
  for (let n = 0; n < 2; n += 1) await one.batch(record(undefined, { diagnosis }));
  expect(one.calls.map(({ key }) => key?.slice(-2) === '-1')).toEqual([false, false, false, true, true]);
  expect(rowOf(one)).toMatchObject({ status: 'delivered', receipt: 'thing_1' });
});

test('an id of 250,000 bytes is kept by its length: it is none', async () => {
  const huge: Answer = (response) =>
    response
      .writeHead(201)
      .end(Buffer.concat([Buffer.from('{"id":"'), Buffer.alloc(250_000, 0xff), Buffer.from('"}')]));
  const one = await sandbox({ script: [huge] });
  await one.batch(record());
  expect(rowOf(one)).toMatchObject({ status: 'delivered', receipt: '«250000 characters»' });
});
