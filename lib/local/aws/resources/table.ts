import * as z from 'zod/mini';
import { arnOf } from '../account.ts';
import { defaultName, maker } from './maker.ts';

export const table = maker(
  z.object({
    TableName: z.optional(z.string()),
    KeySchema: z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) })),
    AttributeDefinitions: z.array(z.unknown()),
    GlobalSecondaryIndexes: z.optional(z.array(z.unknown())),
    LocalSecondaryIndexes: z.optional(z.array(z.unknown())),
    TimeToLiveSpecification: z.optional(
      z.object({ AttributeName: z.optional(z.string()), Enabled: z.boolean() }),
    ),
  }),
  async (context, id, properties) => {
    const { TableName = defaultName(context, id), TimeToLiveSpecification: timeToLive, ...rest } = properties;
    await context.tables.create({
      ...rest,
      TableName,
      ...(timeToLive?.Enabled === true && timeToLive.AttributeName !== undefined
        ? { timeToLiveAttribute: timeToLive.AttributeName }
        : {}),
    });
    return { ref: TableName, attributes: { Arn: arnOf('dynamodb', `table/${TableName}`) } };
  },
);
