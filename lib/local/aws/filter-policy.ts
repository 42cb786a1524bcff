/** SNS subscription filter policies. https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html */
import * as z from 'zod/mini';

export type FilterScope = 'MessageAttributes' | 'MessageBody';

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const ruleSchema = z.union([
  scalar,
  z.strictObject({ exists: z.boolean() }),
  z.strictObject({ prefix: z.string() }),
  z.strictObject({ suffix: z.string() }),
  z.strictObject({ 'equals-ignore-case': z.string() }),
  z.strictObject({ wildcard: z.string() }),
  z.strictObject({ numeric: z.array(z.union([z.enum(['=', '<', '<=', '>', '>=']), z.number()])) }),
  z.strictObject({
    'anything-but': z.union([
      z.string(),
      z.number(),
      z.array(z.union([z.string(), z.number()])),
      z.strictObject({ prefix: z.union([z.string(), z.array(z.string())]) }),
      z.strictObject({ suffix: z.union([z.string(), z.array(z.string())]) }),
      z.strictObject({ 'equals-ignore-case': z.union([z.string(), z.array(z.string())]) }),
      z.strictObject({ wildcard: z.union([z.string(), z.array(z.string())]) }),
    ]),
  }),
]);

type Rule = z.infer<typeof ruleSchema>;
type Members = Readonly<Record<string, unknown>>;
/** A policy that `parseFilterPolicy` found right: each key holds a nested policy, or a list of rules. */
export type FilterPolicy = {
  readonly [key: string]: FilterPolicy | readonly Rule[] | readonly FilterPolicy[];
};

const isMembers = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** SNS takes five keys and 150 combinations: https://docs.aws.amazon.com/sns/latest/dg/subscription-filter-policy-constraints.html */
const keysMax = 5;
const combinationsMax = 150;

/** Throws on what SNS refuses at `Subscribe`, which in the cloud would show at deploy only. */
export function parseFilterPolicy(policy: unknown, scope: FilterScope): FilterPolicy {
  let keys = 0;
  let combinations = 1;
  const read = (value: unknown, path: string, level: number): FilterPolicy => {
    if (!isMembers(value)) throw new Error(`filter policy: ${path || 'it'} must be an object`);
    return Object.fromEntries(
      Object.entries(value).map(([key, member]) => {
        const where = path === '' ? key : `${path}.${key}`;
        if (isAlternatives(key, member)) return [key, member.map((item) => read(item, where, level))];
        if (Array.isArray(member)) {
          keys += 1;
          combinations *= member.length * (scope === 'MessageBody' ? level : 1);
          return [key, readRules(member, where)];
        }
        if (isMembers(member) && scope === 'MessageBody') return [key, read(member, where, level + 1)];
        throw new Error(
          `filter policy: "${where}" must be ${scope === 'MessageBody' ? 'an object or ' : ''}an array`,
        );
      }),
    );
  };
  const parsed = read(policy, '', 1);
  if (keys > keysMax) throw new Error(`filter policy: ${keys} keys, SNS takes at most ${keysMax}`);
  if (combinations > combinationsMax) {
    throw new Error(`filter policy: ${combinations} combinations, SNS takes at most ${combinationsMax}`);
  }
  return parsed;
}

function readRules(rules: readonly unknown[], where: string): Rule[] {
  if (rules.length === 0) throw new Error(`filter policy: "${where}" is an empty array`);
  return rules.map((rule) => {
    const { success, data } = ruleSchema.safeParse(rule);
    if (!success)
      throw new Error(`filter policy: "${where}" has a rule that is not known: ${JSON.stringify(rule)}`);
    return data as Rule;
  });
}

/** `$or` is the operator when it holds two objects or more; else it is a key like any other. */
const isAlternatives = (key: string, value: unknown): value is readonly Members[] =>
  key === '$or' && Array.isArray(value) && value.length >= 2 && value.every(isMembers);

/** Whether the policy lets a message through: `content` is its parsed body, or its attributes as a flat object. */
export function letsThrough(policy: FilterPolicy, content: unknown): boolean {
  return Object.entries(policy).every(([key, rules]) => {
    if (isAlternatives(key, rules)) return rules.some((item) => letsThrough(item as FilterPolicy, content));
    const value = isMembers(content) && Object.hasOwn(content, key) ? content[key] : undefined;
    // In an array, any element may match.
    const values = Array.isArray(value) ? value : [value];
    if (!Array.isArray(rules)) {
      return (values.length === 0 ? [undefined] : values).some((item) =>
        letsThrough(rules as FilterPolicy, item),
      );
    }
    const isThere = value !== undefined && values.length > 0;
    return (rules as readonly Rule[]).some((rule) =>
      isMembers(rule) && 'exists' in rule
        ? // `exists` is about leaves: an object does not count.
          rule.exists === (isThere && !isMembers(value))
        : isThere && values.some((item) => !isMembers(item) && matches(rule, item)),
    );
  });
}

function matches(rule: Rule, value: unknown): boolean {
  if (!isMembers(rule)) return rule === value;
  if ('anything-but' in rule) return isAnythingBut(rule['anything-but'], value);
  if ('numeric' in rule) return typeof value === 'number' && inRange(rule.numeric as Range, value);
  const [operator = '', operand] = Object.entries(rule)[0] ?? [];
  return typeof value === 'string' && matchesText(operator, String(operand), value);
}

function isAnythingBut(excluded: unknown, value: unknown): boolean {
  if (!isMembers(excluded)) return ![excluded].flat().includes(value);
  const [operator = '', operands] = Object.entries(excluded)[0] ?? [];
  return (
    typeof value === 'string' && ![operands].flat().some((one) => matchesText(operator, String(one), value))
  );
}

function matchesText(operator: string, operand: string, value: string): boolean {
  switch (operator) {
    case 'prefix':
      return value.startsWith(operand);
    case 'suffix':
      return value.endsWith(operand);
    case 'equals-ignore-case':
      return value.toLowerCase() === operand.toLowerCase();
    default: {
      const source = operand.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
      return new RegExp(`^${source.join('.*')}$`, 's').test(value);
    }
  }
}

type Range = readonly (string | number)[];

const comparisons: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

/** `[">", 0, "<=", 150]`. */
function inRange(range: Range, value: number): boolean {
  for (let at = 0; at < range.length; at += 2) {
    const holds = comparisons[String(range[at])];
    if (holds === undefined || !holds(value, Number(range[at + 1]))) return false;
  }
  return true;
}
