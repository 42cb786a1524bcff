import type { Context } from 'aws-lambda';
import { expect, test } from 'vitest';
import { deliverBatch } from '../../../../functions/core/deliver/batch.ts';
import type { Ledger } from '../../../../functions/core/deliver/ledger.ts';
import { byLookup, createThing, thingBody, thingIntegration } from '../../../fixtures/fixture-integration.ts';
import { answer, created } from './loopback-third-party.ts';
import { startMs } from './memory-ports.ts';
import { record, rowOf, sandbox } from './sandbox.ts';

test('an event that the third party takes is delivered', async () => {
  const one = await sandbox({ script: [created] });
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls).toEqual([
    {
      method: 'POST',
      path: '/things',
      key: expect.stringMatching(/^interlock-thing-made-to-thing-[0-9a-f]{64}$/),
      authorization: 'Bearer sk_1',
      body: '{"reference":"r1","name":"Ada Lovelace"}',
    },
  ]);
  expect(rowOf(one)).toMatchObject({
    status: 'delivered',
    attempts: 1,
    outcomeUnknown: false,
    receipt: 'thing_1',
    last: { code: 'OK', statusCode: 201 },
  });
  expect(one.outcomes()).toEqual(['delivery.attempted delivered']);
  expect(one.counts).toEqual(['Delivered']);
});

test('a server error is tried again with a growing wait, by the same key and the same bytes', async () => {
  const one = await sandbox({ script: [answer(500), answer(500), created] });
  await one.batch(record());
  await one.batch(record());
  expect(one.deferred.map(({ waitMs }) => waitMs)).toEqual([2_500, 5_000]);
  expect(rowOf(one)).toMatchObject({
    status: 'waiting',
    attempts: 2,
    backedOffMs: 7_500,
    outcomeUnknown: true,
  });
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls).toEqual([one.calls[0], one.calls[0], one.calls[0]]);
  expect(rowOf(one)).toMatchObject({ status: 'delivered', attempts: 3, outcomeUnknown: false });
  expect(one.lines.map(({ fields }) => fields.attempt)).toEqual([1, 2, 3]);
});

test('what the third party refuses is safe in the dead-letter queue before the ledger calls it dead', async () => {
  const one = await sandbox({
    script: [
      answer(
        400,
        { error: { code: 'bad_name', message: 'No "Ada Lovelace" here' } },
        { 'request-id': 'req_1' },
      ),
    ],
  });
  const message = record();
  expect(await one.batch(message)).toEqual([]);
  expect(one.steps).toEqual(['buried', 'put down dead-lettered']);
  expect(one.dead).toEqual([
    {
      body: message.body,
      diagnosis: {
        code: 'REQUEST_REJECTED',
        stage: 'attempt',
        attempts: 1,
        firstReceivedAt: '2026-03-01T00:00:00.000Z',
        failedAt: '2026-03-01T00:00:00.000Z',
        destination: 'thing',
        statusCode: 400,
        requestId: 'req_1',
        thirdPartyCode: 'bad_name',
        fingerprint: expect.stringMatching(/^[0-9a-f]{12}$/),
        advice: expect.stringMatching(/^No "«name»" here — /),
      },
    },
  ]);
  expect(rowOf(one)).toMatchObject({ status: 'dead-lettered', failedAtMs: startMs });
});

test('a redriven dead letter is delivered, and what is not redriven stays settled', async () => {
  const one = await sandbox({ script: [answer(400), created] });
  await one.batch(record());
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls).toHaveLength(1);
  const diagnosis = {
    stringValue: JSON.stringify(one.dead[0]?.diagnosis),
    dataType: 'String',
  };
  expect(await one.batch(record(thingBody(), { diagnosis }))).toEqual([]);
  expect(rowOf(one)).toMatchObject({ status: 'delivered', attempts: 1 });
});

test('when the dead-letter queue does not take it, the message comes back and the delivery is not dead', async () => {
  const one = await sandbox({ script: [answer(400)], buries: false });
  const message = record();
  expect(await one.batch(message)).toEqual([message.messageId]);
  expect(one.steps).toEqual(['buried', 'put down waiting']);
  expect(rowOf(one)).toMatchObject({ status: 'waiting', attempts: 1 });
});

test('a conflict that names the thing leads to its update, in the same invocation', async () => {
  const operation = createThing(byLookup, {
    followUp: ({ name }, { statusCode, body }) =>
      statusCode === 409
        ? {
            method: 'PUT',
            path: `/things/${(JSON.parse(body) as { existing: string }).existing}`,
            body: { encoding: 'json', value: { name } },
          }
        : undefined,
  });
  const one = await sandbox({
    integration: thingIntegration(operation),
    script: [answer(409, { existing: 'thing_7' }), answer(200, { id: 'thing_7' })],
  });
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'POST /things',
    'PUT /things/thing_7',
  ]);
  expect(one.outcomes()).toEqual(['delivery.attempted retry', 'delivery.attempted delivered']);
  expect(rowOf(one)).toMatchObject({ status: 'delivered', attempts: 2, receipt: 'thing_7' });
});

test('what the ledger could not keep comes back when the lease is over', async () => {
  const one = await sandbox({ script: [created] });
  one.ledger.keeps = false;
  const message = record();
  expect(await one.batch(message)).toEqual([message.messageId]);
  expect(one.deferred).toEqual([{ messageId: message.messageId, waitMs: 31_000 }]);
});

test('a ledger that cannot be reached sends nothing and brings the message back', async () => {
  const one = await sandbox({ script: [created] });
  const message = record();
  const ledger: Ledger = { withLease: () => Promise.reject(new Error('unreachable')) };
  const invocation = { ledger, remainingMs: () => 30_000 };
  expect(await deliverBatch(one.parts, invocation, { Records: [message] }, {} as Context)).toEqual({
    batchItemFailures: [{ itemIdentifier: message.messageId }],
  });
  expect(one.calls).toEqual([]);
  expect(one.outcomes()).toEqual(['delivery.failed']);
});

test('a mapping that fails undeclared ends as unmappable, without a call and without a value', async () => {
  const integration = thingIntegration(createThing({ by: 'never' }));
  const map = () => {
    throw new TypeError('cannot read Ada Lovelace');
  };
  const one = await sandbox({ integration: { ...integration, map: { ...integration.map, map } } });
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls).toEqual([]);
  expect(one.dead).toMatchObject([{ diagnosis: { code: 'UNMAPPABLE', stage: 'map', attempts: 0 } }]);
  expect(JSON.stringify(one.dead[0]?.diagnosis)).toContain('data: the mapping failed with TypeError');
  expect(JSON.stringify(one.dead[0]?.diagnosis)).not.toContain('Ada');
});

test('an input that makes no request ends as unmappable, without a call', async () => {
  const request = () => {
    throw new URIError('half a character of Ada');
  };
  const integration = thingIntegration(createThing({ by: 'never' }, { request }));
  const one = await sandbox({ integration });
  expect(await one.batch(record())).toEqual([]);
  expect(one.calls).toEqual([]);
  expect(one.dead).toMatchObject([{ diagnosis: { code: 'UNMAPPABLE', stage: 'map' } }]);
  expect(JSON.stringify(one.dead[0]?.diagnosis)).not.toContain('Ada');
});
