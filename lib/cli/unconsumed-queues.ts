import type { SQSClient } from '@aws-sdk/client-sqs';
import { contractWatchSource, supervisorSource } from '../build/function-sources.ts';
import type { EnvironmentName } from '../environments.ts';
import { deadLetterQueueName, undeliveredQueueName, unroutedQueueName } from '../names.ts';
import { queueDepth } from './resources.ts';

/** A queue of no integration in which something may lie that a person has to see to. */
export interface UnconsumedQueue {
  /** In JSON. */
  readonly name: string;
  readonly queue: string;
  readonly thing: 'request' | 'event';
  /** Goes on after `2 events `. */
  readonly meaning: string;
  readonly count: number;
}

/** Those of an environment, empty ones too. */
export function readUnconsumedQueues(
  sqs: SQSClient,
  environment: EnvironmentName,
): Promise<readonly UnconsumedQueue[]> {
  const queues = [
    {
      name: 'unrouted',
      queue: unroutedQueueName(environment),
      thing: 'event',
      meaning: 'of a type that no integration takes',
    },
    {
      name: 'unroutedUndelivered',
      queue: undeliveredQueueName(environment, 'unrouted'),
      thing: 'event',
      meaning: 'of such a type that SNS could not hand over',
    },
    {
      name: 'supervisorDeadLetters',
      queue: deadLetterQueueName(environment, supervisorSource.name),
      thing: 'request',
      meaning: 'that the supervisor could not process',
    },
    {
      name: 'contractWatchDeadLetters',
      queue: deadLetterQueueName(environment, contractWatchSource.name),
      thing: 'request',
      meaning: 'that the contract watch could not process',
    },
  ] as const;
  return Promise.all(queues.map(async (one) => ({ ...one, count: await queueDepth(sqs, one.queue) })));
}
