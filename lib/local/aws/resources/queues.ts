import * as z from 'zod/mini';
import { arnOf, nameOf } from '../account.ts';
import { policySchema } from '../policy.ts';
import { defaultName, maker } from './maker.ts';

export const queue = maker(
  z.looseObject({ QueueName: z.optional(z.string()) }),
  async (context, id, { QueueName: name = defaultName(context, id), Tags: _tags, ...properties }) => {
    const attributes = Object.entries(properties).map(([attribute, value]) => [
      attribute,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]);
    await context.queues.create(name, Object.fromEntries(attributes));
    const url = context.queues.urlOf(name);
    return { ref: url, attributes: { Arn: arnOf('sqs', name), QueueName: name, QueueUrl: url } };
  },
);

export const queuePolicy = maker(
  z.object({ Queues: z.array(z.string()), PolicyDocument: policySchema }),
  ({ queuePolicies }, id, { Queues, PolicyDocument }) => {
    for (const name of Queues.map(nameOf)) {
      queuePolicies.set(name, [...(queuePolicies.get(name) ?? []), PolicyDocument]);
    }
    return { ref: id, attributes: { Id: id } };
  },
);
