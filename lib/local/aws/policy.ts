/** IAM policy documents: which statements speak of a request, and what they say together. */
import * as z from 'zod/mini';

const oneOrMore = z.union([z.string(), z.array(z.string())]);
const statementSchema = z.object({
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.optional(z.union([z.string(), z.record(z.string(), oneOrMore)])),
  Action: z.optional(oneOrMore),
  NotAction: z.optional(oneOrMore),
  Resource: z.optional(oneOrMore),
  NotResource: z.optional(oneOrMore),
  Condition: z.optional(
    z.record(
      z.string(),
      z.record(z.string(), z.union([z.string(), z.boolean(), z.number(), z.array(z.string())])),
    ),
  ),
});
export const policySchema = z.object({
  Statement: z.union([
    z.array(statementSchema),
    z.pipe(
      statementSchema,
      z.transform((one) => [one]),
    ),
  ]),
});

export type Policy = z.infer<typeof policySchema>;
type Statement = z.infer<typeof statementSchema>;

export interface Request {
  /** `sqs:SendMessage`. */
  readonly action: string;
  /** ARN, or `*` where the action has none. */
  readonly resource: string;
  /** Condition keys that are known of this request, lower case as they are compared, with all their values. */
  readonly context: Readonly<Record<string, readonly string[]>>;
  /** Service that asks, `sns.amazonaws.com`: for resource policies, whose statements name who they are about. */
  readonly service?: string;
  /** Account whose identity asks: for resource policies, too. */
  readonly account?: string;
}

/**
 * What the policies say: `denied` explicitly, `allowed`, or nothing (`unmentioned`), which AWS takes for no.
 * A condition on a key that is not in `context`, or with an operator not known here, holds for an Allow and does
 * not for a Deny: what cannot be judged is not enforced.
 */
export function decide(policies: readonly Policy[], request: Request): 'allowed' | 'denied' | 'unmentioned' {
  const about = policies
    .flatMap(({ Statement }) => Statement)
    .filter((statement) => isAbout(statement, request));
  if (about.some(({ Effect }) => Effect === 'Deny')) return 'denied';
  return about.length > 0 ? 'allowed' : 'unmentioned';
}

function isAbout(statement: Statement, request: Request): boolean {
  const { Action, NotAction, Resource, NotResource } = statement;
  const { action, resource } = request;
  const names = (patterns: string | string[] | undefined, value: string, flags = '') =>
    [patterns ?? []].flat().some((pattern) => like(pattern, value, flags));
  // Actions are compared without regard to case, ARNs with.
  const isItsAction = NotAction === undefined ? names(Action, action, 'i') : !names(NotAction, action, 'i');
  const isItsResource =
    Resource === undefined && NotResource !== undefined
      ? !names(NotResource, resource)
      : names(Resource, resource);
  return (
    isItsAction && isItsResource && isItsPrincipal(statement, request) && conditionsHold(statement, request)
  );
}

function isItsPrincipal({ Principal }: Statement, { service, account }: Request): boolean {
  if (Principal === undefined || (service === undefined && account === undefined)) return true;
  if (typeof Principal === 'string') return Principal === '*';
  const [services, identities] = [[Principal.Service ?? []].flat(), [Principal.AWS ?? []].flat()];
  if (identities.includes('*') || (service !== undefined && services.includes(service))) return true;
  return identities.some((arn) => account !== undefined && (arn === account || isRootOf(account, arn)));
}

const isRootOf = (account: string, arn: string) =>
  new RegExp(`^arn:aws[\\w-]*:iam::${account}:root$`).test(arn);

function conditionsHold({ Effect, Condition = {} }: Statement, { context }: Request): boolean {
  const unknown = Effect === 'Allow';
  return Object.entries(Condition).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => {
      const values = context[key.toLowerCase()];
      return values === undefined
        ? unknown
        : (test(operator, [wanted].flat().map(String), values) ?? unknown);
    }),
  );
}

/** `undefined` for an operator that is not known here. */
function test(operator: string, wanted: readonly string[], values: readonly string[]): boolean | undefined {
  const [, qualifier, name = operator] =
    /^(?:(ForAllValues|ForAnyValue):)?(.*?)(?:IfExists)?$/.exec(operator) ?? [];
  // "true" asks that the key be absent.
  if (name === 'Null') return wanted.includes('true') ? values.length === 0 : values.length > 0;
  const positive = name.replace(/Not(?=Equals$|Like$)/, '');
  const isNegated = positive !== name;
  const match = matchers[positive];
  if (match === undefined) return undefined;
  const one = (value: string) => wanted.some((pattern) => match(pattern, value)) !== isNegated;
  const isOfAll = qualifier === 'ForAllValues' || (isNegated && qualifier === undefined);
  return isOfAll ? values.every(one) : values.some(one);
}

const matchers: Readonly<Record<string, (pattern: string, value: string) => boolean>> = {
  StringEquals: (pattern, value) => pattern === value,
  StringLike: (pattern, value) => like(pattern, value),
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html: the same.
  ArnEquals: (pattern, value) => like(pattern, value),
  ArnLike: (pattern, value) => like(pattern, value),
  Bool: (pattern, value) => pattern.toLowerCase() === value.toLowerCase(),
};

const expressions = new Map<string, RegExp>();

/** `*` is any text, `?` any one character. */
function like(pattern: string, value: string, flags = ''): boolean {
  const key = `${flags} ${pattern}`;
  let expression = expressions.get(key);
  if (expression === undefined) {
    const source = pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.');
    expression = new RegExp(`^${source}$`, `s${flags}`);
    expressions.set(key, expression);
  }
  return expression.test(value);
}
