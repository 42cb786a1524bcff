import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { datedClient } from '../../../../functions/core/aws/dated-client.ts';
import type { DatedAnswer } from '../../../../functions/core/pace/service-time.ts';

const date = 'Sun, 01 Mar 2026 00:00:07 GMT';
const dateMs = Date.UTC(2026, 2, 1, 0, 0, 7);

function dated(answer: () => unknown) {
  const heard: DatedAnswer[] = [];
  let nowMs = 100;
  const client = {
    send: async () => {
      nowMs += 20;
      return answer();
    },
  } as unknown as Pick<DynamoDBClient, 'send'>;
  const { send } = datedClient(client, { monotonicMs: () => nowMs, hear: (one) => heard.push(one) });
  return { heard, send: () => send({} as never) as Promise<unknown> };
}

test('an answer tells when it was asked for, heard and stamped, and comes as it was', async () => {
  const output = { Item: { id: { S: 'one' } }, $metadata: { httpStatusCode: 200, date } };
  const { heard, send } = dated(() => output);
  expect(await send()).toBe(output);
  expect(heard).toEqual([{ askedMs: 100, heardMs: 120, dateMs }]);
});

test('so does a refusal, which is thrown as it was', async () => {
  const refusal = Object.assign(new Error('no'), { $metadata: { httpStatusCode: 400, date } });
  const { heard, send } = dated(() => {
    throw refusal;
  });
  await expect(send()).rejects.toBe(refusal);
  expect(heard).toEqual([{ askedMs: 100, heardMs: 120, dateMs }]);
});

test('an answer without a date, with one that cannot be read, and no answer at all tell nothing', async () => {
  const answers = [
    () => ({ $metadata: { httpStatusCode: 200 } }),
    () => ({ $metadata: { date: 'yesterday' } }),
    () => ({}),
    () => undefined,
  ];
  for (const answer of answers) {
    const { heard, send } = dated(answer);
    await send();
    expect(heard).toEqual([]);
  }
  const { heard, send } = dated(() => {
    throw undefined;
  });
  await expect(send()).rejects.toBeUndefined();
  expect(heard).toEqual([]);
});
