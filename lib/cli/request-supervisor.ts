import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Ask } from '../../functions/supervisor/ask.ts';
import { supervisorSource } from '../build/function-sources.ts';
import type { EnvironmentName } from '../environments.ts';
import { integrationName } from '../names.ts';
import { queueUrl } from './resources.ts';

/** Puts the ask into the supervisor's queue; it is carried out within seconds. Returns the message's id. */
export async function askSupervisor(sqs: SQSClient, environment: EnvironmentName, ask: Ask): Promise<string> {
  const { MessageId } = await sqs.send(
    new SendMessageCommand({
      QueueUrl: await queueUrl(sqs, integrationName(environment, supervisorSource.name)),
      MessageBody: JSON.stringify(ask),
    }),
  );
  return MessageId ?? '';
}
