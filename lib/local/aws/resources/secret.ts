import * as z from 'zod/mini';
import { passwordRulesSchema, randomPassword } from '../random-password.ts';
import { defaultName, maker } from './maker.ts';

export const secret = maker(
  z.object({
    Name: z.optional(z.string()),
    SecretString: z.optional(z.string()),
    GenerateSecretString: z.optional(
      z.extend(passwordRulesSchema, {
        SecretStringTemplate: z.optional(z.string()),
        GenerateStringKey: z.optional(z.string()),
      }),
    ),
  }),
  (context, id, { Name = defaultName(context, id), SecretString, GenerateSecretString: rules }) => {
    const generated = () => {
      if (rules === undefined) return undefined;
      const password = randomPassword(rules);
      const { SecretStringTemplate, GenerateStringKey = '' } = rules;
      if (SecretStringTemplate === undefined) return password;
      return JSON.stringify({ ...JSON.parse(SecretStringTemplate), [GenerateStringKey]: password });
    };
    const arn = context.secrets.create(Name, context.secretValues[Name] ?? SecretString ?? generated());
    return { ref: arn, attributes: { Id: arn } };
  },
);
