import type { Form } from '../../contract/form.ts';
import { identifier } from './identifiers.ts';
import type { StripeError } from './stripe-answers.ts';
import { isForm, listIn, type Made, metadataIn, shippingIn, textIn } from './stripe-fields.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A payment intent before anybody has paid: `null` for what is unset. https://docs.stripe.com/api/payment_intents/object */
export function paymentIntentOf(form: Form, { id, createdSeconds, random }: Made): Record<string, unknown> {
  const types = listIn(form, 'payment_method_types');
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: Number(form.amount),
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount:
      form.application_fee_amount === undefined ? null : Number(form.application_fee_amount),
    automatic_payment_methods: types === null ? automaticMethods(form) : null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: textIn(form, 'capture_method') ?? 'automatic_async',
    client_secret: `${id}_secret_${identifier(random, 25)}`,
    confirmation_method: textIn(form, 'confirmation_method') ?? 'automatic',
    created: createdSeconds,
    currency: String(form.currency).toLowerCase(),
    customer: textIn(form, 'customer'),
    customer_account: null,
    description: textIn(form, 'description'),
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: metadataIn(form),
    next_action: null,
    on_behalf_of: textIn(form, 'on_behalf_of'),
    payment_method: textIn(form, 'payment_method'),
    payment_method_configuration_details: null,
    payment_method_options: {
      card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' },
    },
    payment_method_types: types ?? ['card'],
    payment_record: null,
    processing: null,
    receipt_email: textIn(form, 'receipt_email'),
    review: null,
    setup_future_usage: textIn(form, 'setup_future_usage'),
    shipping: shippingIn(form),
    source: null,
    statement_descriptor: textIn(form, 'statement_descriptor'),
    statement_descriptor_suffix: textIn(form, 'statement_descriptor_suffix'),
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: textIn(form, 'transfer_group'),
  };
}

/** On unless the caller names the methods. https://docs.stripe.com/upgrades#2023-08-16 */
function automaticMethods({ automatic_payment_methods: given }: Form): object {
  const methods = isForm(given) ? given : {};
  return {
    allow_redirects: textIn(methods, 'allow_redirects') ?? 'always',
    enabled: methods.enabled !== 'false',
  };
}

/** Nobody will pay it any more. https://docs.stripe.com/api/payment_intents/cancel */
export const canceled = (intent: Fields, form: Form, atSeconds: number): Fields => ({
  ...intent,
  canceled_at: atSeconds,
  cancellation_reason: textIn(form, 'cancellation_reason'),
  status: 'canceled',
});

/** What Stripe says to somebody who cancels it again. */
export const canceledBefore = (intent: Fields): StripeError => ({
  code: 'payment_intent_unexpected_state',
  message:
    'You cannot cancel this PaymentIntent because it has a status of canceled. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action, processing.',
  payment_intent: intent,
});
