import { type LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import type { Parking } from '../../../functions/core/pace/account.ts';
import type { EnvironmentName } from '../../environments.ts';
import { deadLetterQueueName, integrationName, undeliveredQueueName } from '../../names.ts';
import type { Clients } from '../clients.ts';
import type { Context } from '../context.ts';
import { describeParking, readParking } from '../parking.ts';
import { findIntegration, type QueueCounts, queueCounts, queueDepth } from '../resources.ts';
import { defineCommand, exitCodes } from '../shell/command.ts';
import { counted, painter, table, writeJson, writeLine } from '../shell/output.ts';
import { readUnconsumedQueues, type UnconsumedQueue } from '../unconsumed-queues.ts';

interface Status {
  readonly integration: string;
  readonly destination: string;
  readonly parking?: Parking;
  /** As Lambda says: `Enabled`, `Disabled`, or on the way; `missing` when there is none. */
  readonly eventSource: string;
  readonly queue: QueueCounts;
  readonly deadLetters: number;
  /** Events that SNS could not hand to the integration's queue. */
  readonly undelivered: number;
}

/** What stands still, and how much waits. Looks only. */
export const status = defineCommand({
  name: 'status',
  summary: 'Whether each integration runs or is parked and why, and what waits in its queues.',
  parameters: '[integration]',
  arity: { least: 0, most: 1 },
  flags: {},
  examples: ['status', 'status customer-created-to-stripe --env prod --json'],
  run: async ({ flags, environment: { name }, positionals: [only] }, context) => {
    const integrations = only === undefined ? context.integrations : [findIntegration(only, context)];
    const clients = await context.clients(name);
    const [statuses, unconsumed] = await Promise.all([
      Promise.all(integrations.map((integration) => look(clients, name, integration))),
      readUnconsumedQueues(clients.sqs, name),
    ]);
    if (flags.json) writeJson(context, documentOf(name, statuses, unconsumed));
    else report(statuses, unconsumed, name, context);
    return statuses.every(isWell) && unconsumed.every(({ count }) => count === 0)
      ? exitCodes.ok
      : exitCodes.found;
  },
});

const isWell = ({ parking, eventSource, deadLetters, undelivered }: Status) =>
  parking === undefined && eventSource === 'Enabled' && deadLetters + undelivered === 0;

async function look(
  { sqs, lambda, dynamodb }: Clients,
  environment: EnvironmentName,
  { name, operation }: AnyIntegration,
): Promise<Status> {
  const destination = operation.destination.name;
  const [parking, eventSource, queue, deadLetters, undelivered] = await Promise.all([
    readParking(dynamodb, environment, destination),
    readEventSource(lambda, integrationName(environment, name)),
    queueCounts(sqs, integrationName(environment, name)),
    queueDepth(sqs, deadLetterQueueName(environment, name)),
    queueDepth(sqs, undeliveredQueueName(environment, name)),
  ]);
  const parked = parking === undefined ? {} : { parking };
  return { integration: name, destination, ...parked, eventSource, queue, deadLetters, undelivered };
}

async function readEventSource(lambda: LambdaClient, functionName: string): Promise<string> {
  const { EventSourceMappings } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName: functionName }),
  );
  return EventSourceMappings?.[0]?.State ?? 'missing';
}

function documentOf(
  environment: EnvironmentName,
  statuses: readonly Status[],
  unconsumed: readonly UnconsumedQueue[],
) {
  return {
    environment,
    integrations: statuses.map(({ parking, ...status }) => ({
      ...status,
      parked:
        parking === undefined
          ? null
          : {
              since: new Date(parking.parkedAtMs).toISOString(),
              reason: parking.reason,
              goesOnWith: parking.refusedVersion === undefined ? 'resume' : 'new secret',
            },
    })),
    ...Object.fromEntries(unconsumed.map(({ name, count }) => [name, count])),
  };
}

const columns = [
  'integration',
  'runs',
  'event source',
  'waiting',
  'in flight',
  'delayed',
  'dead letters',
  'undelivered',
];

function report(
  statuses: readonly Status[],
  unconsumed: readonly UnconsumedQueue[],
  environment: EnvironmentName,
  context: Context,
): void {
  const paint = painter(context);
  const rows = statuses.map(({ integration, parking, eventSource, queue, deadLetters, undelivered }) => [
    integration,
    parking === undefined ? 'yes' : 'parked',
    eventSource,
    ...[queue.visible, queue.inFlight, queue.delayed, deadLetters, undelivered].map(String),
  ]);
  context.stdout.write(table([columns, ...rows]));
  const say = (line: string) => writeLine(context.stdout, line);
  // Once for all integrations of a destination.
  const parked = new Map(statuses.map(({ destination, parking }) => [destination, parking]));
  for (const [destination, parking] of parked) {
    if (parking === undefined) continue;
    say(`${paint('bold', destination)} is ${describeParking(parking)}`);
    const command = parking.refusedVersion === undefined ? 'resume' : 'secret set';
    say(paint('dim', `  npm run interlock -- ${command} ${destination} --env ${environment}`));
  }
  for (const { count, thing, meaning, queue } of unconsumed) {
    if (count > 0) say(`${counted(count, thing)} ${meaning}: ${queue}`);
  }
}
