import type { Form } from '../../contract/form.ts';
import { identifier } from './identifiers.ts';
import { addressIn, isForm, listIn, type Made, metadataIn, shippingIn, textIn } from './stripe-fields.ts';

/** A customer as Stripe answers it: `null` for what is unset. https://docs.stripe.com/api/customers/object */
export function customerOf(form: Form, { id, createdSeconds, random }: Made): Record<string, unknown> {
  // These two are there only when they were set.
  const names = ['business_name', 'individual_name'].filter((name) => textIn(form, name) !== null);
  return {
    id,
    object: 'customer',
    address: addressIn(form),
    balance: Number(form.balance ?? 0),
    ...Object.fromEntries(names.map((name) => [name, form[name]])),
    created: createdSeconds,
    currency: null,
    default_source: null,
    delinquent: false,
    description: textIn(form, 'description'),
    discount: null,
    email: textIn(form, 'email'),
    invoice_prefix:
      textIn(form, 'invoice_prefix') ?? identifier(random, 8, 'ABCDEFGHJKMNPQRSTUVWXYZ0123456789'),
    invoice_settings: invoiceSettings(form),
    livemode: false,
    metadata: metadataIn(form),
    name: textIn(form, 'name'),
    next_invoice_sequence: Number(form.next_invoice_sequence ?? 1),
    phone: textIn(form, 'phone'),
    preferred_locales: listIn(form, 'preferred_locales') ?? [],
    shipping: shippingIn(form),
    tax_exempt: textIn(form, 'tax_exempt') ?? 'none',
    test_clock: textIn(form, 'test_clock'),
  };
}

function invoiceSettings({ invoice_settings: given }: Form): object {
  const settings = isForm(given) ? given : {};
  return {
    custom_fields: null,
    default_payment_method: textIn(settings, 'default_payment_method'),
    footer: textIn(settings, 'footer'),
    rendering_options: null,
  };
}
