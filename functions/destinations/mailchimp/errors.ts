/** What Mailchimp's errors mean, and for whom: problems of RFC 7807, told by their titles. https://mailchimp.com/developer/marketing/docs/errors/ */
import type { Judgement, Meaning, Verdict } from '../../core/declare/destination.ts';
import type { HttpResponse } from '../../core/declare/http-message.ts';
import { asString, jsonBody, told } from '../json-body.ts';
import { refused } from '../refused.ts';

/** Those that are about more than one event. An address that is invalid, or whose owner left for good, refuses its own event. */
export const codes: Readonly<Record<string, Verdict | Meaning>> = {
  'API Key Invalid': 'credentials',
  'API Key Missing': 'credentials',
  'User Disabled': refused('destination', 'account'),
  'Compliance Related': refused('destination', 'account'),
  // The key belongs to another data centre than the secret says.
  'Wrong Datacenter': refused('destination', 'address'),
  // The audience: a member is made where there is none.
  'Resource Not Found': refused('operation', 'address'),
  'Too Many Requests': 'throttled',
  // Two PUTs of one new address crossed; the second time it is an update. Not verified against the present API.
  'Member Exists': 'retryable',
};

export const isOwnError = (response: HttpResponse): boolean => readError(response).code !== undefined;

export function readError(response: HttpResponse): { readonly code?: string; readonly message?: string } {
  const body = jsonBody(response);
  return asString(body?.title) === undefined ? {} : told(body?.title, body?.detail);
}

/** Under heavy load it refuses by a 403 without a word; a firewall's has a page. Not verified against the present API. */
export function judge({ statusCode, body }: HttpResponse): Judgement | undefined {
  return statusCode === 403 && body.trim() === '' ? { verdict: 'throttled' } : undefined;
}
