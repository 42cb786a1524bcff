import { expect, test } from 'vitest';
import { created, hang } from './loopback-third-party.ts';
import { record, rowOf, sandbox } from './sandbox.ts';

type Sandbox = Awaited<ReturnType<typeof sandbox>>;

/** From now on the mapping takes no event. */
function skipAll({ parts }: Sandbox): void {
  const { integration } = parts;
  const map = () => ({
    skipped: 'no consent',
    report: { defaulted: [], coerced: [], unmapped: [] },
  });
  Object.assign(parts, { integration: { ...integration, map: { ...integration.map, map } } });
}

test('an event that the mapping skips is acknowledged without a call, a write or a dead letter, and told', async () => {
  const one = await sandbox();
  skipAll(one);
  expect(await one.batch(record())).toEqual([]);
  expect([one.calls, one.dead, one.outcomes(), rowOf(one)]).toEqual([
    [],
    [],
    ['delivery.settled skipped'],
    undefined,
  ]);
  expect(one.lines.at(-1)).toMatchObject({ level: 'info', fields: { reason: 'no consent' } });
});

test('an event that comes back without an attempt is skipped for good', async () => {
  const one = await sandbox();
  skipAll(one);
  const again = record();
  again.attributes.ApproximateReceiveCount = '2';
  expect(await one.batch(again)).toEqual([]);
  expect([one.calls, one.dead, one.outcomes()]).toEqual([[], [], ['delivery.settled skipped']]);
  expect(await one.batch(again)).toEqual([]);
  expect(one.outcomes()).toEqual(['delivery.settled skipped', 'delivery.settled duplicate']);
});

test('a mapping that skips by now does not keep back what was sent already', async () => {
  const one = await sandbox({ script: [hang, created] });
  await one.batch(record());
  skipAll(one);
  const again = record();
  again.attributes.ApproximateReceiveCount = '2';
  expect(await one.batch(again)).toEqual([]);
  expect(one.calls[1]).toEqual(one.calls[0]);
  expect(rowOf(one)).toMatchObject({ status: 'delivered', attempts: 2 });
});
