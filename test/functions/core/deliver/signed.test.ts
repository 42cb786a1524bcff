import { expect, test } from 'vitest';
import { authorizeBy } from '../../../../functions/core/declare/authorize.ts';
import { unseal } from '../../../../functions/core/redact/seal.ts';
import {
  createThing,
  thingBody,
  thingDestination,
  thingIntegration,
} from '../../../fixtures/fixture-integration.ts';
import { created, hang } from './loopback-third-party.ts';
import { parkedRecheckMs } from './memory-ports.ts';
import { record, rowOf, sandbox } from './sandbox.ts';

const signing = (made: Parameters<typeof authorizeBy>[0]) =>
  thingIntegration(
    createThing(undefined, { destination: thingDestination({ authorize: authorizeBy(made) }) }),
  );

test('each attempt is signed anew over the same bytes, and no signature is kept for the next', async () => {
  let signatures = 0;
  const one = await sandbox({
    integration: signing(({ body }) => {
      signatures += 1;
      return {
        headers: { authorization: `Signed ${signatures}` },
        body: body.replace('}', ',"proof":"once"}'),
      };
    }),
    script: [hang, created],
  });
  const first = record();
  await one.batch(first);
  const kept = unseal(rowOf(one)?.request ?? '', thingBody()) ?? '';
  expect(kept).toContain('Ada Lovelace');
  expect(kept).not.toMatch(/Signed|proof/);
  await one.batch(record());
  expect(one.calls.map(({ authorization }) => authorization)).toEqual(['Signed 1', 'Signed 2']);
  expect(one.calls[1]?.body).toBe('{"reference":"r1","name":"Ada Lovelace","proof":"once"}');
  expect(one.calls[1]?.body).toBe(one.calls[0]?.body);
});

test('a secret that nothing can be signed with parks the destination; no event is to blame', async () => {
  const one = await sandbox({
    integration: signing(() => {
      throw new Error('unsupported key');
    }),
  });
  const first = record();
  expect(await one.batch(first)).toEqual([first.messageId]);
  expect(one.calls).toEqual([]);
  expect(one.dead).toEqual([]);
  expect(one.deferred.map(({ waitMs }) => waitMs)).toEqual([parkedRecheckMs]);
  expect(one.account.parking).toMatchObject({
    reason: 'nothing can be signed with the secret (Error): "secret check" says more',
    refusedVersion: 'v1',
  });
});
