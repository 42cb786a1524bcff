import type * as z from 'zod/mini';
import type { Problem } from '../errors.ts';
import { declaredSteps } from './declared-steps.ts';
import { problemsMax } from './strict-json.ts';

/**
 * What is wrong with an event, in our words: zod/mini brings none. What was got is told by its kind, never by its value.
 * @param value what was checked by `schema`
 * @param root where it stands in the event
 */
export function describeProblems(
  issues: readonly z.core.$ZodIssue[],
  value: unknown,
  schema: z.core.$ZodType,
  ...root: readonly string[]
): Problem[] {
  return issues.slice(0, problemsMax).map((issue) => {
    const steps = issue.path.map(String);
    const path = [...root, ...declaredSteps(schema, steps)].join('.');
    return { path, message: describe(issue, steps.reduce(step, value)) };
  });
}

function describe(issue: z.core.$ZodIssue, value: unknown): string {
  // Whoever declared the schema says better what is expected; zod's own words say nothing.
  if (issue.message !== 'Invalid input') return issue.message;
  switch (issue.code) {
    case 'invalid_type':
      return `expected ${words[issue.expected] ?? issue.expected}, got ${kindOf(value)}`;
    case 'invalid_value':
      return `expected ${issue.values.map((one) => JSON.stringify(one)).join(' or ')}, got ${kindOf(value)}`;
    case 'too_small':
    case 'too_big':
      return describeSize(issue);
    case 'invalid_format':
      return ownFormats.test(issue.format)
        ? 'does not have the form that its contract asks for'
        : `not a valid ${issue.format}`;
    case 'not_multiple_of':
      return `expected a multiple of ${issue.divisor}`;
    case 'unrecognized_keys':
      return `has ${issue.keys.length} fields that its contract does not know`;
    case 'invalid_key':
    case 'invalid_element':
      return 'has a key or a member that its contract does not take';
    case 'invalid_union':
      return 'has none of the shapes that its contract takes';
    case 'custom':
      return 'not a valid value';
  }
}

function describeSize(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  const isLess = issue.code === 'too_small';
  const bound = isLess ? issue.minimum : issue.maximum;
  const unit = issue.origin === 'string' ? ' characters' : issue.origin === 'array' ? ' items' : '';
  if (issue.exact === true) return `expected exactly ${bound}${unit}, got ${isLess ? 'less' : 'more'}`;
  if (issue.inclusive === false) return `expected ${isLess ? 'more' : 'less'} than ${bound}${unit}`;
  return `expected at ${isLess ? 'least' : 'most'} ${bound}${unit}, got ${isLess ? 'less' : 'more'}`;
}

/** What zod calls by names of its own. */
const words: Readonly<Record<string, string>> = {
  int: 'a whole number',
  nonoptional: 'a value',
  never: 'nothing',
};

/** Formats that are no standard's but the contract's own. */
const ownFormats = /^(regex|starts_with|ends_with|includes|template_literal)$/;

const step = (value: unknown, key: string): unknown =>
  value !== null && typeof value === 'object' && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}
