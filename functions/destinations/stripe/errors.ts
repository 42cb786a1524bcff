/** What Stripe's errors mean, and for whom. https://docs.stripe.com/error-codes lists the codes, each under its own name. */
import type { Judgement, Meaning, Verdict } from '../../core/declare/destination.ts';
import type { HttpResponse } from '../../core/declare/http-message.ts';
import { asObject, asString, jsonBody } from '../json-body.ts';
import { refused } from '../refused.ts';

/** https://docs.stripe.com/api/errors#errors-http */
export const statuses: Readonly<Record<number, Verdict | Meaning>> = {
  // The key has no permission for this; it may have those for others. https://docs.stripe.com/keys-best-practices#limit-access
  403: refused('operation', 'permission'),
  // Another request with this idempotency key is being worked on.
  409: 'retryable',
  // Something that Stripe depends on failed under way.
  424: 'ambiguous',
};

/** Those that are about more than one event. Declines, invalid numbers and the like are refusals of theirs. */
export const codes: Readonly<Record<string, Verdict | Meaning>> = {
  // The account is not activated, or not for this.
  testmode_charges_only: refused('operation', 'account'),
  payment_method_unactivated: refused('operation', 'account'),
  not_allowed_on_standard_account: refused('operation', 'account'),
  platform_account_required: refused('operation', 'account'),
  payouts_not_allowed: refused('operation', 'account'),
  transfers_not_allowed: refused('operation', 'account'),
  stripe_tax_inactive: refused('operation', 'account'),
  // The header Stripe-Account, or the key, names an account that it has no access to.
  account_invalid: refused('destination', 'account'),
  // A test key and live objects, or the other way round.
  livemode_mismatch: refused('operation', 'credentials'),
  // A parameter that this version does not know: the mapping sends it with every event that has it.
  parameter_unknown: refused('operation', 'mapping'),
  tls_version_unsupported: refused('destination', 'version'),
  api_key_expired: 'credentials',
  platform_api_key_expired: 'credentials',
  secret_key_required: 'credentials',
  rate_limit: 'throttled',
  // A 429 about one object that another request holds, for seconds. https://docs.stripe.com/rate-limits#object-lock-timeouts
  lock_timeout: 'retryable',
  idempotency_key_in_use: 'retryable',
};

/** What Stripe tells of in words only: its errors of the type `invalid_request_error` need not have a code. */
const sentences: readonly (readonly [sentence: RegExp, meaning: Meaning])[] = [
  // https://docs.stripe.com/api/versioning
  [/^Invalid Stripe API version/, refused('destination', 'version')],
  // https://docs.stripe.com/api/errors: a 404 that is not about a thing
  [/^Unrecognized request URL/, refused('operation', 'address')],
  // https://support.stripe.com/questions/your-account-cannot-currently-make-live-charges
  [/cannot currently make live charges/, refused('operation', 'account')],
  // https://docs.stripe.com/payments/payment-methods/dynamic-payment-methods
  [/^No valid payment method types/, refused('operation', 'account')],
];

/** Every error has a type. https://docs.stripe.com/api/errors */
export function errorOf(response: HttpResponse) {
  const error = asObject(jsonBody(response)?.error);
  return {
    type: asString(error?.type),
    code: asString(error?.code),
    message: asString(error?.message),
  };
}

/** Stripe says itself whether a 4xx may be repeated. https://docs.stripe.com/error-low-level */
export function judge(response: HttpResponse): Judgement | undefined {
  const { statusCode, headers } = response;
  // Stripe keeps a 500 under its key as well: every repetition brings this one back, and nothing new is tried.
  if (statusCode >= 500 && headers['idempotent-replayed'] === 'true') {
    return {
      verdict: 'unknown',
      message: `Stripe keeps answering this key with its first status ${statusCode}`,
    };
  }
  if (statusCode < 400 || statusCode > 499 || statusCode === 401 || statusCode === 429) return undefined;
  const { type, message = '' } = errorOf(response);
  // The key was used with other parameters: something was carried out, but not what this request says.
  if (statusCode === 400 && type === 'idempotency_error') return { verdict: 'unknown', code: type };
  if (headers['stripe-should-retry'] === 'true') return { verdict: 'retryable' };
  if (headers['stripe-should-retry'] === 'false' && statusCode === 409) return { verdict: 'terminal' };
  return sentences.find(([sentence]) => sentence.test(message))?.[1];
}
