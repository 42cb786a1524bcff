/** What a request to Stripe says. */

import { decodeForm, type Form } from '../../contract/form.ts';
import type { Arrived } from './contract.ts';
import type { EntityKind } from './request-journal.ts';

/** The parameters of its body, or what is wrong with the body as a whole. */
export function readForm({ body, headers }: Arrived): Form | TypeError {
  const isForm = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
  if (body !== '' && !isForm) {
    return new TypeError(
      'Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at https://support.stripe.com/.',
    );
  }
  try {
    return decodeForm(body);
  } catch (error) {
    return error as TypeError;
  }
}

/** The caller's own ids in `metadata`: the payment's before the customer's, if it is a payment. */
export function externalIdsOf({ metadata }: Form, kind: EntityKind): string[] {
  if (typeof metadata !== 'object') return [];
  const rank = (name: string) => (/payment/i.test(name) === (kind === 'payment_intent') ? 0 : 1);
  return Object.entries(metadata)
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    .sort(([a], [b]) => rank(a) - rank(b) || Number(/id$/i.test(b)) - Number(/id$/i.test(a)))
    .map(([, value]) => value);
}

/** Why it does not know who is calling. It quotes the end of a wrong key. */
export function keyRefusal({ headers }: Arrived): string {
  const [, key] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? [];
  return key === undefined
    ? 'You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth.'
    : `Invalid API Key provided: ${key.slice(0, 8)}${'*'.repeat(Math.max(0, key.length - 12))}${key.slice(-4)}`;
}
