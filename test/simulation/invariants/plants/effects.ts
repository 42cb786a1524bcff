/** Events that vanish, happen twice, or end in a dead letter that cannot be so. */

import { deliveryKey } from '../../../../functions/core/deliver/delivery-key.ts';
import { createRequestJournal } from '../../../../lib/local/stand-ins/request-journal.ts';
import type { Evidence } from '../../evidence.ts';
import { customer, invalid } from '../../stories.ts';
import type { SeenArrival, ThirdParty } from '../../third-party.ts';
import { arrive, book, bury, change, diagnosisAt, type Plant } from './plant.ts';

const keyAt = (destination: string) =>
  deliveryKey({ integration: `customer-created-to-${destination}`, source: '/shop', id: 'customer-1' });

const status = (evidence: Evidence, value: string) =>
  change(evidence, keyAt('wallet'), 'SET #status = :value', { S: value });

/** The sandbox never heard what came of its first request to `destination`. */
function unheard(evidence: Evidence, destination: string): Evidence {
  const [first] = (evidence.world.thirdParties.get(destination)?.arrivals ?? []) as SeenArrival[];
  if (first !== undefined) delete first.heardAtMs;
  return evidence;
}

/** Something has gone wrong in this world, so that not every dead letter is ours. */
function struck(evidence: Evidence): Evidence {
  (evidence.world.outside.struck as Record<string, number>).fail = 1;
  return evidence;
}

export const conservation: readonly Plant[] = [
  {
    about: 'the ledger calls delivered what the third party never heard of',
    into: (evidence) => {
      const { thirdParties } = evidence.world;
      const forgetful = [...thirdParties].map(
        ([name, one]) => [name, name === 'wallet' ? withoutEffects(one) : one] as const,
      );
      return { ...evidence, world: { ...evidence.world, thirdParties: new Map(forgetful) } };
    },
    says: ['customer-created-to-wallet customer-1 is called delivered, and had no effect'],
  },
  {
    about: 'the ledger calls dead what lies in no dead-letter queue',
    into: (evidence) => status(evidence, 'dead-lettered'),
    says: ['customer-created-to-wallet customer-1 is called dead, and there is no dead letter'],
  },
  {
    about: 'a delivery still waits at the end',
    into: (evidence) => status(evidence, 'waiting'),
    says: ['customer-created-to-wallet customer-1 ends as waiting'],
  },
  {
    about: 'an event was published that the ledger does not know',
    into: (evidence) => ({ ...evidence, published: [...evidence.published, customer(2)] }),
    says: ['wallet', 'gazette', 'helpdesk', 'letterbox'].map(
      (destination) => `customer-created-to-${destination} customer-2 ends as unknown to the ledger`,
    ),
  },
  {
    about: 'an event that cannot be read lies in no dead-letter queue',
    into: (evidence) => ({ ...evidence, published: [...evidence.published, invalid(2)] }),
    says: ['what cannot be read (invalid-2) is gone'],
  },
  {
    about: 'a message outlived its queue',
    into: async (evidence) => {
      const { queues } = evidence.world.services;
      queues.create('short', { visibilityTimeoutSeconds: 30, retentionSeconds: 60 });
      queues.execute('SendMessage', { QueueUrl: queues.urlOf('short'), MessageBody: 'late' });
      await evidence.world.run({ chaosMs: 120_000, drainMs: 0, settleMs: 0 });
      return evidence;
    },
    says: ['a message expired in short: <id>'],
  },
];

