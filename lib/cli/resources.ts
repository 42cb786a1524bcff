/** Addresses of what the stack made, found by name with the permissions that the commands need anyway. */
import { GetQueueAttributesCommand, GetQueueUrlCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { AnyDestination, Destination } from '../../functions/core/declare/destination.ts';
import type { AnyIntegration } from '../../functions/core/declare/integration.ts';
import type { EnvironmentName } from '../environments.ts';
import { integrationName, topicName } from '../names.ts';
import type { Context } from './context.ts';
import { CommandError, UsageError } from './shell/errors.ts';
import { suggestion } from './shell/suggestion.ts';

/** Rejects with the SDK's `QueueDoesNotExist` when there is none. */
export async function queueUrl(sqs: SQSClient, name: string): Promise<string> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: name }));
  if (QueueUrl === undefined) throw new CommandError(`SQS gave no address for the queue ${name}`);
  return QueueUrl;
}

/** Messages of a queue. SQS counts approximately. */
export interface QueueCounts {
  readonly visible: number;
  /** In somebody's hands, or waiting for their next attempt. */
  readonly inFlight: number;
  readonly delayed: number;
}

export async function queueCounts(sqs: SQSClient, name: string): Promise<QueueCounts> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: await queueUrl(sqs, name),
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    }),
  );
  return {
    visible: Number(Attributes.ApproximateNumberOfMessages ?? 0),
    inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
    delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0),
  };
}

/** All messages of a queue, those in somebody's hands included. */
export async function queueDepth(sqs: SQSClient, name: string): Promise<number> {
  const { visible, inFlight, delayed } = await queueCounts(sqs, name);
  return visible + inFlight + delayed;
}

/**
 * ARN of the events topic. Partition, region and account are those of the first integration's queue:
 * no call to STS, and no listing of all topics.
 */
export async function eventsTopicArn(
  sqs: SQSClient,
  environment: EnvironmentName,
  integrations: readonly AnyIntegration[],
): Promise<string> {
  const [first] = integrations;
  if (first === undefined) throw new CommandError('there is no integration that an event could go to');
  return topicArnBeside(sqs, integrationName(environment, first.name), topicName(environment));
}

/** ARN of a topic in the account and region of a queue. */
export async function topicArnBeside(sqs: SQSClient, queue: string, topic: string): Promise<string> {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: await queueUrl(sqs, queue), AttributeNames: ['QueueArn'] }),
  );
  const [, partition, , region, account] = (Attributes?.QueueArn ?? '').split(':');
  if (account === undefined) throw new CommandError(`SQS gave no ARN for the queue ${queue}`);
  return `arn:${partition}:sns:${region}:${account}:${topic}`;
}

/** Throws `UsageError` naming the nearest when there is no integration of that name. */
export function findIntegration(
  name: string,
  { integrations }: Pick<Context, 'integrations'>,
): AnyIntegration {
  const found = integrations.find((integration) => integration.name === name);
  if (found !== undefined) return found;
  const names = integrations.map((integration) => integration.name);
  throw new UsageError(`there is no integration "${name}"${suggestion(name, names)}: ${names.join(', ')}`);
}

/** The one of this name, or all of the destination of this name. Throws `UsageError` naming the nearest of both. */
export function integrationsOf(
  name: string,
  { integrations }: Pick<Context, 'integrations'>,
): readonly AnyIntegration[] {
  const found = integrations.filter((one) => [one.name, one.operation.destination.name].includes(name));
  if (found.length > 0) return found;
  const destinations = integrations.map(({ operation }) => operation.destination.name);
  const names = [...new Set([...destinations, ...integrations.map((one) => one.name)])];
  throw new UsageError(
    `there is neither an integration nor a destination "${name}"${suggestion(name, names)}: ${names.join(', ')}`,
  );
}

/**
 * Throws `UsageError` naming the nearest when no integration uses a destination of that name.
 * @param others those that will do besides. @default - none
 */
export function findDestination<Other extends AnyDestination = never>(
  name: string,
  { integrations, contracts }: Pick<Context, 'integrations' | 'contracts'>,
  others: readonly Other[] = [],
): Destination | Other {
  const used: readonly Destination[] = integrations.map(({ operation }) => operation.destination);
  const destinations = [...used, ...others];
  const found = destinations.find((destination) => destination.name === name);
  if (found !== undefined) return found;
  if (contracts.some(({ destination }) => destination.name === name)) {
    throw new UsageError(`no integration uses ${name}, so that there is nothing of it to operate`);
  }
  const names = [...new Set(destinations.map((destination) => destination.name))];
  throw new UsageError(`there is no destination "${name}"${suggestion(name, names)}: ${names.join(', ')}`);
}
