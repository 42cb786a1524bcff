/** What Intercom's errors mean, and for whom. https://developers.intercom.com/docs/references/rest-api/errors/error-codes */
import type { Judgement, Meaning, Verdict } from '../../core/declare/destination.ts';
import type { HttpResponse } from '../../core/declare/http-message.ts';
import { asString, firstOf, jsonBody } from '../json-body.ts';
import { refused } from '../refused.ts';

/** Those that are about more than one event. Values that are invalid, missing or in conflict are refusals of theirs. */
export const codes: Readonly<Record<string, Verdict | Meaning>> = {
  // The version has no such resource, or there is no such version. Others may go on.
  // https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis/versioning
  intercom_version_invalid: refused('operation', 'version'),
  unsupported: refused('operation', 'request'),
  // "Not available on this App's plan or workspace."
  api_plan_restricted: refused('operation', 'plan'),
  custom_data_limit_reached: refused('operation', 'plan'),
  // "The action is not authorized", "the request is not allowed".
  action_forbidden: refused('operation', 'permission'),
  forbidden: refused('operation', 'permission'),
  // The key, with whatever status it is refused.
  unauthorized: 'credentials',
  missing_authorization: 'credentials',
  token_blocked: 'credentials',
  token_expired: 'credentials',
  token_not_found: 'credentials',
  token_revoked: 'credentials',
  token_suspended: 'credentials',
  // "Is not allowed to access the resource": this one.
  token_unauthorized: refused('operation', 'permission'),
  rate_limit_exceeded: 'throttled',
  retry_after: 'throttled',
  too_many_requests: 'throttled',
};

/** As https://github.com/intercom/intercom-node/issues/349 quotes it: the workspace has no such attribute, for no event. */
const missingAttribute = /\battribute\b.*\bdoes not exist\b/i;

/**
 * A path that is none of theirs, for no event; of a record they say "User Not Found" and the like, by the same code. As
 * https://github.com/LogicLady/email-saga/issues/2 quotes it.
 */
const missingPath = /\bcheck your path\b/i;

export function judge(response: HttpResponse): Judgement | undefined {
  const error = firstOf(jsonBody(response)?.errors);
  const code = asString(error?.code);
  const message = asString(error?.message) ?? '';
  if (code === 'parameter_invalid' && missingAttribute.test(message))
    return { ...refused('operation', 'mapping'), code };
  if (response.statusCode === 404 && missingPath.test(message))
    return { ...refused('operation', 'address'), ...(code === undefined ? {} : { code }) };
  return undefined;
}

/** https://developers.intercom.com/docs/references/rest-api/errors/error-objects */
export function isOwnError(response: HttpResponse): boolean {
  const body = jsonBody(response);
  return body?.type === 'error.list' || asString(firstOf(body?.errors)?.code) !== undefined;
}
