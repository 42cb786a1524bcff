/** Fields that several of Stripe's objects share, from a form that was found to be right. */
import type { Form } from '../../contract/form.ts';

/** What a new thing has that is not of its form. */
export interface Made {
  readonly id: string;
  readonly createdSeconds: number;
  /** From 0 up to but not including 1. */
  readonly random: () => number;
}

/** `null` where it was left out, or taken away with the empty string. */
export const textIn = (form: Form, name: string): string | null => {
  const value = form[name];
  return typeof value === 'string' && value !== '' ? value : null;
};

export const listIn = (form: Form, name: string): string[] | null => {
  const value = form[name];
  return typeof value === 'object' ? Object.values(value).map(String) : null;
};

/** A pair with the empty string is one that is taken away. */
export const metadataIn = ({ metadata }: Form): object =>
  isForm(metadata) ? Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== '')) : {};

/** https://docs.stripe.com/api/customers/object#customer_object-address: all six, or `null`. */
export function addressIn({ address }: Form): object | null {
  if (!isForm(address)) return null;
  const parts = ['city', 'country', 'line1', 'line2', 'postal_code', 'state'];
  return Object.fromEntries(parts.map((part) => [part, textIn(address, part)]));
}

/** https://docs.stripe.com/api/customers/object#customer_object-shipping */
export function shippingIn({ shipping }: Form): object | null {
  if (!isForm(shipping)) return null;
  return { address: addressIn(shipping), name: textIn(shipping, 'name'), phone: textIn(shipping, 'phone') };
}

export const isForm = (value: Form[string] | undefined): value is Form =>
  typeof value === 'object' && !Array.isArray(value);
