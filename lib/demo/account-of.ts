/** What the third parties' own books and the dead-letter queues say, held against the story. */
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import { readDeadLetters } from '../cli/commands/dead-letters.ts';
import type { LocalEnvironment } from '../local/local-environment.ts';
import { deadLetterQueueName } from '../names.ts';
import type { Story, StoryEvent } from './story.ts';
import type { Account } from './verdict.ts';

/** Text that is not JSON matches no filter of the topic, so it can only come by a queue. */
export const brokenTextTo = 'customer-created-to-hubspot';

/** What an integration was given, and what came of it. */
export async function accountOf(
  environment: LocalEnvironment,
  sqs: SQSClient,
  integration: AnyIntegration,
  story: Story,
): Promise<Account> {
  const { aws } = environment;
  const letters = await readDeadLetters(sqs, aws.queueUrl(deadLetterQueueName('local', integration.name)));
  const deadLetters = new Map<string, number>();
  for (const { diagnosis } of letters) {
    const code = diagnosis?.code ?? 'NO_DIAGNOSIS';
    deadLetters.set(code, (deadLetters.get(code) ?? 0) + 1);
  }
  const invalid =
    integration.event.type === 'customer.created' ? (integration.name === brokenTextTo ? 3 : 2) : 0;
  const metric = (name: string) => aws.metric('Interlock', name, { integration: integration.name });
  return {
    integration: integration.name,
    expected: eventsOf(integration, story).map(({ externalId }) => externalId),
    booked: booked(environment, integration),
    duplicates: metric('Duplicates'),
    retries: metric('Retries'),
    deadLetters,
    deadLettersExpected: new Map(invalid === 0 ? [] : [['INVALID_EVENT', invalid]]),
  };
}

export const eventsOf = ({ event }: AnyIntegration, { customers, payments }: Story): readonly StoryEvent[] =>
  [...customers, ...payments].filter(({ type }) => type === event.type);

/** External id to the number of things that the third party's own book holds for it. */
export function booked({ standIns }: LocalEnvironment, { operation }: AnyIntegration): Map<string, number> {
  const kind = bookedAs[operation.name] ?? operation.name;
  const { ledger } = standIns[operation.destination.name as keyof typeof standIns];
  const counts = new Map<string, number>();
  for (const entity of ledger.entities) {
    if (entity.kind === kind) counts.set(entity.externalId, (counts.get(entity.externalId) ?? 0) + 1);
  }
  return counts;
}

const bookedAs: Readonly<Record<string, string>> = {
  'create-customer': 'customer',
  'create-payment-intent': 'payment_intent',
  'upsert-contact': 'contact',
  'create-contact': 'contact',
};
