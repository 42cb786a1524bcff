import { UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { createDriftClaims } from '../../../../functions/core/aws/drift-claims.ts';
import { TableModel } from '../../../models/table.ts';

const startMs = Date.UTC(2026, 2, 1);
const dayMs = 24 * 3_600_000;

function table() {
  const clock = { nowMs: startMs };
  const model = new TableModel({
    name: 'ledger',
    partitionKey: 'id',
    timeToLiveAttribute: 'expiration',
    now: () => clock.nowMs,
  });
  let ids = 0;
  /** A sandbox's claims; `answers` is how often the SDK asks until an answer comes through. */
  const sandbox = (asks = 1) =>
    createDriftClaims({
      client: {
        send: async (command: object) => {
          expect(command).toBeInstanceOf(UpdateItemCommand);
          const { input } = command as UpdateItemCommand;
          for (let ask = 1; ask < asks; ask += 1) model.execute('UpdateItem', input);
          return model.execute('UpdateItem', input) as never;
        },
      },
      tableName: 'ledger',
      destination: 'thing',
      now: () => clock.nowMs,
      randomId: () => {
        ids += 1;
        return `id-${ids}`;
      },
    });
  return { clock, model, sandbox };
}

test('of all sandboxes the first has the drift', async () => {
  const { sandbox } = table();
  const [one, other] = [sandbox(), sandbox()];
  expect([
    await one.claim('d1'),
    await other.claim('d1'),
    await one.claim('d1'),
    await other.claim('d2'),
  ]).toEqual(['ours', 'claimed', 'claimed', 'ours']);
  await one.told('d1');
  expect(await other.claim('d1')).toBe('told');
});

test('the item is one that the role of the function lets it at, and that DynamoDB deletes after 28 days', async () => {
  const { sandbox, model } = table();
  const one = sandbox();
  await one.claim('d1');
  await one.told('d1');
  expect(model.items()).toEqual([
    {
      id: { S: 'destination#thing#drift#d1' },
      expiration: { N: `${startMs / 1_000 + 28 * 24 * 3_600}` },
      claimant: { S: 'id-1' },
      v: { N: '1' },
    },
  ]);
});

test('after 28 days it is told again, whether the item is deleted or not', async () => {
  const { clock, sandbox } = table();
  const { claim, told } = sandbox();
  await claim('d1');
  await told('d1');
  clock.nowMs += 27 * dayMs;
  expect(await claim('d1')).toBe('told');
  clock.nowMs += dayMs - 1_000;
  expect(await claim('d1')).not.toBe('ours');
  clock.nowMs += 1_000;
  expect(await claim('d1')).toBe('ours');
  expect(await claim('d1')).toBe('claimed');
});

test('a claim that nobody has kept passes to another after five minutes', async () => {
  const { clock, sandbox } = table();
  await sandbox().claim('d1');
  clock.nowMs += 5 * 60_000 - 1_000;
  expect(await sandbox().claim('d1')).toBe('claimed');
  clock.nowMs += 1_000;
  expect(await sandbox().claim('d1')).toBe('ours');
});

test('whose first answer was lost under way has it all the same', async () => {
  const { sandbox } = table();
  expect(await sandbox(2).claim('d1')).toBe('ours');
});

test('a ledger that cannot be reached is an error', async () => {
  const { claim } = createDriftClaims({
    client: { send: () => Promise.reject(new TypeError('fetch failed')) },
    tableName: 'ledger',
    destination: 'thing',
    now: () => startMs,
    randomId: () => 'id',
  });
  await expect(claim('d1')).rejects.toThrow('fetch failed');
});
