import { describe, expect, it } from 'vitest';
import { declareContract, probed } from '../../../../functions/core/declare/contract.ts';
import { defineDestination } from '../../../../functions/core/declare/destination.ts';
import {
  contractIn,
  destinationIn,
  integrationIn,
} from '../../../../functions/core/declare/in-environment.ts';
import { thingDestination, thingIntegration } from '../../../fixtures/fixture-integration.ts';
import { besideData } from '../../../fixtures/map-data.ts';
import { addMember, mailer, personJoinedToMailer } from '../../../fixtures/settled-integration.ts';

const settings = { mailer: { listId: 'l1', region: 'eu', plan: 'large' }, other: { listId: 'x' } };
const member = { email: 'ada@example.com', tag: 'eu' };

describe('an integration in an environment', () => {
  const { operation, map } = integrationIn(settings, personJoinedToMailer);

  it('has a destination made of its own settings, which looks like any', () => {
    const { baseUrl, rateLimits, probe, hasOwnLimits, allowedHosts } = operation.destination;
    expect({ baseUrl, rateLimits, probe, hasOwnLimits, allowedHosts }).toEqual({
      baseUrl: 'https://eu.api.mailer.example',
      rateLimits: [{ requests: 500, windowMs: 1_000 }],
      probe: { method: 'GET', path: '/lists/l1' },
      hasOwnLimits: true,
      allowedHosts: ['*.api.mailer.example'],
    });
    expect(Object.keys(operation.destination)).not.toContain('settings');
    expect(integrationIn(undefined, { ...personJoinedToMailer, operation, map }).operation).toBe(operation);
  });

  it('makes its requests of the input alone', () => {
    const { repeat, followUp, derives } = operation;
    if (repeat.by !== 'lookup') throw new TypeError('it looks up');
    const conflict = { statusCode: 409, headers: {}, body: '', bodyTruncated: false };
    expect([
      operation.request(member).path,
      repeat.request(member).path,
      followUp?.(member, conflict)?.path,
      derives?.(member),
    ]).toEqual([
      '/lists/l1/members',
      '/lists/l1/members/ada%40example.com',
      '/lists/l1/members/ada%40example.com',
      ['eu-ada@example.com'],
    ]);
  });

  it('maps with the settings beside the event', () => {
    expect(map.map({ email: 'ada@example.com' }, besideData)).toEqual({
      output: member,
      report: { defaulted: [], coerced: [], unmapped: [] },
    });
    expect(map.lineage).toContainEqual({ target: 'tag', reads: [], beside: ['settings.region'] });
  });

  it('is itself where its destination declares no settings', () => {
    const thing = thingIntegration();
    expect(integrationIn(settings, thing)).toBe(thing);
  });

  it('is refused where they are missing', () => {
    expect(() => integrationIn({ other: {} }, personJoinedToMailer)).toThrow(
      'mailer declares settings and has none here: give it some in lib/environments.ts',
    );
    expect(() => integrationIn(undefined, personJoinedToMailer)).toThrow(TypeError);
  });
});

it('a destination may have settings for its operations alone', () => {
  const plain = thingDestination();
  const declared = defineDestination({ ...plain, settings: mailer.settings });
  expect(destinationIn({ thing: settings.mailer }, declared)).toEqual(plain);
});

it('a contract knows the settings, and its operations make requests with them', () => {
  const contract = declareContract({
    destination: mailer,
    bySettings: ({ listId }) => ({
      maps: [listId],
      operations: [
        probed({
          operation: addMember,
          paths: { request: `/lists/${listId}/members` },
          distinct: (input) => input,
          withUnknown: (input) => addMember.request(input, { settings: settings.mailer as never }),
        }),
      ],
    }),
  });
  const found = contractIn(settings, [contract], mailer);
  expect([
    found?.destination.baseUrl,
    found?.maps,
    found?.operations[0]?.operation.request(member).path,
  ]).toEqual(['https://eu.api.mailer.example', ['l1'], '/lists/l1/members']);
});
