/** Fields and types by Intercom's OpenAPI document, version 2.16 (https://github.com/intercom/Intercom-OpenAPI, MIT). `?`: or null. */
export const contact = {
  type: 'string',
  id: 'string',
  external_id: 'string?',
  workspace_id: 'string',
  role: 'string',
  email: 'string',
  email_domain: 'string',
  phone: 'string?',
  name: 'string?',
  owner_id: 'string?',
  has_hard_bounced: 'boolean',
  marked_email_as_spam: 'boolean',
  unsubscribed_from_emails: 'boolean',
  created_at: 'integer',
  updated_at: 'integer',
  signed_up_at: 'integer?',
  last_seen_at: 'integer?',
  last_replied_at: 'integer?',
  last_contacted_at: 'integer?',
  last_email_opened_at: 'integer?',
  last_email_clicked_at: 'integer?',
  language_override: 'string?',
  browser: 'string?',
  browser_version: 'string?',
  browser_language: 'string?',
  os: 'string?',
  android_app_name: 'string?',
  android_app_version: 'string?',
  android_device: 'string?',
  android_os_version: 'string?',
  android_sdk_version: 'string?',
  android_last_seen_at: 'integer?',
  ios_app_name: 'string?',
  ios_app_version: 'string?',
  ios_device: 'string?',
  ios_os_version: 'string?',
  ios_sdk_version: 'string?',
  ios_last_seen_at: 'integer?',
  custom_attributes: 'object',
  avatar: 'object?',
  tags: 'object?',
  notes: 'object',
  companies: 'object',
  location: 'object',
  social_profiles: 'object',
} as const;

export const admin = {
  type: 'string',
  id: 'string',
  name: 'string',
  email: 'string',
  job_title: 'string',
  away_mode_enabled: 'boolean',
  away_mode_reassign: 'boolean',
  has_inbox_seat: 'boolean',
  team_ids: 'array',
  avatar: 'object',
  email_verified: 'boolean?',
  app: 'object?',
} as const;

export const app = {
  type: 'string',
  id_code: 'string',
  name: 'string',
  region: 'string',
  timezone: 'string',
  created_at: 'integer',
  identity_verification: 'boolean',
} as const;

export const pages = {
  type: 'string',
  page: 'integer',
  next: 'object?',
  per_page: 'integer',
  total_pages: 'integer',
} as const;

/** What of `value` the document does not have, or has with another type. Empty: it keeps to the document. */
export function undocumented(value: object, fields: Readonly<Record<string, string>>): string[] {
  return Object.entries(value).flatMap(([name, field]) => {
    const type = fields[name];
    if (type === undefined) return [`${name} is not documented`];
    const [wanted, isNullable] = [type.replace('?', ''), type.endsWith('?')];
    const is = field === null ? 'null' : Array.isArray(field) ? 'array' : typeof field;
    const isRight = is === 'null' ? isNullable : is === (wanted === 'integer' ? 'number' : wanted);
    return isRight ? [] : [`${name} is ${is}, not ${type}`];
  });
}
