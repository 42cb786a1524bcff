/** What Slack's errors mean, and for whom. https://docs.slack.dev/reference/methods/chat.postMessage */
import type { Judgement, Meaning, Verdict } from '../../core/declare/destination.ts';
import type { HttpResponse } from '../../core/declare/http-message.ts';
import { asString, jsonBody } from '../json-body.ts';
import { refused } from '../refused.ts';

/**
 * Those that are about more than one event. A channel that is none, is archived or does not have the bot in it is a refusal of
 * its own event: others go to other channels. Who posts to a single one says in the operation that all of them wait:
 * `codes: { channel_not_found: refused('operation', 'account') }`.
 */
export const codes: Readonly<Record<string, Verdict | Meaning>> = {
  not_authed: 'credentials',
  invalid_auth: 'credentials',
  account_inactive: 'credentials',
  token_expired: 'credentials',
  token_revoked: 'credentials',
  not_allowed_token_type: 'credentials',
  // The token is known, and may not do this.
  missing_scope: refused('operation', 'permission'),
  no_permission: refused('operation', 'permission'),
  access_denied: refused('operation', 'permission'),
  team_access_not_granted: refused('operation', 'permission'),
  // "Access to this method is limited on the current network."
  accesslimited: refused('operation', 'network'),
  ekm_access_denied: refused('destination', 'account'),
  enterprise_is_restricted: refused('destination', 'account'),
  two_factor_setup_required: refused('destination', 'account'),
  // Of a workspace that pays nothing.
  message_limit_exceeded: refused('destination', 'plan'),
  // The workspace moves to an organization, for hours: a pause, which must not use up the attempts.
  org_login_required: 'throttled',
  team_added_to_org: 'throttled',
  // A 429, a 200, and of too many messages an underscore more.
  ratelimited: 'throttled',
  rate_limited: 'throttled',
  deprecated_endpoint: refused('operation', 'version'),
  method_deprecated: refused('operation', 'version'),
  // Not as it takes any request. Arguments that are wrong (`invalid_arguments`, `invalid_blocks`) are those of one event.
  invalid_arg_name: refused('operation', 'request'),
  invalid_array_arg: refused('operation', 'request'),
  invalid_charset: refused('operation', 'request'),
  invalid_form_data: refused('operation', 'request'),
  invalid_json: refused('operation', 'request'),
  invalid_post_type: refused('operation', 'request'),
  json_not_object: refused('operation', 'request'),
  missing_charset: refused('operation', 'request'),
  missing_post_type: refused('operation', 'request'),
  unknown_method: refused('operation', 'address'),
  // "The POST data was either missing or truncated": it never had the message.
  request_timeout: 'retryable',
  // "It's possible some aspect of the operation succeeded before the error was raised."
  internal_error: 'ambiguous',
  fatal_error: 'ambiguous',
  // Not verified against the present API: that nothing was done.
  service_unavailable: 'ambiguous',
};

/** Every answer of theirs has an `ok`. */
export const isOwnError = (response: HttpResponse): boolean => typeof jsonBody(response)?.ok === 'boolean';

/** A no in a 200: of a code that is no other's, the message is refused. */
export function judge(response: HttpResponse): Judgement | undefined {
  const body = jsonBody(response);
  if (response.statusCode > 299 || body?.ok !== false) return undefined;
  const code = asString(body.error);
  if (code === undefined) return { verdict: 'terminal' };
  return Object.hasOwn(codes, code) ? undefined : { verdict: 'terminal', code };
}
