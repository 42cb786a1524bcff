import { declaredAt } from '../declared-at.ts';
import type { Rule } from '../rule.ts';

const ways: readonly unknown[] = ['key', 'upsert', 'lookup', 'never'];

/** The compiler asks for it too; a cast or plain JavaScript gets past the compiler. */
export const operationWithoutRepeat: Rule = {
  name: 'operation-without-repeat',
  mistake: 4,
  breaches: ({ files, integrations }) =>
    [...new Set(integrations.map(({ operation }) => operation))]
      .filter(({ repeat }) => !ways.includes((repeat as { readonly by?: unknown } | undefined)?.by))
      .map(({ name, destination }) => ({
        ...declaredAt(files, 'functions/destinations', 'name', name),
        what: `the operation ${name} of ${destination.name} does not say how it may be repeated`,
        todo: "give it `repeat`: by a key, as an upsert, by a lookup, or `{ by: 'never' }`",
      })),
};
