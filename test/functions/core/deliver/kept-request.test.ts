import { expect, test } from 'vitest';
import { thingBody } from '../../../fixtures/fixture-integration.ts';
import { created, hang } from './loopback-third-party.ts';
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
