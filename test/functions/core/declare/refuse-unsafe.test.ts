import { expect, test } from 'vitest';
import { defineIntegration } from '../../../../functions/core/declare/integration.ts';
import type { Operation } from '../../../../functions/core/declare/operation.ts';
import { createThing, type ThingParams, thingIntegration } from '../../../fixtures/fixture-integration.ts';

const update = () => ({ method: 'PUT', path: '/things/1' }) as const;
/** As a declaration that gets round the types says it. */
const odd = (changes: object) => changes as Partial<Operation<ThingParams>>;

test('what cannot be repeated leads to no other request', () => {
  expect(() => createThing({ by: 'never' }, odd({ followUp: update }))).toThrow(
    /^operation "create-thing": repeats by "never" and has a followUp; /,
  );
  expect(() => createThing({ by: 'upsert' }, odd({ followUp: update }))).not.toThrow();
});

test.each([199, 207, 300, 409])('a %d is no yes to one request', (status) => {
  expect(() => createThing({ by: 'upsert' }, odd({ accepts: [204, status] }))).toThrow(
    `operation "create-thing": accepts ${status}; only a 2xx other than 207 says yes`,
  );
});

test('a receipt that stands in no answer is refused', () => {
  expect(() => createThing({ by: 'upsert' }, { receipt: () => 'done' })).toThrow(
    /^operation "create-thing": has a receipt of no answer; read it, or say receipt: 'none' and accepts$/,
  );
  expect(() =>
    createThing({ by: 'upsert' }, { receipt: ({ statusCode }) => (statusCode === 204 ? 'done' : undefined) }),
  ).toThrow('has a receipt of no answer');
  expect(() =>
    createThing({ by: 'upsert' }, { receipt: ({ headers }) => headers.location?.split('/').at(-1) }),
  ).not.toThrow();
});

test('an operation that nobody has looked at is refused where an integration is made of it', () => {
  const unseen = { ...createThing({ by: 'never' }), ...odd({ followUp: update }) } as Operation<ThingParams>;
  expect(() => defineIntegration({ ...thingIntegration(), operation: unseen })).toThrow(
    'repeats by "never" and has a followUp',
  );
});
