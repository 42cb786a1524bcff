import * as z from 'zod/mini';
import { defaultName, maker } from './maker.ts';

export const topic = maker(z.object({ TopicName: z.optional(z.string()) }), (context, id, { TopicName }) => {
  const name = TopicName ?? defaultName(context, id);
  const arn = context.topics.create(name);
  return { ref: arn, attributes: { TopicArn: arn, TopicName: name } };
});

export const subscription = maker(
  z.object({
    TopicArn: z.string(),
    Protocol: z.literal('sqs'),
    Endpoint: z.string(),
    RawMessageDelivery: z._default(z.boolean(), false),
    FilterPolicy: z.optional(z.unknown()),
    FilterPolicyScope: z._default(z.enum(['MessageAttributes', 'MessageBody']), 'MessageAttributes'),
    RedrivePolicy: z.optional(z.object({ deadLetterTargetArn: z.string() })),
  }),
  ({ topics }, id, properties) => {
    const arn = `${properties.TopicArn}:${id}`;
    topics.subscribe({
      arn,
      topicArn: properties.TopicArn,
      queueArn: properties.Endpoint,
      rawMessageDelivery: properties.RawMessageDelivery,
      filterScope: properties.FilterPolicyScope,
      filterPolicy: properties.FilterPolicy,
      ...(properties.RedrivePolicy === undefined
        ? {}
        : { deadLetterQueueArn: properties.RedrivePolicy.deadLetterTargetArn }),
    });
    return { ref: arn, attributes: { Arn: arn } };
  },
);
