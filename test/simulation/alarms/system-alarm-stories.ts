/** What rings about what all integrations share, and about a destination. */
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { contractWatchSource, supervisorSource } from '../../../lib/build/function-sources.ts';
import { environments } from '../../../lib/environments.ts';
import { integrationName, undeliveredQueueName, unroutedQueueName } from '../../../lib/names.ts';
import { contracts } from '../../fixtures/shop/functions/destinations/contracts.ts';
import { locks } from '../locks.ts';
import { type AlarmStory, eventOf, publishTo } from './alarm-story.ts';
import { strikes } from './integration-alarm-stories.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const { name: environment } = environments.prod;

/** What nobody takes. */
const unknownType = (integration: AnyIntegration) =>
  eventOf(integration, 1).body.replace('"type":"', '"type":"un');

export function systemAlarmStories(integrations: readonly AnyIntegration[]): readonly AlarmStory[] {
  // The contract watch asks only those that declare one.
  const declared = integrations.find(({ operation }) =>
    contracts.some(({ destination }) => destination.name === operation.destination.name),
  );
  const [integration] = [declared, ...integrations].filter((one) => one !== undefined) as [AnyIntegration];
  const story = (
    proves: string,
    name: string,
    rest: Pick<AlarmStory, 'troubleMs' | 'tell'> & Partial<AlarmStory>,
  ): AlarmStory => ({ name, proves, integrations: [integration], ...rest });
  const dies = (source: { readonly name: string }, times?: number) => ({
    plan: strikes(
      'kill-before',
      ({ kind, sandbox }) =>
        kind !== 'event-source' && sandbox.startsWith(`${integrationName(environment, source.name)}#`),
      times,
    ),
  });
  return [
    story('failing-subscription', 'a queue without integration that refuses what SNS brings', {
      alsoRings: ['unrouted-undelivered'],
      troubleMs: minuteMs,
      tell: (world) => {
        world.services.refuse(unroutedQueueName(environment), true);
        world.publish(unknownType(integration));
      },
    }),
    story('unrouted-undelivered', 'an event without integration that SNS could not hand over', {
      alsoRings: ['failing-subscription'],
      troubleMs: minuteMs,
      tell: (world) => {
        world.services.refuse(unroutedQueueName(environment), true);
        world.publish(unknownType(integration));
      },
    }),
    story('lost-notifications', 'a queue and its queue for the undelivered that both refuse', {
      alsoRings: ['failing-subscription'],
      troubleMs: minuteMs,
      tell: (world) => {
        world.services.refuse(unroutedQueueName(environment), true);
        world.services.refuse(undeliveredQueueName(environment, 'unrouted'), true);
        world.publish(unknownType(integration));
      },
    }),
    story('invalid-bodies', 'a publisher whose body is not JSON', {
      troubleMs: minuteMs,
      tell: (world) => world.publish('customer 42 was created'),
    }),
    story('unrouted', 'an event of a type that no integration takes', {
      troubleMs: minuteMs,
      tell: (world) => world.publish(unknownType(integration)),
    }),
    story('ledger-throttles', 'a ledger that throttles every other write for half an hour', {
      scenario: { plan: everyOther('dynamodb.UpdateItem') },
      troubleMs: 30 * minuteMs,
      tell: (world) => publishTo(world, integration, 30, minuteMs),
    }),
    story('supervisor-errors', 'a supervisor that dies once', {
      scenario: dies(supervisorSource, 1),
      troubleMs: 10 * minuteMs,
      tell: () => {},
    }),
    story('supervisor-dead-letters', 'a supervisor that dies whenever it is asked', {
      alsoRings: ['supervisor-errors'],
      scenario: dies(supervisorSource),
      troubleMs: hourMs,
      tell: () => {},
    }),
    story('contract-watch-errors', 'a contract watch that dies once', {
      scenario: dies(contractWatchSource, 1),
      troubleMs: 25 * hourMs,
      tell: () => {},
    }),
    story('contract-watch-dead-letters', 'a contract watch that dies whenever it is asked', {
      alsoRings: ['contract-watch-errors'],
      scenario: dies(contractWatchSource),
      troubleMs: 26 * hourMs,
      tell: () => {},
    }),
  ];
}

/** Of each destination. */
export function destinationAlarmStories(integration: AnyIntegration): readonly AlarmStory[] {
  const { name } = integration.operation.destination;
  const { [name]: lock = '', ...others } = locks;
  return [
    {
      name: `${name}: it answers otherwise than its contract says`,
      proves: 'contract-drift',
      contributor: name,
      integrations: [integration],
      scenario: {
        drifting: [name],
        locks: { ...others, [name]: lock.replaceAll(': "string"', ': "integer"') },
      },
      troubleMs: minuteMs,
      tell: (world) => publishTo(world, integration, 3, 10_000),
    },
    {
      name: `${name}: its contract was not recorded, for four days`,
      proves: `${name}-contract-unchecked`,
      integrations: [integration],
      scenario: { locks: others },
      troubleMs: 4 * 24 * hourMs,
      tell: () => {},
    },
  ];
}

function everyOther(meant: string) {
  let count = 0;
  return strikes('throttle', ({ label }) => {
    if (label !== meant) return false;
    count += 1;
    return count % 2 === 0;
  });
}
