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

test('every other 2xx is', () => {
  for (const status of [200, 201, 202, 203, 204, 205, 206, 208, 226, 299])
    expect(() => createThing({ by: 'upsert' }, odd({ accepts: [status] }))).not.toThrow();
});

test('a key that is cut to fewer than 32 characters may meet another', () => {
  const keyed = (maxLength?: number) =>
    createThing({ by: 'key', header: 'k', windowMs: 1, ...(maxLength === undefined ? {} : { maxLength }) });
  expect(() => keyed(31)).toThrow(
    /^operation "create-thing": keys of 31 characters may meet; 32 is the least$/,
  );
  expect(() => keyed(32)).not.toThrow();
  expect(() => keyed()).not.toThrow();
});

test('a receipt is made up when one status by itself, or an empty body, has one', () => {
  const made = (receipt: Operation<ThingParams>['receipt']) => () =>
    createThing({ by: 'upsert' }, { receipt });
  for (const status of [200, 201, 202, 204])
    expect(made(({ statusCode }) => (statusCode === status ? 'done' : undefined))).toThrow('of no answer');
  expect(made(({ body }) => (body === '' ? 'done' : undefined))).toThrow('of no answer');
  expect(made(({ body }) => JSON.parse(body).id)).not.toThrow();
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

test('a name under which a role would reach what is another’s makes no integration', () => {
  const integration = thingIntegration();
  const { operation } = integration;
  const elsewhere = { ...operation, destination: { ...operation.destination, name: 'Thing/2' } };
  expect(() => defineIntegration({ ...integration, name: 'ledger' })).toThrow(
    'integration name "ledger": it is another\'s',
  );
  expect(() => defineIntegration({ ...integration, name: 'Thing' })).toThrow('integration name "Thing": use');
  expect(() => defineIntegration({ ...integration, operation: elsewhere })).toThrow(
    'destination name "Thing/2": use',
  );
});

test('an operation that nobody has looked at is refused where an integration is made of it', () => {
  const unseen = { ...createThing({ by: 'never' }), ...odd({ followUp: update }) } as Operation<ThingParams>;
  expect(() => defineIntegration({ ...thingIntegration(), operation: unseen })).toThrow(
    'repeats by "never" and has a followUp',
  );
});
