/** What the third parties' own journals and the dead-letter queues say of each integration. */
import { createHash } from 'node:crypto';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import type { Mapped } from '../../functions/core/declare/mapping.ts';
import { inVersionOf, typesTaken } from '../../functions/core/declare/versions.ts';
import { encodeRequest } from '../../functions/core/http/request.ts';
import { deadLetterQueueName } from '../names.ts';
import { type DemoEnvironment, type DemoParts, type DemoThirdParty, standInOf } from './demo-environment.ts';
import type { Story, StoryEvent } from './story.ts';
import type { Tally } from './verdict.ts';

/** What an integration was given, and what came of it. */
export async function tallyOf(
  integration: AnyIntegration,
  story: Story,
  environment: DemoEnvironment,
  { readDeadLetters }: Pick<DemoParts, 'readDeadLetters'>,
): Promise<Tally> {
  const { aws } = environment;
  const letters = await readDeadLetters(
    queueClient(environment),
    aws.queueUrl(deadLetterQueueName('local', integration.name)),
  );
  const deadLetters = new Map<string, number>();
  for (const { diagnosis } of letters) {
    const code = diagnosis?.code ?? 'NO_DIAGNOSIS';
    deadLetters.set(code, (deadLetters.get(code) ?? 0) + 1);
  }
  const invalid = story.invalid.filter(
    ({ type, integration: only }) =>
      typesTaken(integration.event).includes(type) && (only === undefined || only === integration.name),
  ).length;
  const metric = (name: string) =>
    aws.metric('Interlock', name, { environment: 'local', integration: integration.name });
  return {
    integration: integration.name,
    expected: eventsOf(integration, story).map(({ id }) => id),
    effects: effectsOf(integration, story, environment),
    duplicates: metric('Duplicates'),
    retries: metric('Retries'),
    deadLetters,
    deadLettersExpected: new Map(invalid === 0 ? [] : [['INVALID_EVENT', invalid]]),
  };
}

export const queueClient = ({ aws }: DemoEnvironment) =>
  // The local endpoint may go by another address than the one in its queue URLs.
  new SQSClient({ ...aws.client, useQueueUrlAsEndpoint: false });

/** The events that an integration is to deliver: of its type, less those that its mapping skips. */
export const eventsOf = (integration: AnyIntegration, { events }: Story): readonly StoryEvent[] =>
  integration.retiring === true
    ? []
    : events.filter(
        (one) =>
          typesTaken(integration.event).includes(one.type) && mapped(integration, one).skipped === undefined,
      );

function mapped(integration: AnyIntegration, { text }: StoryEvent): Mapped<unknown> {
  const { data, ...event } = JSON.parse(text);
  return inVersionOf(integration, text).map.map(data, { event });
}

/**
 * Id of each event to the number of things that the third party's own journal has changed by its request. A request is known
 * by its exact bytes, which its mapping makes: so each integration is told from any other of the same destination. Events of
 * which a mapping makes the same request share what it has changed.
 */
export function effectsOf(
  integration: AnyIntegration,
  story: Story,
  { standIns }: DemoEnvironment,
): Map<string, number> {
  const things = thingsByRequest(standInOf(standIns, integration.operation.destination.name));
  const asking = new Map<string, string[]>();
  for (const one of eventsOf(integration, story)) {
    const sha256 = requestSha256(integration, one);
    asking.set(sha256, [...(asking.get(sha256) ?? []), one.id]);
  }
  const effects = new Map<string, number>();
  for (const [sha256, ids] of asking) {
    const made = things.get(sha256)?.size ?? 0;
    // An update that repeats another makes nothing anew.
    const isRepeated = integration.operation.repeat.by === 'upsert' && made === 1;
    for (const [at, id] of ids.entries()) {
      const times = isRepeated ? 1 : Math.floor((made + ids.length - 1 - at) / ids.length);
      if (times > 0) effects.set(id, times);
    }
  }
  return effects;
}

/** What was done at a destination that no event of the story asked for: the number of requests with an effect. */
export function strangersAt(
  destination: string,
  integrations: readonly AnyIntegration[],
  story: Story,
  { standIns }: DemoEnvironment,
): number {
  const known = new Set(
    integrations
      .filter(({ operation }) => operation.destination.name === destination)
      .flatMap((one) => eventsOf(one, story).map((event) => requestSha256(one, event))),
  );
  const { effects } = standInOf(standIns, destination).journal;
  return effects.filter((effect) => !known.has(effect.requestSha256)).length;
}

function thingsByRequest({ journal }: DemoThirdParty): Map<string, Set<string>> {
  const things = new Map<string, Set<string>>();
  for (const { requestSha256: sha256, id } of journal.effects) {
    things.set(sha256, (things.get(sha256) ?? new Set()).add(id));
  }
  return things;
}

function requestSha256(integration: AnyIntegration, event: StoryEvent): string {
  const { body } = encodeRequest(integration.operation.request(mapped(integration, event).output));
  return createHash('sha256')
    .update(body?.text ?? '')
    .digest('hex');
}
