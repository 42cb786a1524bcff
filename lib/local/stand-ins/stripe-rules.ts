/** Which parameters Stripe takes. https://docs.stripe.com/api/customers/create, .../payment_intents/create */
/**
 * - `text`: any string but the empty one
 * - `clearable`: the empty string too
 * - `integer`, `email`, `country`, `currency`, `boolean`: as they say
 * - `metadata`: up to 50 pairs of own names
 * - `anything`: not looked into
 */
export type Rule =
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
export interface Rules {
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

export const customerRules: Rules = {
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

export const paymentIntentRules: Rules = {
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

/** https://docs.stripe.com/api/payment_intents/cancel */
export const cancelRules: Rules = { cancellation_reason: 'text', expand: 'anything' };

/** https://docs.stripe.com/api/pagination. Of the filters that single lists have besides, only that of customers by email is played. */
export const listRules: Rules = {
  limit: 'integer',
  starting_after: 'text',
  expand: 'anything',
  email: 'text',
};
