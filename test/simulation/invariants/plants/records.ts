/** What one event's records say of another, what they give away, and what they count wrongly. */

import { driftId } from '../../../../functions/core/contract/drift/drift-reporter.ts';
import type { Difference } from '../../../../functions/core/contract/lock/difference.ts';
import { deliveryKey } from '../../../../functions/core/deliver/delivery-key.ts';
import type { Evidence } from '../../evidence.ts';
import { customer } from '../../stories.ts';
import { arrive, bury, change, diagnosisAt, type Plant, say } from './plant.ts';

const toWallet = 'customer-created-to-wallet';

export const isolation: readonly Plant[] = [
  {
    about: 'a request is about two customers',
    into: (evidence) =>
      arrive(evidence, 'gazette', {
        body: '"external_client_id":"1" "external_client_id":"2"',
        path: '/contacts',
      }),
    says: ['a request to gazette is about 1 and 2: /contacts'],
  },
  {
    about: 'two customers have one key',
    into: (evidence) => {
      arrive(evidence, 'wallet', { idempotencyKey: 'one key', body: 'metadata[externalClientId]=1' });
      return arrive(evidence, 'wallet', { idempotencyKey: 'one key', body: 'metadata[externalClientId]=2' });
    },
    says: ['one key is used for 1 and 2'],
  },
  {
    about: 'a line about one customer shows another',
    into: (evidence) =>
      say(evidence, 'wallet', { eventId: 'customer-1', request: { body: 'email=customer.2%40example.com' } }),
    says: ['a line about 1 shows 2'],
  },
  {
    about: 'the dead letter of one customer tells of another',
    into: (evidence) =>
      bury(
        evidence,
        'gazette',
        customer(2).body,
        diagnosisAt('gazette', { advice: 'customer.1@example.com — mend it' }),
      ),
    says: ['a dead letter at gazette tells of 1'],
  },
];

const key = 'sk_live/0123~456=';
const forms = {
  'as it is': 'sk_live/0123~456=',
  'percent-encoded': 'sk_live%2F0123~456%3D',
  'in base64': 'c2tfbGl2ZS8wMTIzfjQ1Nj0',
  'in hexadecimal': '736b5f6c6976652f303132337e3435363d',
};
const withKey = (evidence: Evidence): Evidence => ({ ...evidence, secrets: [...evidence.secrets, key] });

export const noSecrets: readonly Plant[] = [
  ...Object.entries(forms).map(
    ([how, form]): Plant => ({
      about: `a line of log has a key ${how}`,
      into: (evidence) => say(withKey(evidence), 'wallet', { url: `/v1/${form}` }),
      says: [`a line of log holds a key: {"url":"/v1/${form}"}`],
    }),
  ),
  {
    about: 'the ledger has a key',
    into: (evidence) => {
      return change(withKey(evidence), 'an item', 'SET note = :value', { S: key });
    },
    says: [`the ledger holds a key: {"id":{"S":"an item"},"note":{"S":"${key}"}}`],
  },
  {
    about: 'an alert has a key',
    into: (evidence) => {
      const alerts = [{ atMs: 0, subject: 'wallet', message: `it refuses ${key}` }];
      const { world } = withKey(evidence);
      return { ...withKey(evidence), world: { ...world, services: { ...world.services, alerts } } };
    },
    says: [`an alert holds a key: wallet\nit refuses ${key}`],
  },
  {
    about: 'a dead letter has a key',
    into: (evidence) => {
      return bury(withKey(evidence), 'wallet', 'a letter', { advice: key });
    },
    says: [`a dead letter holds a key: {"body":"a letter","diagnosis":{"advice":"${key}"}}`],
  },
];

const attempted = (evidence: Evidence, attempt: number, more: object) =>
  say(evidence, 'wallet', {
    message: 'delivery.attempted',
    eventId: 'customer-2',
    integration: toWallet,
    attempt,
    ...more,
  });

export const attemptsAndWaiting: readonly Plant[] = [
  ...['RATE_LIMITED', 'CREDENTIALS_REJECTED'].map(
    (code): Plant => ({
      about: `an attempt that ended as ${code} counts`,
      into: (evidence) => {
        const published = { ...evidence, published: [customer(2)] };
        return attempted(attempted(published, 1, { error: { code } }), 2, {});
      },
      says: [`${toWallet} customer-2: attempt 2 follows 1, which was free`],
    }),
  ),
  {
    about: 'time that nobody waited counts as backoff',
    into: (evidence) => {
      const id = deliveryKey({ integration: toWallet, source: '/shop', id: 'customer-1' });
      return change(evidence, id, 'SET backedOffMs = :value', { N: '1000' });
    },
    says: [`${toWallet} customer-1 counts 1000 ms of backoff, 0 were set`],
  },
];

const gone: Difference = {
  operation: 'drop-letter',
  statusCode: 201,
  kind: 'field-gone',
  place: '$.shelf',
  breaking: true,
};
const drifted = (evidence: Evidence) =>
  say(evidence, 'letterbox', {
    message: 'contract.drifted',
    destination: 'letterbox',
    operation: 'drop-letter',
    statusCode: 201,
    differences: [gone],
  });

export const drifts: readonly Plant[] = [
  {
    about: 'a comparison failed',
    into: (evidence) => say(evidence, 'letterbox', { message: 'contract.not-compared', reason: 'TypeError' }),
    says: ['a comparison failed: TypeError'],
  },
  {
    about: 'a drift is told of where there is none',
    into: drifted,
    says: ['there is no such drift: letterbox drop-letter 201 field-gone $.shelf '],
  },
  {
    about: 'a drift is told of that the ledger knows to be told',
    into: (evidence) => {
      const { scenario } = evidence.world;
      const world = { ...evidence.world, scenario: { ...scenario, drifting: ['letterbox'] } };
      const told = { driftId: driftId('2025-12-01T00:00:00.000Z', gone), atMs: 0, isTold: true, inHand: 0 };
      return { ...drifted({ ...evidence, world }), claims: [told] };
    },
    says: ['letterbox drop-letter 201 field-gone $.shelf  was told of again'],
  },
];
