/** What Stripe says to parameters that it does not take. */
import type { Form } from '../../contract/form.ts';
import { customerRules, paymentIntentRules, type Rule, type Rules } from './stripe-rules.ts';

export interface ParameterError {
  readonly code?: string;
  readonly param: string;
  readonly message: string;
}

/** The first thing wrong with the parameters of a customer, in Stripe's words. */
export const customerError = (form: Form) => parameterError(form, customerRules);

/** The first thing wrong with the parameters of a payment intent, in Stripe's words. */
export function paymentIntentError(form: Form): ParameterError | undefined {
  const missing = ['amount', 'currency'].find((name) => form[name] === undefined);
  if (missing !== undefined) {
    return { code: 'parameter_missing', param: missing, message: `Missing required param: ${missing}.` };
  }
  const problem = parameterError(form, paymentIntentRules);
  if (problem !== undefined || Number(form.amount) >= 1) return problem;
  const message = 'This value must be greater than or equal to 1.';
  return { code: 'parameter_invalid_integer', param: 'amount', message };
}

/** The first thing that the rules do not allow. */
export function parameterError(form: Form, rules: Rules, parent = ''): ParameterError | undefined {
  for (const [name, value] of Object.entries(form)) {
    const param = parent === '' ? name : `${parent}[${name}]`;
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined;
    if (rule === undefined) {
      return { code: 'parameter_unknown', param, message: `Received unknown parameter: ${param}` };
    }
    const error = valueError(value, rule, param);
    if (error !== undefined) return error;
  }
  return undefined;
}

function valueError(value: Form[string], rule: Rule, param: string): ParameterError | undefined {
  if (rule === 'anything') return undefined;
  if (rule === 'list') {
    const isNumbered = typeof value === 'object' && Object.keys(value).every((key) => /^\d+$/.test(key));
    return isNumbered ? undefined : { param, message: 'Invalid array' };
  }
  if (typeof rule === 'object' || rule === 'metadata') {
    // The empty string takes the whole object away.
    if (value === '') return undefined;
    if (typeof value === 'string' || Array.isArray(value)) return { param, message: 'Invalid object' };
    return rule === 'metadata'
      ? metadataError(value as Form, param)
      : parameterError(value as Form, rule, param);
  }
  if (typeof value !== 'string') return { param, message: `Invalid string: ${JSON.stringify(value)}` };
  if (value === '' && rule !== 'clearable' && rule !== 'country') {
    const message = `You passed an empty string for '${param}'. We assume empty values are an attempt to unset a parameter; however '${param}' cannot be unset. You should remove '${param}' from your request or supply a non-empty value.`;
    return { code: 'parameter_invalid_empty', param, message };
  }
  const [pattern, what, code] = patterns[rule] ?? [/^/s, '', undefined];
  if (value === '' || pattern.test(value))
    return rule === 'currency' ? currencyError(value, param) : undefined;
  return { ...(code === undefined ? {} : { code }), param, message: `Invalid ${what}: ${value}` };
}

const patterns: Readonly<Record<string, readonly [RegExp, string, string | undefined]>> = {
  integer: [/^-?\d+$/, 'integer', 'parameter_invalid_integer'],
  email: [/^[^@\s]+@[^@\s]+\.[^@\s.]+$/, 'email address', 'email_invalid'],
  country: [/^[A-Za-z]{2}$/, 'country', undefined],
  currency: [/^[A-Za-z]{3}$/, 'currency', undefined],
  boolean: [/^(true|false)$/, 'boolean', undefined],
};

/** Those that there are or were: Stripe takes nearly all of them, and names them in its refusal. */
const currencies: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

const currencyError = (value: string, param: string): ParameterError | undefined =>
  currencies.has(value.toUpperCase())
    ? undefined
    : {
        param,
        message: `Invalid currency: ${value.toLowerCase()}. Stripe currently supports these currencies: ${[...currencies].join(', ').toLowerCase()}`,
      };

/** https://docs.stripe.com/metadata: 50 pairs, names of 40 characters, values of 500. */
function metadataError(metadata: Form, parent: string): ParameterError | undefined {
  if (Object.keys(metadata).length > 50) return { param: parent, message: 'Metadata can have up to 50 keys' };
  for (const [name, value] of Object.entries(metadata)) {
    const param = `${parent}[${name}]`;
    if (typeof value !== 'string') return { param, message: 'Metadata values must be strings' };
    if (name.length > 40) return { param, message: 'Metadata keys can have up to 40 characters' };
    if (value.length > 500) return { param, message: 'Metadata values can have up to 500 characters' };
  }
  return undefined;
}
