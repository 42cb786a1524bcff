/** Small stories. Those without trouble of their own are told again with every fault at every call. */

import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import { environments } from '../../lib/environments.ts';
import type { FaultKind } from '../../lib/local/stand-ins/faults.ts';
import { customerCreated } from '../fixtures/shop/functions/events/customer-created.ts';
import { paymentRequested } from '../fixtures/shop/functions/events/payment-requested.ts';
import { shopIntegrations as integrations } from '../fixtures/shop/index.ts';
import { deskStories } from './desks/desk-stories.ts';
import type { Evidence, Published } from './evidence.ts';
import {
  driftIsTold,
  endsAs,
  letWait,
  outageMs,
  settledByRedriving,
  settledByRepeating,
  spared,
} from './expectations.ts';
import { customerBody, paymentBody } from './fixture-events.ts';
import { customerCreatedToLetterbox } from './letterbox.ts';
import { countingLetterbox } from './letterbox-lock.ts';
import type { Stage, Story } from './story.ts';
import { slow, writesASecond } from './story-faults.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

export const allIntegrations: readonly AnyIntegration[] = [...integrations, customerCreatedToLetterbox];

export const to = (...destinations: readonly string[]) =>
  allIntegrations.filter(({ operation }) => destinations.includes(operation.destination.name));

export const customer = (number: number): Published => {
  const id = `customer-${number}`;
  return { id, type: customerCreated.type, body: customerBody(number), number: `${number}`, isValid: true };
};

export const payment = (number: number): Published => {
  const id = `payment-${number}`;
  return { id, type: paymentRequested.type, body: paymentBody(number), number: `${number}`, isValid: true };
};

/** The event of a publisher that counts in words. */
export const invalid = (number: number): Published => ({
  ...customer(number),
  id: `invalid-${number}`,
  body: customerBody(number, `invalid-${number}`).replace(`"customerId":${number}`, '"customerId":"many"'),
  isValid: false,
});

const phases = { chaosMs: 2 * minuteMs, drainMs: 12 * hourMs };

const story = (
  name: string,
  destinations: readonly string[],
  tell: Story['tell'],
  changes: Partial<Story> = {},
): Story => ({ name, scenario: { integrations: to(...destinations) }, phases, tell, ...changes });

const meets = ({ world }: Stage, destination: string, kind: FaultKind) =>
  world.thirdParties.get(destination)?.reception.faults.add([{ kind }]);

