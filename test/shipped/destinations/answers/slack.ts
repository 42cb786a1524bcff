/**
 * Slack's errors, as the reference of chat.postMessage lists them, with those of every method.
 * https://docs.slack.dev/reference/methods/chat.postMessage
 */
import { type AnswerRow, answer, page } from '../../../functions/core/http/answers/row.ts';

const no = (error: string, statusCode = 200) => answer(statusCode, { ok: false, error });
type Meant = readonly [verdict: AnswerRow[2], scope: AnswerRow[3], lookAt: AnswerRow[4]];

/** By what they mean, each in a 200. */
const refusals: readonly (readonly [codes: string, meant: Meant])[] = [
  [
    'as_user_not_supported attachment_payload_limit_exceeded cannot_reply_to_message channel_not_found duplicate_channel_not_found duplicate_message_not_found invalid_arguments invalid_blocks invalid_blocks_format invalid_metadata_format invalid_metadata_schema is_archived is_inactive markdown_text_conflict messages_tab_disabled metadata_too_large msg_blocks_too_long msg_too_long no_text not_in_channel restricted_action restricted_action_non_threadable_channel restricted_action_read_only_channel restricted_action_thread_locked restricted_action_thread_only_channel team_not_found too_many_attachments too_many_contact_cards an_error_of_tomorrow',
    ['terminal', 'event', '-'],
  ],
  [
    'not_authed invalid_auth account_inactive token_expired token_revoked not_allowed_token_type',
    ['credentials', 'destination', 'credentials'],
  ],
  [
    'missing_scope no_permission access_denied team_access_not_granted',
    ['refused', 'operation', 'permission'],
  ],
  ['accesslimited', ['refused', 'operation', 'network']],
  [
    'ekm_access_denied enterprise_is_restricted two_factor_setup_required',
    ['refused', 'destination', 'account'],
  ],
  ['message_limit_exceeded', ['refused', 'destination', 'plan']],
  ['org_login_required team_added_to_org ratelimited rate_limited', ['throttled', 'destination', '-']],
  ['deprecated_endpoint method_deprecated', ['refused', 'operation', 'version']],
  [
    'invalid_arg_name invalid_array_arg invalid_charset invalid_form_data invalid_json invalid_post_type json_not_object missing_charset missing_post_type',
    ['refused', 'operation', 'request'],
  ],
  ['unknown_method', ['refused', 'operation', 'address']],
  ['request_timeout', ['retryable', 'event', '-']],
  ['internal_error fatal_error service_unavailable', ['ambiguous', 'event', '-']],
];

export const slackAnswers: readonly AnswerRow[] = [
  ...refusals.flatMap(([codes, meant]) =>
    codes.split(' ').map((code): AnswerRow => [`200 ${code}`, no(code), ...meant]),
  ),
  ['200 without an error', answer(200, { ok: false }), 'terminal', 'event', '-'],
  [
    '200 with a message',
    answer(200, { ok: true, channel: 'C0ORDERS1', ts: '1503435956.000247' }),
    'success',
    'event',
    '-',
  ],
  ['200 without a ts', answer(200, { ok: true, channel: 'C0ORDERS1' }), 'ambiguous', 'event', '-'],
  ['200 without a channel', answer(200, { ok: true, ts: '1503435956.000247' }), 'ambiguous', 'event', '-'],
  [
    '200 with a warning',
    answer(200, { ok: true, channel: 'C0', ts: '1.2', warning: 'missing_charset' }),
    'success',
    'event',
    '-',
  ],
  ['429 ratelimited', no('ratelimited', 429), 'throttled', 'destination', '-'],
  ['429 without a word', answer(429), 'throttled', 'destination', '-'],
  ['500 internal_error', no('internal_error', 500), 'ambiguous', 'destination', '-'],
  ['503 service_unavailable', no('service_unavailable', 503), 'ambiguous', 'destination', '-'],
  ['404 on a page', page(404, 'Not Found'), 'refused', 'destination', 'address'],
  ['403 on a page', page(403, 'Forbidden'), 'refused', 'destination', 'firewall'],
];
