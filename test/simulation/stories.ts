/** Small stories, each of which is told with every fault at every call. */

import type { AnyIntegration } from '../../functions/core/integration.ts';
import { customerCreated } from '../../functions/events/customer-created.ts';
import { paymentRequested } from '../../functions/events/payment-requested.ts';
import { integrations } from '../../functions/integrations/index.ts';
import type { FaultKind } from '../../lib/local/stand-ins/faults.ts';
import type { Published } from './evidence.ts';
import { customerBody, paymentBody } from './fixture-events.ts';
import { customerCreatedToLetterbox } from './letterbox.ts';
import type { Stage, Story } from './story.ts';

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
  story('one customer', ['stripe', 'hubspot', 'intercom', 'letterbox'], ({ publish }) =>
    publish(customer(1)),
  ),
  story('a payment', ['stripe'], ({ publish }) => publish(payment(1)), { isRedriven: true }),
  story('published twice', ['stripe'], ({ publish }) => {
    publish(customer(1));
    publish(customer(1), 50);
    publish(customer(1), minuteMs);
  }),
  story('a batch', ['hubspot'], ({ publish }) => {
    for (let number = 1; number <= 4; number += 1) publish(customer(number));
    publish(invalid(5));
  }),
  ...(['stripe', 'hubspot', 'intercom', 'letterbox'] as const).flatMap((destination) =>
    (['reset-after', 'retry-after-seconds', 'error-500'] as const).map((kind) =>
      story(
        `${kind} at ${destination}`,
        [destination],
        (stage) => {
          meets(stage, destination, kind);
          stage.publish(customer(1));
        },
        { isRedriven: true },
      ),
    ),
  ),
  story('a contact that is there', ['intercom'], ({ world, publish }) => {
    world.thirdParties.get('intercom')?.reception.seed({ externalId: '1', email: 'customer.1@example.com' });
    publish(customer(1));
  }),
  story(
    'refused and redriven',
    ['stripe'],
    (stage) => {
      meets(stage, 'stripe', 'rejected');
      stage.publish(customer(1));
    },
    { isRedriven: true },
  ),
  story('a key that is refused and corrected', ['stripe'], ({ publish, changeKey, correctSecret, later }) => {
    changeKey('stripe');
    publish(customer(1));
    publish(payment(2));
    later(minuteMs, () => correctSecret('stripe'));
  }),
  story('a key that is refused and echoed', ['letterbox'], ({ publish, changeKey, correctSecret, later }) => {
    changeKey('letterbox');
    publish(customer(1));
    later(minuteMs, () => correctSecret('letterbox'));
  }),
  story(
    'a deployment between two attempts',
    ['stripe'],
    (stage) => {
      meets(stage, 'stripe', 'reset-before');
      meets(stage, 'stripe', 'reset-after');
      stage.publish(customer(1));
      stage.publish(payment(2));
    },
    { redeployedAfterMs: 900, scenario: { integrations: to('stripe'), weather: { recycleChance: 1 } } },
  ),
  story(
    'an outcome that stays unknown longer than a key is remembered',
    ['stripe'],
    (stage) => {
      meets(stage, 'stripe', 'reset-after');
      stage.publish(customer(1));
      stage.later(600, () => stage.changeKey('stripe'));
      stage.later(30 * hourMs, () => stage.correctSecret('stripe'));
    },
    { phases: { chaosMs: 31 * hourMs, drainMs: 12 * hourMs } },
  ),
];
