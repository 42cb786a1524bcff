/** What the shape of a destination's secret says of it: for whoever writes one, and for who needs one that is nobody's. */
import { toJSONSchema } from 'zod/v4/core';
import type { Credentials, Destination } from '../../functions/core/declare/destination.ts';

type Schema = { readonly [key: string]: unknown };

/** "apiKey, and baseUrl where requests go elsewhere": the fields of the secret by name. */
export function fieldsOf(destination: Destination): string {
  const { properties = {}, required = [] } = formOf(destination);
  const names = Object.keys(properties as object);
  const must = names.filter((name) => (required as readonly string[]).includes(name));
  const may = names.filter((name) => !must.includes(name) && name !== 'baseUrl');
  const optional = may.length === 0 ? '' : `, perhaps ${may.join(', ')}`;
  return `${must.join(', ') || 'its fields'}${optional}`;
}

/** Stands wherever a secret has a text, and is redacted wherever it goes. */
export const placeholder = 'ZzDryRunOnlyZz';

/**
 * Credentials in the shape of the destination's that are nobody's: for a request that is only shown.
 * @param textAt what stands for the text at a path, `oauth.clientSecret`
 */
export const placeholderOf = (
  destination: Destination,
  textAt: (path: string) => string = () => placeholder,
): Credentials => sampleOf(formOf(destination), '', textAt) as Credentials;

const formOf = ({ credentials }: Destination): Schema =>
  toJSONSchema(credentials, { unrepresentable: 'any', io: 'input' }) as Schema;

/** Of what is required; of a choice the first. */
function sampleOf(schema: Schema, path: string, textAt: (path: string) => string): unknown {
  if ('const' in schema) return schema.const;
  if (Array.isArray(schema.enum)) return schema.enum[0];
  const [choice] = (schema.anyOf ?? schema.oneOf ?? []) as readonly Schema[];
  if (choice !== undefined) return sampleOf(choice, path, textAt);
  switch (schema.type) {
    case 'object': {
      const { properties = {}, required = [] } = schema;
      const isRequired = ([name]: [string, unknown]) => (required as readonly string[]).includes(name);
      return Object.fromEntries(
        Object.entries(properties as Record<string, Schema>)
          .filter(isRequired)
          .map(([name, inner]) => [name, sampleOf(inner, path === '' ? name : `${path}.${name}`, textAt)]),
      );
    }
    case 'array':
      return [sampleOf((schema.items ?? {}) as Schema, path, textAt)];
    case 'number':
    case 'integer':
      return 0;
    case 'boolean':
      return false;
    default:
      return textAt(path);
  }
}
