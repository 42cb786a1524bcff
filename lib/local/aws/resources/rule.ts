import * as z from 'zod/mini';
import { arnOf } from '../account.ts';
import { parseRate } from '../rules.ts';
import { defaultName, maker } from './maker.ts';

export const rule = maker(
  z.strictObject({
    Name: z.optional(z.string()),
    Description: z.optional(z.string()),
    ScheduleExpression: z.string(),
    State: z._default(z.enum(['ENABLED', 'DISABLED']), 'ENABLED'),
    Targets: z.array(
      z.strictObject({
        Id: z.string(),
        Arn: z.string().check(z.regex(/^arn:aws:sqs:/, 'the local EventBridge sends to SQS only')),
        Input: z.string(),
        DeadLetterConfig: z.optional(z.strictObject({ Arn: z.string() })),
        // A queue on this machine is there or is not: nothing is tried again.
        RetryPolicy: z.optional(z.unknown()),
      }),
    ),
  }),
  (context, id, { Name: name = defaultName(context, id), ScheduleExpression, State, Targets }) => {
    const arn = arnOf('events', `rule/${name}`);
    context.rules.add({
      name,
      arn,
      everyMs: parseRate(ScheduleExpression),
      isEnabled: State === 'ENABLED',
      targets: Targets.map(({ Arn, Input, DeadLetterConfig }) => ({
        queueArn: Arn,
        body: Input,
        ...(DeadLetterConfig === undefined ? {} : { deadLetterQueueArn: DeadLetterConfig.Arn }),
      })),
    });
    return { ref: name, attributes: { Arn: arn } };
  },
);
