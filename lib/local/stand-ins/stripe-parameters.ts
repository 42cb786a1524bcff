/** Which parameters Stripe takes. https://docs.stripe.com/api/customers/create, .../payment_intents/create */
import type { Form } from './form.ts';

/**
 * - `text`: any string but the empty one
 * - `clearable`: the empty string too
 * - `integer`, `email`, `country`, `currency`, `boolean`: as they say
 * - `metadata`: up to 50 pairs of own names
 * - `anything`: not looked into
 */
type Rule =
  | 'text'
  | 'clearable'
  | 'integer'
  | 'email'
  | 'country'
  | 'currency'
  | 'boolean'
  | 'list'
  | 'metadata'
  | 'anything'
  | Rules;
interface Rules {
  readonly [name: string]: Rule;
}

const address: Rules = {
  line1: 'clearable',
  line2: 'clearable',
  city: 'clearable',
  state: 'clearable',
  postal_code: 'clearable',
  country: 'country',
};
const shipping: Rules = {
  address,
  name: 'text',
  phone: 'clearable',
  carrier: 'text',
  tracking_number: 'text',
};

const looseOf = (names: string): Rules =>
  Object.fromEntries(names.split(' ').map((name) => [name, 'anything']));

const customerRules: Rules = {
  ...looseOf('business_name cash_balance expand individual_name invoice_prefix invoice_settings'),
  ...looseOf('next_invoice_sequence payment_method source tax tax_exempt tax_id_data test_clock validate'),
  address,
  balance: 'integer',
  description: 'text',
  email: 'email',
  metadata: 'metadata',
  name: 'text',
  phone: 'clearable',
  preferred_locales: 'list',
  shipping,
};

const paymentIntentRules: Rules = {
  ...looseOf('allowed_payment_method_types amount_details application_fee_amount capture_method confirm'),
  ...looseOf('confirmation_method confirmation_token customer_account error_on_requires_action expand'),
  ...looseOf('excluded_payment_method_types hooks mandate mandate_data off_session on_behalf_of'),
  ...looseOf('payment_details payment_method payment_method_configuration payment_method_data'),
  ...looseOf('payment_method_options radar_options return_url setup_future_usage statement_descriptor'),
  ...looseOf('statement_descriptor_suffix transfer_data transfer_group use_stripe_sdk'),
  amount: 'integer',
  automatic_payment_methods: { enabled: 'boolean', allow_redirects: 'text' },
  currency: 'currency',
  customer: 'text',
  description: 'text',
  metadata: 'metadata',
  payment_method_types: 'list',
  receipt_email: 'email',
  shipping,
};

interface ParameterError {
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

function parameterError(form: Form, rules: Rules, parent = ''): ParameterError | undefined {
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
  if (value === '' || pattern.test(value)) return undefined;
  return { ...(code === undefined ? {} : { code }), param, message: `Invalid ${what}: ${value}` };
}

const patterns: Readonly<Record<string, readonly [RegExp, string, string | undefined]>> = {
  integer: [/^-?\d+$/, 'integer', 'parameter_invalid_integer'],
  email: [/^[^@\s]+@[^@\s]+\.[^@\s.]+$/, 'email address', 'email_invalid'],
  country: [/^[A-Za-z]{2}$/, 'country', undefined],
  currency: [/^[A-Za-z]{3}$/, 'currency', undefined],
  boolean: [/^(true|false)$/, 'boolean', undefined],
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
