import * as z from 'zod/mini';
import { accountId, nameOf } from '../account.ts';
import { policySchema } from '../policy.ts';
import { maker } from './maker.ts';

export const role = maker(
  z.object({
    RoleName: z.optional(z.string()),
    Policies: z._default(z.array(z.object({ PolicyDocument: policySchema })), []),
    ManagedPolicyArns: z._default(z.array(z.string()), []),
  }),
  (context, id, { RoleName = id, Policies, ManagedPolicyArns }) => {
    // It allows writing logs, which functions here do without asking. What another allows is not known here.
    const unknown = ManagedPolicyArns.filter((arn) => nameOf(arn) !== 'AWSLambdaBasicExecutionRole');
    if (unknown.length > 0)
      throw new Error(`the local AWS does not know the managed policy ${unknown.join(', ')}`);
    for (const { PolicyDocument } of Policies) context.iam.attach(RoleName, PolicyDocument);
    return {
      ref: RoleName,
      attributes: { Arn: `arn:aws:iam::${accountId}:role/${RoleName}`, RoleId: RoleName },
    };
  },
);

export const policy = maker(
  z.object({ PolicyDocument: policySchema, Roles: z._default(z.array(z.string()), []) }),
  ({ iam }, id, { PolicyDocument, Roles }) => {
    for (const name of Roles) iam.attach(name, PolicyDocument);
    return { ref: id, attributes: {} };
  },
);
