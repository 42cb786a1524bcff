/** What happens in a world beside its faults: events, secrets, deployments, operators. */

import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import type { Beside } from '../../functions/core/declare/mapping.ts';
import { createHandler } from '../../functions/core/handler.ts';
import { type Evidence, type Look, type Published, toldBy, watchClaims, watchParking } from './evidence.ts';
import type { FaultPlan } from './fault-plan.ts';
import { effectsOf } from './invariants/effects.ts';
import { judge } from './invariants/index.ts';
import type { Scenario } from './scenario.ts';
import { createWorld, type Phases, type World } from './world.ts';

export interface Story {
  readonly name: string;
  readonly scenario: Omit<Scenario, 'seed' | 'plan'>;
  /** Virtual milliseconds. */
  readonly phases: Phases;
  /** Arranges what is to happen; time stands at the beginning. */
  readonly tell: (stage: Stage) => void;
  /** Trouble of its own. It is then told once, and not with a fault at every call. */
  readonly plan?: () => FaultPlan;
  /** It is too long to be told with a fault at every call. */
  readonly isToldOnce?: boolean;
  /** What it must end in when nothing else goes wrong: sentences about what it does not. */
  readonly expects?: (evidence: Evidence) => readonly string[];
  /**
   * How an operator redrives what is dead at the end, one time after the other, while there is anything to redrive:
   * `all` leaves out what nobody knows whether it happened; who has `looked` takes along of it what did not.
   */
  readonly redrives?: readonly Redrive[];
  /** From when on new sandboxes have another mapping, milliseconds after the beginning. */
  readonly redeployedAfterMs?: number;
}

export type Redrive = 'all' | 'looked';

/** What a story may do. */
export interface Stage {
  readonly world: World;
  readonly publish: (event: Published, delayMs?: number) => void;
  /** Runs `deed` after `delayMs`. */
  readonly later: (delayMs: number, deed: () => void) => void;
  /** The third party takes another key from now on; returns it. */
  readonly changeKey: (destination: string) => string;
  /** The secret is what the third party takes, and the supervisor is asked to look. */
  readonly correctSecret: (destination: string) => void;
}

export interface Played {
  readonly evidence: Evidence;
  readonly violations: readonly string[];
  readonly traceHash: string;
  readonly virtualMs: number;
}

/** An operator who sees something parked tries to resume it this often. */
const operatorEveryMs = 10 * 60_000;

export async function play(
  story: Story,
  seed: string | number,
  plan: FaultPlan | undefined,
  keepTrace = false,
): Promise<Played> {
  const { redeployedAfterMs } = story;
  const faults = plan ?? story.plan?.();
  const began = { atMs: 0 };
  const deployed =
    redeployedAfterMs === undefined
      ? {}
      : {
          createHandler: (...[integration, runtime]: Parameters<typeof createHandler>) => {
            const isNew = world.kernel.now() - began.atMs >= redeployedAfterMs;
            return createHandler(isNew ? remapped(integration as AnyIntegration) : integration, runtime);
          },
        };
  const world: World = createWorld({
    ...story.scenario,
    ...deployed,
    seed,
    keepTrace,
    ...(faults === undefined ? {} : { plan: faults }),
  });
  began.atMs = world.kernel.now();
  const parkings = watchParking(world);
  const claims = watchClaims(world);
  const published: Published[] = [];
  const looks: Look[] = [];
  const keys = new Map<string, string>();
  const keyChanges: string[] = [];
  const secrets = [...world.thirdParties.keys()].map((name) => keyIn(world, name));
  const correctSecret = (destination: string) => {
    const key = keys.get(destination);
    if (key !== undefined) world.setSecret(destination, key);
    world.requestSupervisor({ ask: 'look', destination });
  };
  story.tell({
    world,
    publish: (event, delayMs) => {
      published.push(event);
      world.publish(event.body, delayMs);
    },
    later: (delayMs, deed) => world.kernel.schedule(delayMs, deed),
    changeKey: (destination) => {
      // Not its name: what a key has in common with a text is taken for a piece of the key.
      const key = `k_${world.random.id()}`;
      keys.set(destination, key);
      keyChanges.push(destination);
      secrets.push(key);
      world.thirdParties.get(destination)?.reception.setApiKey(key);
      return key;
    },
    correctSecret,
  });
  // After the chaos somebody sees to what stands still.
  const attend = () => {
    for (const destination of world.thirdParties.keys()) {
      const isParked = parkings.findLast((change) => change.destination === destination)?.isParked === true;
      if (!isParked) continue;
      correctSecret(destination);
      world.requestSupervisor({ ask: 'resume', destination });
    }
    if (world.backlog() > 0) world.kernel.schedule(operatorEveryMs, attend);
  };
  world.kernel.schedule(story.phases.chaosMs + 1_000, attend);

  const first = await world.run(story.phases);
  await letArrive(world);
  let { isDrained } = first;
  const evidence = (): Evidence => ({
    world,
    published,
    parkings,
    claims,
    secrets,
    keyChanges,
    lines: toldBy(world, published),
    isDrained,
    looks,
    drainedAfterMs: first.drainedAtMs - began.atMs - story.phases.chaosMs,
  });
  let violations = judge(evidence());
  for (const how of story.redrives ?? []) {
    if (violations.length > 0 || redrive(evidence(), how, looks) === 0) continue;
    world.kernel.schedule(operatorEveryMs, attend);
    ({ isDrained } = await world.run({ ...story.phases, chaosMs: 0 }));
    await letArrive(world);
    violations = judge(evidence());
  }
  const missed = plan === undefined ? (story.expects?.(evidence()) ?? []) : [];
  return {
    evidence: evidence(),
    violations: [...violations, ...missed.map((sentence) => `${story.name}: ${sentence}`)],
    traceHash: world.trace.hash(),
    virtualMs: world.kernel.now() - began.atMs,
  };
}