export const atMostOneEffect: readonly Plant[] = [
  {
    about: 'a third party that takes keys did it twice',
    into: (evidence) => book(evidence, 'wallet'),
    says: ['customer-created-to-wallet customer-1 had 2 effects'],
  },
  {
    about: 'an upsert made two',
    into: (evidence) => book(evidence, 'gazette'),
    says: ['customer-created-to-gazette customer-1 had 2 effects'],
  },
  {
    about: 'a letter was sent again though nobody knew whether the first one arrived',
    into: (evidence) => arrive(unheard(evidence, 'letterbox'), 'letterbox', {}),
    says: [
      'customer-created-to-letterbox customer-1 was sent again (POST /letters) after an outcome that nobody knew',
    ],
  },
  {
    about: 'a contact was sent again without looking whether it is there',
    into: (evidence) => arrive(unheard(evidence, 'helpdesk'), 'helpdesk', {}),
    says: [
      'customer-created-to-helpdesk customer-1 was sent again (POST /contacts) after an outcome that nobody knew',
    ],
  },
];

export const identicalBytes: readonly Plant[] = [
  {
    about: 'two requests with one key have other bytes',
    into: (evidence) => {
      arrive(evidence, 'wallet', { idempotencyKey: 'one key', sha256: 'one' });
      return arrive(evidence, 'wallet', { idempotencyKey: 'one key', sha256: 'other' });
    },
    says: ['wallet saw 2 different requests under one key'],
  },
];

const halves = {
  'an unknown code': { code: 'BAD_LUCK' },
  'an unknown stage': { stage: 'later' },
  'half an attempt': { attempts: 0.5 },
  'no beginning': { firstReceivedAt: 'soon' },
  'no end': { failedAt: 'never' },
  'another destination': { destination: 'gazette' },
  'no fingerprint': { fingerprint: 'none' },
  'no advice': { advice: 'mend it' },
};

export const deadLetters: readonly Plant[] = [
  {
    about: 'a dead letter is no event',
    into: (evidence) => bury(evidence, 'wallet', 'a letter to Santa', diagnosisAt('wallet')),
    says: ['a dead letter of customer-created-to-wallet is no event that was published'],
  },
  {
    about: 'a dead letter does not say why',
    into: (evidence) => bury(evidence, 'wallet', customer(1).body),
    says: ['a dead letter of customer-created-to-wallet has no diagnosis (customer-1)'],
  },
  ...Object.entries(halves).map(
    ([what, half]): Plant => ({
      about: `a diagnosis has ${what}`,
      into: (evidence) => bury(evidence, 'wallet', customer(1).body, diagnosisAt('wallet', half)),
      says: [
        `a dead letter of customer-created-to-wallet has half a diagnosis: ${JSON.stringify(diagnosisAt('wallet', half))}`,
      ],
    }),
  ),
  {
    about: 'an event that can be read is called invalid',
    into: (evidence) =>
      bury(evidence, 'wallet', customer(1).body, diagnosisAt('wallet', { code: 'INVALID_EVENT' })),
    says: ['a dead letter of customer-created-to-wallet calls customer-1 INVALID_EVENT'],
  },
  {
    about: 'an event dies in a world without trouble',
    into: (evidence) => bury(evidence, 'wallet', customer(1).body, diagnosisAt('wallet')),
    says: ['a dead letter of customer-created-to-wallet is REQUEST_REJECTED, and nothing went wrong'],
  },
  {
    about: 'an event is said to crash its function, and none has crashed',
    into: (evidence) =>
      bury(struck(evidence), 'wallet', customer(1).body, diagnosisAt('wallet', { code: 'CRASH_LOOP' })),
    says: ['a dead letter of customer-created-to-wallet is called a crash loop after 0 deaths'],
  },
  {
    about: 'nobody knows what came of a request that could have been repeated',
    into: (evidence) =>
      bury(
        struck(evidence),
        'gazette',
        customer(1).body,
        diagnosisAt('gazette', { code: 'OUTCOME_UNKNOWN' }),
      ),
    says: ['a dead letter of customer-created-to-gazette gave up what could be settled'],
  },
];

/** A third party whose journal has no effect in it, whatever it was asked. */
const withoutEffects = (thirdParty: ThirdParty): ThirdParty => ({
  ...thirdParty,
  reception: { ...thirdParty.reception, journal: createRequestJournal() },
});
