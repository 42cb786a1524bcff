import { expect, test } from 'vitest';
import type { Destination } from '../../../../functions/core/declare/destination.ts';
import type { Operation } from '../../../../functions/core/declare/operation.ts';
import {
  byLookup,
  createThing,
  type ThingParams,
  thingDestination,
  thingIntegration,
} from '../../../fixtures/fixture-integration.ts';
import { type Answer, answer, created } from './loopback-third-party.ts';
import { record, rowOf, sandbox } from './sandbox.ts';

/** Quotes a value, as errors of parsers do. */
const broken = () => {
  throw new TypeError('cannot read Ada Lovelace');
};

interface Broken {
  readonly operation?: Partial<Operation<ThingParams>>;
  readonly destination?: Partial<Destination>;
}

/** A delivery whose declaration cannot deal with the answer that comes. */
async function answered(script: readonly Answer[], { operation, destination }: Broken) {
  const one = createThing(byLookup, { destination: thingDestination(destination), ...operation });
  const here = await sandbox({ integration: thingIntegration(one), script });
  const message = record();
  const comesBack = (await here.batch(message)).includes(message.messageId);
  return { ...here, row: rowOf(here), comesBack };
}

const badPath = () => ({ method: 'PUT', path: '/a/../b' }) as const;
const tooLarge = () =>
  ({ method: 'PUT', path: '/b', body: { encoding: 'json', value: 'x'.repeat(300_000) } }) as const;
const halfACharacter = () =>
  ({ method: 'PUT', path: '/b', body: { encoding: 'form', value: { name: '\ud800' } } }) as const;

test.each([
  ['cannot be told', broken, 'TypeError'],
  ['leads elsewhere than its path says', badPath, 'RangeError'],
  ['is larger than any request may be', tooLarge, 'RangeError'],
  ['cannot be written', halfACharacter, 'URIError'],
])(
  'a refusal whose follow-up %s ends as a refusal, with its attempt counted and the reason',
  async (_, followUp, name) => {
    const one = await answered([answer(409)], { operation: { followUp } });
    expect(one.comesBack).toBe(false);
    expect(one.calls).toHaveLength(1);
    expect(one.dead).toMatchObject([
      { diagnosis: { code: 'REQUEST_REJECTED', stage: 'attempt', attempts: 1, statusCode: 409 } },
    ]);
    expect(one.dead[0]?.diagnosis.advice).toContain(
      `status 409; what it leads to cannot be made (${name}) — `,
    );
    expect(JSON.stringify(one.dead)).not.toContain('cannot read');
    expect(one.outcomes()).toEqual(['delivery.attempted dead-lettered']);
    expect(one.row).toMatchObject({ status: 'dead-lettered', attempts: 1 });
  },
);

test.each<[string, Broken]>([
  ['whether it is one', { destination: { judge: broken } }],
  ['its error', { destination: { readError: broken } }],
  ['its limit', { destination: { readLimit: broken } }],
])('a refusal of which a declaration cannot tell %s is a refusal all the same', async (_, declared) => {
  const one = await answered([answer(400)], declared);
  expect(one.dead).toMatchObject([{ diagnosis: { code: 'REQUEST_REJECTED', attempts: 1, statusCode: 400 } }]);
  expect(JSON.stringify(one.lines)).not.toContain('cannot read');
});

test.each<[string, Broken]>([
  ['whether it is one', { destination: { judge: broken } }],
  ['its limit', { destination: { readLimit: broken } }],
])('a success of which a declaration cannot tell %s is a success all the same', async (_, declared) => {
  const one = await answered([created], declared);
  expect(one.row).toMatchObject({ status: 'delivered', attempts: 1, receipt: 'thing_1' });
});

test('a success whose receipt cannot be read is an unknown outcome, and comes back', async () => {
  const one = await answered([created], { operation: { receipt: broken } });
  expect(one.comesBack).toBe(true);
  expect(one.row).toMatchObject({
    status: 'waiting',
    attempts: 1,
    outcomeUnknown: true,
    last: { code: 'UNREADABLE_RESPONSE', statusCode: 201 },
  });
});

test('a newer secret that names an address that must not be called parks, with what was learned kept', async () => {
  const one = await sandbox({
    script: [answer(401)],
    credentials: (baseUrl) => ({
      get: async () => ({ credentials: { apiKey: 'sk_1', baseUrl }, version: 'v1' }),
      refreshed: async () => ({ credentials: { apiKey: 'sk_2', baseUrl: 'no address' }, version: 'v2' }),
    }),
  });
  const message = record();
  expect(await one.batch(message)).toEqual([message.messageId]);
  expect(one.calls).toHaveLength(1);
  expect(one.account.parking).toMatchObject({ refusedVersion: 'v2' });
  expect(one.outcomes()).toEqual(['delivery.attempted parked']);
  expect(rowOf(one)).toMatchObject({
    status: 'waiting',
    attempts: 0,
    last: { code: 'CREDENTIALS_REJECTED', statusCode: 401 },
  });
});
