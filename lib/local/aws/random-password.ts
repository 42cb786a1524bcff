/** Passwords by the rules of `GetRandomPassword` and `GenerateSecretString`. */
import { randomInt } from 'node:crypto';
import * as z from 'zod/mini';

export const passwordRulesSchema = z.object({
  PasswordLength: z._default(z.int(), 32),
  ExcludeCharacters: z._default(z.string(), ''),
  ExcludeLowercase: z._default(z.boolean(), false),
  ExcludeUppercase: z._default(z.boolean(), false),
  ExcludeNumbers: z._default(z.boolean(), false),
  ExcludePunctuation: z._default(z.boolean(), false),
  IncludeSpace: z._default(z.boolean(), false),
  RequireEachIncludedType: z._default(z.boolean(), true),
});

export function randomPassword(rules: z.infer<typeof passwordRulesSchema>): string {
  const alphabets = [
    rules.ExcludeLowercase ? '' : 'abcdefghijklmnopqrstuvwxyz',
    rules.ExcludeUppercase ? '' : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    rules.ExcludeNumbers ? '' : '0123456789',
    rules.ExcludePunctuation ? '' : '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
    rules.IncludeSpace ? ' ' : '',
  ]
    .map((alphabet) => [...alphabet].filter((character) => !rules.ExcludeCharacters.includes(character)))
    .filter(({ length }) => length > 0);
  const pick = (from: readonly string[]) => from[randomInt(from.length)] ?? '';
  const everything = alphabets.flat();
  const required = rules.RequireEachIncludedType ? alphabets.map(pick) : [];
  const rest = Array.from({ length: rules.PasswordLength - required.length }, () => pick(everything));
  return shuffled([...required, ...rest]).join('');
}

function shuffled(items: readonly string[]): string[] {
  const left = [...items];
  return items.flatMap(() => left.splice(randomInt(left.length), 1));
}
