/**
 * A contact as Intercom answers it: what both the document (https://github.com/intercom/Intercom-OpenAPI, 2.16) and its
 * recorded examples have. Its examples have more, undocumented: `referrer`, `utm_…`, subscriptions. The lists of what
 * belongs to a contact have an `url` besides, which is a URI by its format and a path in the examples.
 */
import type { Fields } from './intercom-fields.ts';
import type { Entity } from './request-journal.ts';

const workspaceId = 'standin1';

/** What no request of ours sets. */
const untouched = Object.fromEntries(
  [
    ...['last_replied_at', 'last_contacted_at', 'last_email_opened_at', 'last_email_clicked_at', 'browser'],
    ...['browser_version', 'browser_language', 'os', 'android_app_name', 'android_app_version'],
    ...['android_device', 'android_os_version', 'android_sdk_version', 'android_last_seen_at'],
    ...['ios_app_name', 'ios_app_version', 'ios_device', 'ios_os_version', 'ios_sdk_version'],
    ...['ios_last_seen_at', 'enabled_push_messaging'],
  ].map((name) => [name, null]),
);

const nothing = () => ({ data: [], total_count: 0, has_more: false });

/** @param id of the new contact */
export const newContact = (id: string, atSeconds: number): Fields => ({
  type: 'contact',
  id,
  workspace_id: workspaceId,
  external_id: null,
  role: 'user',
  phone: null,
  name: null,
  avatar: null,
  owner_id: null,
  social_profiles: { data: [] },
  has_hard_bounced: false,
  marked_email_as_spam: false,
  unsubscribed_from_emails: false,
  created_at: atSeconds,
  updated_at: atSeconds,
  signed_up_at: null,
  last_seen_at: null,
  language_override: null,
  location: { type: 'location', country: null, region: null, city: null },
  custom_attributes: {},
  tags: nothing(),
  notes: nothing(),
  companies: nothing(),
  ...untouched,
});

/** The contact with the fields of a request on it, which were found to be right. */
export function changedContact(before: Fields, fields: Fields, atSeconds: number): Fields {
  // The email's confirmation can be said, and is not told.
  const { avatar, custom_attributes: attributes, email_verified: _, email, owner_id, ...rest } = fields;
  const { email: emailBefore, custom_attributes: attributesBefore, ...others } = before;
  const emailAfter = email === undefined ? emailBefore : email;
  return {
    ...others,
    ...rest,
    // By the document it is a string wherever it is, so a contact without one has no such field. Not verified.
    ...(typeof emailAfter === 'string' ? { email: emailAfter } : {}),
    ...(avatar === undefined ? {} : { avatar: avatar && { type: 'avatar', image_url: avatar } }),
    ...(owner_id === undefined ? {} : { owner_id: owner_id === null ? null : String(owner_id) }),
    role: rest.role ?? others.role,
    unsubscribed_from_emails: rest.unsubscribed_from_emails ?? others.unsubscribed_from_emails,
    custom_attributes: { ...(attributesBefore as object), ...(attributes as object | null | undefined) },
    updated_at: atSeconds,
  };
}

/** As a list has it: one field less. */
export function listedContact({ value }: Entity): Fields {
  const { enabled_push_messaging: _, ...listed } = value;
  return listed;
}
