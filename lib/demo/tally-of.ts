/** What the third parties' own journals and the dead-letter queues say of each integration. */
import { SQSClient } from '@aws-sdk/client-sqs';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import { deadLetterQueueName } from '../names.ts';
import type { DemoEnvironment, DemoParts, DestinationName } from './demo-environment.ts';
import { brokenTextTo, type Story, type StoryEvent } from './story.ts';
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
  const invalid =
    integration.event.type === 'customer.created' ? (integration.name === brokenTextTo ? 3 : 2) : 0;
  const metric = (name: string) =>
    aws.metric('Interlock', name, { environment: 'local', integration: integration.name });
  return {
    integration: integration.name,
    expected: eventsOf(integration, story).map(({ externalId }) => externalId),
    effects: effectsOf(integration, environment),
    duplicates: metric('Duplicates'),
    retries: metric('Retries'),
    deadLetters,
    deadLettersExpected: new Map(invalid === 0 ? [] : [['INVALID_EVENT', invalid]]),
  };
}

export const queueClient = ({ aws }: DemoEnvironment) =>
  // The local endpoint may go by another address than the one in its queue URLs.
  new SQSClient({ ...aws.client, useQueueUrlAsEndpoint: false });

export const eventsOf = ({ event }: AnyIntegration, { customers, payments }: Story): readonly StoryEvent[] =>
  [...customers, ...payments].filter(({ type }) => type === event.type);

/** External id to the number of things that the third party's own journal holds for it. */
export function effectsOf({ operation }: AnyIntegration, { standIns }: DemoEnvironment): Map<string, number> {
  const kind = kindMadeBy[operation.name] ?? operation.name;
  const { journal } = standIns[operation.destination.name as DestinationName];
  const counts = new Map<string, number>();
  for (const entity of journal.entities) {
    if (entity.kind === kind) counts.set(entity.externalId, (counts.get(entity.externalId) ?? 0) + 1);
  }
  return counts;
}

/** What a third party calls the thing that an operation makes. */
const kindMadeBy: Readonly<Record<string, string>> = {
  'create-customer': 'customer',
  'create-payment-intent': 'payment_intent',
  'upsert-contact': 'contact',
  'create-contact': 'contact',
};
