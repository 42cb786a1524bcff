import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SupervisorRequest } from '../../functions/supervisor/request.ts';
import { supervisorSource } from '../build/function-sources.ts';
import type { EnvironmentName } from '../environments.ts';
import { integrationName } from '../names.ts';
import { queueUrl } from './resources.ts';

/** Sends the request to the supervisor's queue; it is carried out within seconds. Returns the message's id. */
export async function requestSupervisor(
  sqs: SQSClient,
  environment: EnvironmentName,
  request: SupervisorRequest,
): Promise<string> {
  const { MessageId } = await sqs.send(
    new SendMessageCommand({
      QueueUrl: await queueUrl(sqs, integrationName(environment, supervisorSource.name)),
      MessageBody: JSON.stringify(request),
    }),
  );
  return MessageId ?? '';
}
