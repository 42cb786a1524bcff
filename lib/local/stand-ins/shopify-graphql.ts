/** As much of GraphQL as the shop needs: which mutation it is, and whether its variables are those of the schema. */

type Variables = Readonly<Record<string, unknown>>;

export interface Asked {
  /** `undefined`: it only reads. */
  readonly mutation?: string | undefined;
  readonly variables: Variables;
}

/** `undefined`: it is no query in JSON. */
export function readGraphql(body: string): Asked | undefined {
  try {
    const { query, variables = {} } = JSON.parse(body) as { query?: unknown; variables?: Variables };
    if (typeof query !== 'string' || query === '') return undefined;
    return { mutation: /\b(customerSet|customerDelete)\(/.exec(query)?.[1], variables };
  } catch {
    return undefined;
  }
}

/** https://shopify.dev/docs/api/admin-graphql/2026-10/input-objects/CustomerSetInput */
const fields: ReadonlySet<string> = new Set([
  ...['id', 'email', 'firstName', 'lastName', 'phone', 'locale', 'note', 'tags', 'addresses', 'taxExempt'],
  ...['taxExemptions', 'emailMarketingConsent', 'smsMarketingConsent', 'metafields'],
]);

/** The error of a variable that is none of its type; it repeats what was sent. `undefined`: each is. */
export function invalidVariable({ mutation, variables }: Asked): object | undefined {
  if (mutation !== 'customerSet') return undefined;
  const { input } = variables;
  if (typeof input !== 'object' || input === null) return invalid('Expected value to not be null', null, []);
  const stranger = Object.keys(input).find((name) => !fields.has(name));
  return stranger === undefined
    ? undefined
    : invalid('Field is not defined on CustomerSetInput', input, [stranger]);
}

const invalid = (explanation: string, value: unknown, path: readonly string[]) => ({
  message: `Variable $input of type CustomerSetInput! was provided invalid value${path.map((name) => ` for ${name}`).join('')} (${explanation})`,
  locations: [{ line: 1, column: 50 }],
  extensions: { code: 'INVALID_VARIABLE', value, problems: [{ path, explanation }] },
});
