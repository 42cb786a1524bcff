import * as z from 'zod/mini';
import { nameOf } from '../account.ts';
import { EventSourceMapping } from '../event-source-mapping.ts';
import { maker } from './maker.ts';

export const eventSourceMapping = maker(
  z.strictObject({
    EventSourceArn: z.string(),
    FunctionName: z.string(),
    // Lambda's own defaults for SQS: ten messages, no window; it starts with five pollers.
    BatchSize: z._default(z.number(), 10),
    MaximumBatchingWindowInSeconds: z._default(z.number(), 0),
    FunctionResponseTypes: z._default(z.array(z.literal('ReportBatchItemFailures')), []),
    ScalingConfig: z._default(z.object({ MaximumConcurrency: z.number() }), { MaximumConcurrency: 5 }),
    Enabled: z._default(z.boolean(), true),
    Tags: z.optional(z.unknown()),
  }),
  (context, id, properties) => {
    const queueName = nameOf(properties.EventSourceArn);
    const target = context.functions.get(nameOf(properties.FunctionName));
    if (target === undefined)
      throw new Error(`${id}: no function ${properties.FunctionName} in the template`);
    const visibilitySeconds = Number(context.queues.attributes(queueName).VisibilityTimeout);
    const { timeoutMs } = target.definition;
    // Lambda refuses it, too.
    if (visibilitySeconds * 1_000 < timeoutMs) {
      throw new Error(
        `${id}: visibility timeout ${visibilitySeconds} s of ${queueName} is less than function timeout ${timeoutMs / 1_000} s`,
      );
    }
    const eventSource = new EventSourceMapping(
      {
        queueArn: properties.EventSourceArn,
        batchSize: properties.BatchSize,
        windowSeconds: properties.MaximumBatchingWindowInSeconds,
        reportsFailures: properties.FunctionResponseTypes.length > 0,
        maximumConcurrency: properties.ScalingConfig.MaximumConcurrency,
      },
      target,
      context,
    );
    context.eventSources.set(queueName, eventSource);
    if (properties.Enabled) context.enabledAtStart.add(eventSource);
    return { ref: eventSource.uuid, attributes: { Id: eventSource.uuid } };
  },
);