export const stories: readonly Story[] = [
  story('one customer', ['wallet', 'gazette', 'helpdesk', 'letterbox'], ({ publish }) =>
    publish(customer(1)),
  ),
  story('a payment', ['wallet'], ({ publish }) => publish(payment(1)), { redrives: ['looked'] }),
  story('published twice', ['wallet'], ({ publish }) => {
    publish(customer(1));
    publish(customer(1), 50);
    publish(customer(1), minuteMs);
  }),
  story('a batch', ['gazette'], ({ publish }) => {
    for (let number = 1; number <= 4; number += 1) publish(customer(number));
    publish(invalid(5));
  }),
  ...(['wallet', 'gazette', 'helpdesk', 'letterbox'] as const).flatMap((destination) =>
    (['reset-after', 'retry-after-seconds', 'error-500'] as const).map((kind) =>
      story(
        `${kind} at ${destination}`,
        [destination],
        (stage) => {
          meets(stage, destination, kind);
          stage.publish(customer(1));
        },
        { redrives: ['looked'] },
      ),
    ),
  ),
  story('a contact that is there', ['helpdesk'], ({ world, publish }) => {
    world.thirdParties.get('helpdesk')?.reception.seed({ externalId: '1', email: 'customer.1@example.com' });
    publish(customer(1));
  }),
  story(
    'refused and redriven',
    ['wallet'],
    (stage) => {
      meets(stage, 'wallet', 'rejected');
      stage.publish(customer(1));
    },
    { redrives: ['looked'] },
  ),
  story(
    'refused, mended and redriven',
    ['wallet'],
    (stage) => {
      meets(stage, 'wallet', 'rejected');
      stage.publish(customer(1));
      // This one was carried out before it was refused.
      stage.later(minuteMs, () => {
        meets(stage, 'wallet', 'reset-after');
        meets(stage, 'wallet', 'rejected');
        stage.publish(payment(2));
      });
    },
    {
      redrives: ['all', 'all', 'looked'],
      redeployedAfterMs: 3 * minuteMs,
      phases: { chaosMs: 5 * minuteMs, drainMs: 12 * hourMs },
      scenario: { integrations: to('wallet'), weather: { recycleChance: 1 } },
      expects: settledByRedriving,
    },
  ),
  story('a key that is refused and corrected', ['wallet'], ({ publish, changeKey, correctSecret, later }) => {
    changeKey('wallet');
    publish(customer(1));
    publish(payment(2));
    later(minuteMs, () => correctSecret('wallet'));
    // The sandboxes are warm, and know the old one.
    publish(customer(3), 2.5 * minuteMs);
  }),
  story('a key that is refused and echoed', ['letterbox'], ({ publish, changeKey, correctSecret, later }) => {
    changeKey('letterbox');
    publish(customer(1));
    later(minuteMs, () => correctSecret('letterbox'));
  }),
  story(
    'a deployment that enables what is parked',
    ['wallet'],
    (stage) => {
      stage.changeKey('wallet');
      stage.publish(customer(1));
      stage.later(2.5 * minuteMs, () => {
        for (const { mappingId } of stage.world.workers) {
          stage.world.services.mappings.execute('UpdateEventSourceMapping', {
            UUID: mappingId,
            Enabled: true,
          });
        }
        stage.publish(customer(2));
      });
      stage.later(8 * minuteMs, () => stage.correctSecret('wallet'));
    },
    { phases: { chaosMs: 10 * minuteMs, drainMs: 12 * hourMs }, isToldOnce: true },
  ),
  story(
    'an outage',
    ['gazette'],
    ({ publish }) => {
      for (let number = 1; number <= 30; number += 1) publish(customer(number));
    },
    {
      phases: { chaosMs: outageMs, drainMs: 12 * hourMs },
      plan: () => ({ decide: ({ kind }) => (kind === 'http' ? 'fail' : 'none') }),
      expects: spared,
    },
  ),
  story(
    'three hours of throttling',
    ['gazette'],
    ({ publish }) => {
      for (let number = 1; number <= 20; number += 1) publish(customer(number), number * 5 * minuteMs);
    },
    {
      phases: { chaosMs: 3 * hourMs, drainMs: 12 * hourMs },
      plan: () => ({ decide: ({ kind }) => (kind === 'http' ? 'retry-after-seconds' : 'none') }),
      expects: letWait,
    },
  ),
  story(
    'a deployment between two attempts',
    ['wallet'],
    (stage) => {
      meets(stage, 'wallet', 'reset-before');
      meets(stage, 'wallet', 'reset-after');
      stage.publish(customer(1));
      stage.publish(payment(2));
    },
    { redeployedAfterMs: 2_000, scenario: { integrations: to('wallet'), weather: { recycleChance: 1 } } },
  ),
  story(
    'an outcome that stays unknown longer than a key is remembered',
    ['wallet'],
    (stage) => {
      meets(stage, 'wallet', 'reset-after');
      stage.publish(customer(1));
      const afterTheFirst = () => {
        const { length } = stage.world.thirdParties.get('wallet')?.arrivals ?? [];
        if (length === 0) stage.later(20, afterTheFirst);
        else stage.changeKey('wallet');
      };
      afterTheFirst();
      stage.later(30 * hourMs, () => stage.correctSecret('wallet'));
    },
    {
      phases: { chaosMs: 31 * hourMs, drainMs: 12 * hourMs },
      isToldOnce: true,
      expects: (evidence) => endsAs(evidence, 'OUTCOME_UNKNOWN'),
    },
  ),
  story(
    'published twice to one that takes no key',
    ['letterbox'],
    ({ publish }) => {
      publish(customer(1));
      publish(customer(1), 250);
      publish(customer(1), 300);
    },
    {
      scenario: {
        integrations: to('letterbox'),
        environment: { ...environments.dev, batchingWindowSeconds: 0 },
      },
    },
  ),
  // Of the second limit a tenth may come in a burst: enough events for a window that begins with it.
  ...(
    [
      ['wallet', 60],
      ['gazette', 500],
    ] as const
  ).map(([destination, count]) =>
    story(
      `a backlog at the limit of ${destination}, with clocks that are wrong`,
      [destination],
      ({ publish }) => {
        for (let number = 1; number <= count; number += 1) {
          publish(customer(number));
          if (destination === 'wallet') publish(payment(number));
        }
      },
      { scenario: { integrations: to(destination), weather: { skewMsMax: 250 } }, isToldOnce: true },
    ),
  ),
  story(
    'a dead-letter queue that takes nothing for a while',
    ['wallet'],
    (stage) => {
      meets(stage, 'wallet', 'rejected');
      stage.publish(customer(1));
      stage.publish(invalid(2));
    },
    {
      phases: { chaosMs: outageMs, drainMs: 12 * hourMs },
      plan: () => ({ decide: ({ label }) => (label === 'sqs.SendMessage' ? 'fail' : 'none') }),
    },
  ),
  story('a delivery that kills its sandbox', ['gazette'], ({ publish }) => publish(customer(1)), {
    phases: { chaosMs: hourMs, drainMs: hourMs },
    plan: () => ({ decide: ({ kind }) => (kind === 'http' ? 'kill-before' : 'none') }),
    expects: (evidence) => endsAs(evidence, 'CRASH_LOOP'),
  }),
  story('a table that takes its time', ['letterbox'], ({ publish }) => publish(customer(1)), {
    plan: () => slow({ 'dynamodb.UpdateItem': [1, 2, 4, 5], 'secretsmanager.GetSecretValue': [1, 2] }),
  }),
  // Whether a write that comes late finds another's is up to chance: three worlds.
  ...[1, 2, 3].map((world) =>
    story(`a sandbox that wakes up late, ${world}`, ['gazette'], ({ publish }) => publish(customer(1)), {
      phases: { chaosMs: 20 * minuteMs, drainMs: hourMs },
      scenario: {
        integrations: to('gazette'),
        environment: { ...environments.dev, batchingWindowSeconds: 0 },
      },
      plan: () =>
        slow({
          'dynamodb.UpdateItem': [1, 2, 4, 5, 7, 8, 9, 10, 11, 12],
          'dynamodb.GetItem': [1, 2],
          'secretsmanager.GetSecretValue': [1, 2],
        }),
    }),
  ),
  story(
    'a third party that drifts',
    ['letterbox'],
    ({ publish }) => {
      // One after the other, so that no delivery is in hand but the one that is looked at.
      for (let number = 1; number <= 6; number += 1) publish(customer(number), number * 10_000);
    },
    {
      scenario: {
        integrations: to('letterbox'),
        contracts: { letterbox: countingLetterbox },
        drifting: ['letterbox'],
        weather: { recycleChance: 1 },
      },
      expects: driftIsTold,
    },
  ),
  // Longer than auto scaling needs, and than many leases: put-downs are throttled as often as takes.
  ...(
    [
      ['to those who can be asked again', ['wallet', 'gazette', 'helpdesk'], settledByRepeating],
      ['to one that takes no key', ['letterbox'], (one: Evidence) => endsAs(one, 'OUTCOME_UNKNOWN')],
    ] as const
  ).map(([whom, destinations, expects]) =>
    story(
      `a ledger that takes two writes a second, ${whom}`,
      destinations,
      ({ publish }) => {
        for (let number = 1; number <= 20; number += 1) publish(customer(number));
      },
      {
        phases: { chaosMs: 10 * minuteMs, drainMs: 12 * hourMs },
        plan: () => writesASecond(2),
        expects,
      },
    ),
  ),
  story('a record that hangs', ['gazette'], ({ publish }) => publish(customer(1)), {
    plan: () =>
      slow({
        'dynamodb.UpdateItem': [1, 2, 4, 5, 7, 8, 9],
        'dynamodb.GetItem': [1, 2],
        'secretsmanager.GetSecretValue': [1, 2],
        'sqs.ChangeMessageVisibility': [1, 2, 3],
      }),
  }),
  // Deliveries can be taken, and permits cannot: twice as many wait as Wallet takes in the second of its limit.
  story(
    'a rate limit that cannot be reached, with a backlog',
    ['wallet'],
    ({ publish }) => {
      for (let number = 1; number <= 50; number += 1) publish(customer(number));
    },
    { plan: () => ({ decide: ({ item }) => (item === 'destination#wallet#account' ? 'throttle' : 'none') }) },
  ),
  ...deskStories,
];

/** Whether it is told again with every fault at every call: it has no trouble of its own, and is short enough. */
export const meetsEveryFault = ({ plan, isToldOnce = false }: Story): boolean =>
  plan === undefined && !isToldOnce;

/** Throws `RangeError` with the names that there are when this is none of them. */
export function storyNamed(name: string): Story {
  const found = stories.find((one) => one.name === name);
  if (found !== undefined) return found;
  throw new RangeError(`there is no story "${name}": ${stories.map((one) => one.name).join(', ')}`);
}
