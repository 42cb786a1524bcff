/** What rings about one integration. */
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import { contracts } from '../../../functions/destinations/contracts.ts';
import { contractWatchSource } from '../../../lib/build/function-sources.ts';
import { environments } from '../../../lib/environments.ts';
import { integrationName } from '../../../lib/names.ts';
import type { Fault, FaultPlan, OutsideCall } from '../fault-plan.ts';
import { type AlarmStory, eventOf, publishTo } from './alarm-story.ts';

const minuteMs = 60_000;
const { name: environment } = environments.prod;

/** Each kind of alarm that every integration has, and what proves it. */
export const integrationAlarmStories = (integration: AnyIntegration): readonly AlarmStory[] => {
  const { name, operation } = integration;
  const { destination } = operation;
  const isContractDeclared = contracts.some((one) => one.destination.name === destination.name);
  const story = (
    kind: string,
    what: string,
    rest: Pick<AlarmStory, 'troubleMs' | 'tell'> & Partial<AlarmStory>,
  ): AlarmStory => ({
    name: `${name}: ${what}`,
    proves: `${name}-${kind}`,
    integrations: [integration],
    ...rest,
  });
  return [
    story('dead-letters', 'an event that cannot be read', {
      troubleMs: minuteMs,
      tell: (world) => world.publish(unreadable(integration, 1)),
    }),
    // The first rings as one that lies there; who waits for that to be over would hear of no other.
    story('new-dead-letters', 'an event that cannot be read, and half an hour later another', {
      alsoRings: [`${name}-dead-letters`],
      troubleMs: 31 * minuteMs,
      tell: (world) => {
        world.publish(unreadable(integration, 1));
        world.publish(unreadable(integration, 2), 30 * minuteMs);
      },
    }),
    story('rejected', 'a third party that refuses every event in its own words', {
      alsoRings: [`${name}-dead-letters`],
      troubleMs: 10 * minuteMs,
      tell: (world) => {
        world.thirdParties.get(destination.name)?.reception.faults.add([{ kind: 'rejected', times: 60 }]);
        publishTo(world, integration, 60, 5_000);
      },
    }),
    story('undelivered', 'a queue that refuses what SNS brings', {
      alsoRings: ['failing-subscription'],
      troubleMs: minuteMs,
      tell: (world) => {
        world.services.refuse(integrationName(environment, name), true);
        publishTo(world, integration, 1, 0);
      },
    }),
    // The alarm is for the night on which parking does not help.
    story(
      'credentials-rejected',
      'a key that the probe may use and the operation may not, resumed every three minutes',
      {
        scenario: {
          plan: strikes('unauthorized', ({ kind, sandbox }) => kind === 'http' && isOf(integration, sandbox)),
        },
        troubleMs: 30 * minuteMs,
        tell: (world) => {
          publishTo(world, integration, 30, minuteMs);
          for (let atMs = minuteMs; atMs < 30 * minuteMs; atMs += 3 * minuteMs)
            world.kernel.schedule(atMs, () =>
              world.requestSupervisor({ ask: 'resume', destination: destination.name }),
            );
        },
      },
    ),
    story('waiting', 'a third party that is down for two hours', {
      scenario: { plan: strikes('unreachable', ({ kind }) => kind === 'http') },
      troubleMs: 120 * minuteMs,
      tell: (world) => publishTo(world, integration, 5, minuteMs),
    }),
    // Everybody but the daily look, which would ring for itself.
    story('waiting-days', 'a third party that is down for four days', {
      // Where no contract is declared the daily look says so, which rings by itself after three days.
      alsoRings: [
        `${name}-waiting`,
        ...(isContractDeclared ? [] : [`${destination.name}-contract-unchecked`]),
      ],
      scenario: {
        plan: strikes(
          'unreachable',
          ({ kind, sandbox }) =>
            kind === 'http' &&
            !sandbox.startsWith(`${integrationName(environment, contractWatchSource.name)}#`),
        ),
      },
      troubleMs: 4 * 24 * 60 * minuteMs,
      tell: (world) => publishTo(world, integration, 5, minuteMs),
    }),
    story('errors', 'a sandbox that dies with a message in hand', {
      scenario: {
        plan: strikes('kill-before', ({ kind, sandbox }) => kind === 'aws' && isOf(integration, sandbox), 1),
      },
      troubleMs: minuteMs,
      tell: (world) => publishTo(world, integration, 1, 0),
    }),
    story('throttles', 'Lambda has room for one sandbox, and two are needed', {
      scenario: { sandboxesMax: 1 },
      troubleMs: minuteMs,
      tell: (world) => publishTo(world, integration, 60, 10),
    }),
  ];
};

/** Strikes what `isMeant` says, the first `times` times. */
export function strikes(
  fault: Fault,
  isMeant: (call: OutsideCall) => boolean,
  times = Number.POSITIVE_INFINITY,
): FaultPlan {
  let struck = 0;
  return {
    decide: (call) => {
      if (struck >= times || !isMeant(call)) return 'none';
      struck += 1;
      return fault;
    },
  };
}

const isOf = ({ name }: AnyIntegration, sandbox: string) =>
  sandbox.startsWith(`${integrationName(environment, name)}#`);

/** Of the right type, and with nothing in it. */
const unreadable = (integration: AnyIntegration, number: number) =>
  JSON.stringify({ ...JSON.parse(eventOf(integration, number).body), data: {} });
