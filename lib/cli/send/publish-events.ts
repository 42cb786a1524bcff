/** Hands events to the topic, as a publisher would, or to one queue. */
import { PublishCommand } from '@aws-sdk/client-sns';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { AnyIntegration } from '../../../functions/core/declare/integration.ts';
import type { EnvironmentName } from '../../environments.ts';
import { integrationName, topicName } from '../../names.ts';
import type { Context } from '../context.ts';
import { eventsTopicArn, queueUrl } from '../resources.ts';
import { CommandError } from '../shell/errors.ts';
import { counted, printable, writeJson, writeLine } from '../shell/output.ts';
import type { Outgoing } from './outgoing.ts';
import type { Sent } from './wait-for-deliveries.ts';

/** Sent at the same time: one connection each, and the operator's machine has to hold them. */
const atOnce = 10;

export interface Target {
  readonly name: string;
  /** Resolves to SNS' or SQS' message id. */
  readonly take: (text: string) => Promise<string | undefined>;
}

/** The events topic, or the queue of one integration. */
export async function targetOf(
  environment: EnvironmentName,
  integration: AnyIntegration | undefined,
  context: Context,
): Promise<Target> {
  const { sns, sqs } = await context.clients(environment);
  if (integration === undefined) {
    const TopicArn = await eventsTopicArn(sqs, environment, context.integrations);
    const take = async (Message: string) =>
      (await sns.send(new PublishCommand({ TopicArn, Message }))).MessageId;
    return { name: topicName(environment), take };
  }
  const name = integrationName(environment, integration.name);
  const QueueUrl = await queueUrl(sqs, name);
  return {
    name,
    take: async (MessageBody) =>
      (await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }))).MessageId,
  };
}

/** Prints what was taken even when a later one was not: the operator must know where it stopped. Throws then. */
export async function publishEvents(
  outgoing: readonly Outgoing[],
  { name, take }: Target,
  { json }: { readonly json: boolean },
  context: Context,
): Promise<readonly Sent[]> {
  const sent: Sent[] = [];
  let failure: PromiseRejectedResult | undefined;
  for (let at = 0; at < outgoing.length && failure === undefined && !context.signal.aborted; at += atOnce) {
    const batch = outgoing.slice(at, at + atOnce);
    const answers = await Promise.allSettled(batch.map(({ text }) => take(text)));
    for (const [n, answer] of answers.entries()) {
      const { id, type } = batch[n] ?? {};
      if (answer.status === 'rejected') failure ??= answer;
      else sent.push({ eventId: id, type, messageId: answer.value });
      if (answer.status === 'fulfilled' && !json)
        writeLine(context.stdout, printable(id ?? answer.value ?? ''));
    }
  }
  if (sent.length < outgoing.length) {
    if (json) writeJson(context, { to: name, sent });
    writeLine(context.stderr, `${sent.length} of ${counted(outgoing.length, 'event')} sent to ${name}`);
    if (failure !== undefined) throw failure.reason;
    throw new CommandError('stopped before all were sent');
  }
  writeLine(context.stderr, `${counted(sent.length, 'event')} sent to ${name}`);
  return sent;
}
