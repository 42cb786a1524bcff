/** Sends to queues in the name of a service of AWS: what the queue's own policy must allow. */
import { nameOf } from './account.ts';
import { AwsError } from './aws-error.ts';
import { decide, type Policy } from './policy.ts';
import type { MessageAttribute } from './queue-store.ts';
import type { Queues } from './queues.ts';

export interface ServiceSenderOptions {
  readonly queues: Queues;
  readonly queuePolicies: (queueName: string) => readonly Policy[];
}

export interface ServiceMessage {
  /** ARN of the queue. */
  readonly to: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, MessageAttribute>>;
}

/** Rejects with `AwsError` when the queue's policy does not let the service send for `sourceArn`, or SQS refuses. */
export async function sendAsService(
  service: 'sns.amazonaws.com' | 'events.amazonaws.com',
  sourceArn: string,
  { to, body, attributes }: ServiceMessage,
  { queues, queuePolicies }: ServiceSenderOptions,
): Promise<void> {
  const queueName = nameOf(to);
  const decision = decide(queuePolicies(queueName), {
    action: 'sqs:SendMessage',
    resource: to,
    service,
    context: { 'aws:sourcearn': [sourceArn], 'aws:securetransport': ['true'] },
  });
  if (decision !== 'allowed') {
    throw new AwsError('AccessDenied', `no policy of ${queueName} lets ${sourceArn} send to it`, 403);
  }
  await queues.send(queueName, body, attributes);
}