/** A pause that began in the last minute ends by itself: a look, and two changes of an event source of a minute each. */
const arrivalMinutesMax = 5;

/** Lets event sources that are on their way arrive. */
async function letArrive(world: World): Promise<void> {
  const isOnTheWay = () =>
    world.workers.some(({ mappingId }) => world.services.mappings.state(mappingId) !== 'Enabled');
  for (let minute = 0; minute < arrivalMinutesMax && isOnTheWay(); minute += 1)
    await world.run({ chaosMs: 60_000, drainMs: 0, settleMs: 0 });
}

function keyIn(world: World, destination: string): string {
  const name = `interlock/${world.scenario.environment.name}/${destination}`;
  return JSON.parse(world.services.secrets.current(name).text).apiKey;
}

/** As lib/cli/commands/redrive.ts does it: sent back first, deleted after. Returns how many; adds to `looks`. */
function redrive(evidence: Evidence, how: Redrive, looks: Look[]): number {
  const { world, published } = evidence;
  const { queues, sqs } = world.services;
  let count = 0;
  for (const { integration, queueName, deadLetterQueueName } of world.workers) {
    const QueueUrl = queues.urlOf(deadLetterQueueName);
    const received = sqs.execute('ReceiveMessage', {
      QueueUrl,
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
    }) as { Messages?: readonly Letter[] };
    for (const { Body, ReceiptHandle, MessageAttributes = {} } of received.Messages ?? []) {
      const event = published.find(({ body }) => body === Body);
      const code = JSON.parse(MessageAttributes.diagnosis?.StringValue ?? '{}').code;
      const isUnknown = code === 'OUTCOME_UNKNOWN';
      const isLeft =
        event === undefined ||
        code === 'INVALID_EVENT' ||
        (isUnknown && (how === 'all' || effectsOf(evidence, integration, event).length > 0));
      if (isLeft) {
        sqs.execute('ChangeMessageVisibility', { QueueUrl, ReceiptHandle, VisibilityTimeout: 0 });
        continue;
      }
      if (isUnknown) looks.push({ queueName, body: Body, atMs: world.kernel.now() });
      sqs.execute('SendMessage', { QueueUrl: queues.urlOf(queueName), MessageBody: Body, MessageAttributes });
      sqs.execute('DeleteMessage', { QueueUrl, ReceiptHandle });
      count += 1;
    }
  }
  return count;
}

/** A message of a dead-letter queue as SQS hands it over. */
interface Letter {
  readonly Body: string;
  readonly ReceiptHandle: string;
  readonly MessageAttributes?: { readonly diagnosis?: { readonly StringValue?: string } };
}

/** The integration with the mapping of a later release. */
function remapped(integration: AnyIntegration): AnyIntegration {
  const { map } = integration;
  const later = (output: Record<string, unknown>) => ({
    ...output,
    ...('name' in output ? { name: `${output.name} II` } : {}),
    ...('description' in output ? { description: `${output.description} II` } : {}),
  });
  return {
    ...integration,
    map: {
      ...map,
      map: (source: unknown, beside: Beside) => {
        const mapped = map.map(source, beside);
        if (mapped.skipped !== undefined) return mapped;
        return { ...mapped, output: later(mapped.output as Record<string, unknown>) };
      },
    },
  };
}
