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
  (world, id, { Name = defaultName(world, id), SecretString, GenerateSecretString: rules }) => {
    const generated = () => {
      if (rules === undefined) return undefined;
      const password = randomPassword(rules);
      const { SecretStringTemplate, GenerateStringKey = '' } = rules;
      if (SecretStringTemplate === undefined) return password;
      return JSON.stringify({ ...JSON.parse(SecretStringTemplate), [GenerateStringKey]: password });
    };
    const arn = world.secrets.create(Name, world.secretValues[Name] ?? SecretString ?? generated());
    return { ref: arn, attributes: { Id: arn } };
  },
);
