import type { Form } from '../../contract/form.ts';
import type { Entity } from './request-journal.ts';
import { isForm, metadataIn } from './stripe-fields.ts';
import type { StripeResource } from './stripe-resource.ts';

/**
 * What it is after an update: what the form does not name stays, and so do keys of `metadata`; an empty text unsets.
 * https://docs.stripe.com/api/customers/update
 */
export function updated(
  { value: before }: Entity,
  form: Form,
  { shape }: StripeResource,
  random: () => number,
): Record<string, unknown> {
  const made = shape(form, { id: String(before.id), createdSeconds: Number(before.created), random });
  const named = Object.keys(form).filter((name) => name !== 'metadata' && Object.hasOwn(made, name));
  return {
    ...before,
    ...Object.fromEntries(named.map((name) => [name, made[name]])),
    metadata: metadataAfter(before.metadata as Readonly<Record<string, unknown>>, form),
  };
}

function metadataAfter(before: Readonly<Record<string, unknown>>, form: Form): object {
  if (form.metadata === '') return {};
  const given = isForm(form.metadata) ? form.metadata : {};
  const unset = Object.keys(given).filter((name) => given[name] === '');
  const all = { ...before, ...metadataIn(form) };
  return Object.fromEntries(Object.entries(all).filter(([name]) => !unset.includes(name)));
}
