import * as z from 'zod/mini';
import { arnOf } from '../account.ts';
import { defaultName, maker } from './maker.ts';

export const logGroup = maker(
  z.object({ LogGroupName: z.optional(z.string()) }),
  (context, id, { LogGroupName }) => {
    const name = LogGroupName ?? defaultName(context, id);
    context.logs.createGroup(name);
    return { ref: name, attributes: { Arn: arnOf('logs', `log-group:${name}:*`) } };
  },
);
